using System.Text.Json;
using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>Gives figures the same compact form under whatever options the surrounding document is written with.</summary>
internal sealed class FigureConverter : JsonConverter<Figure>
{
    public override Figure? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return JsonSerializer.Deserialize(ref reader, FigureJsonContext.Default.FigureDocument)?.ToFigure();
        }
        catch (ArgumentException mismatch)
        {
            throw new JsonException($"The figure contradicts itself: {mismatch.Message}", mismatch);
        }
    }

    // Raw, because an indenting writer would spread every number over a line of its own.
    public override void Write(Utf8JsonWriter writer, Figure value, JsonSerializerOptions options) =>
        writer.WriteRawValue(
            JsonSerializer.SerializeToUtf8Bytes(FigureDocument.Of(value), FigureJsonContext.Default.FigureDocument),
            skipInputValidation: true);
}

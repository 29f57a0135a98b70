using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>Five significant digits are more than a picture shows; NaN is null and the infinities are words.</summary>
internal sealed class NumberConverter : JsonConverter<double>
{
    private const string Infinity = "Infinity";
    private const string NegativeInfinity = "-Infinity";
    private const double LargestKeptInteger = 1e9;

    public override bool HandleNull => true;

    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => Read(ref reader);

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options) => Write(writer, value);

    public static double Read(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Null => double.NaN,
        JsonTokenType.Number => reader.GetDouble(),
        JsonTokenType.String when reader.ValueTextEquals(Infinity) => double.PositiveInfinity,
        JsonTokenType.String when reader.ValueTextEquals(NegativeInfinity) => double.NegativeInfinity,
        _ => throw new JsonException($"A number, null, \"{Infinity}\" or \"{NegativeInfinity}\" was expected."),
    };

    public static void Write(Utf8JsonWriter writer, double value)
    {
        if (double.IsNaN(value)) writer.WriteNullValue();
        else if (double.IsInfinity(value)) writer.WriteStringValue(value > 0 ? Infinity : NegativeInfinity);
        else writer.WriteNumberValue(Round(value));
    }

    // Whole numbers (steps, sizes, counts) are kept: rounding them would shift points against each other.
    private static double Round(double value) =>
        Math.Abs(value) <= LargestKeptInteger && value == Math.Truncate(value)
            ? value + 0.0
            : double.Parse(value.ToString("G5", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}

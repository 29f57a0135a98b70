using System.Text.Json;
using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>A segment as [x0, y0, x1, y1].</summary>
internal sealed class SegmentConverter : JsonConverter<Segment>
{
    public override Segment Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<double> values = stackalloc double[4];
        NumberTuple.Read(ref reader, values);
        return new Segment(values[0], values[1], values[2], values[3]);
    }

    public override void Write(Utf8JsonWriter writer, Segment value, JsonSerializerOptions options) =>
        NumberTuple.Write(writer, [value.X0, value.Y0, value.X1, value.Y1]);
}

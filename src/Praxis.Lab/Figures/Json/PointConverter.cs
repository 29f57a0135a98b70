using System.Text.Json;
using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>A point as [x, y].</summary>
internal sealed class PointConverter : JsonConverter<Point>
{
    public override Point Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        Span<double> values = stackalloc double[2];
        NumberTuple.Read(ref reader, values);
        return new Point(values[0], values[1]);
    }

    public override void Write(Utf8JsonWriter writer, Point value, JsonSerializerOptions options) =>
        NumberTuple.Write(writer, [value.X, value.Y]);
}

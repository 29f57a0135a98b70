using System.Text.Json;

namespace Praxis.Lab.Figures;

/// <summary>A fixed number of numbers as a JSON array: much shorter than named coordinates.</summary>
internal static class NumberTuple
{
    public static void Read(ref Utf8JsonReader reader, scoped Span<double> values)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"An array of {values.Length} numbers was expected.");

        for (int i = 0; i < values.Length; i++)
        {
            reader.Read();
            values[i] = NumberConverter.Read(ref reader);
        }

        reader.Read();
        if (reader.TokenType != JsonTokenType.EndArray)
            throw new JsonException($"An array of exactly {values.Length} numbers was expected.");
    }

    public static void Write(Utf8JsonWriter writer, ReadOnlySpan<double> values)
    {
        writer.WriteStartArray();
        foreach (double value in values)
            NumberConverter.Write(writer, value);
        writer.WriteEndArray();
    }
}

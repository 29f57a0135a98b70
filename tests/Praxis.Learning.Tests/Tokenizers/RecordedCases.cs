using System.Text.Json;
using System.Text.Json.Serialization;

namespace Praxis.Learning.Tests.Tokenizers;

/// <summary>What Hugging Face's library made of a text (oracles/tokenizers.mjs).</summary>
public sealed record RecordedCase(
    [property: JsonPropertyName("text")] string Text,
    [property: JsonPropertyName("ids")] int[] Ids,
    [property: JsonPropertyName("plain")] int[] Plain,
    [property: JsonPropertyName("decoded")] string Decoded,
    [property: JsonPropertyName("decodedWithSpecial")] string DecodedWithSpecial);

/// <summary>Folders with a tokenizer.json and an expected.json.</summary>
public static class RecordedCases
{
    public static string Fixtures { get; } = Path.Combine(AppContext.BaseDirectory, "Tokenizers", "fixtures");

    public static string TokenizerOf(string name) => Path.Combine(Fixtures, name, "tokenizer.json");

    public static RecordedCase[] Read(string folder) =>
        JsonSerializer.Deserialize<RecordedCase[]>(File.ReadAllBytes(Path.Combine(folder, "expected.json")))!;
}

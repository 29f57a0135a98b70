using System.Text;
using System.Text.Json;
using Praxis.Learning.Tokenizers;

namespace Praxis.Learning.Tests.Tokenizers;

/// <summary>Tokenizers put together from pieces of JSON.</summary>
internal static class SmallTokenizers
{
    /// <summary>A model whose tokens are the 256 bytes, with the byte's value as id: it shows what a text became.</summary>
    public static string Bytes { get; } = Model(string.Join(',', Enumerable.Range(0, 256).Select(value => $"\"<0x{value:X2}>\":{value}")), "", "\"byte_fallback\":true,");

    public static string Model(string vocabulary, string merges, string options = "") =>
        $$"""{"type":"BPE",{{options}}"vocab":{{{vocabulary}}},"merges":[{{merges}}]}""";

    public static string Json(string? model = null, string parts = "") => $$"""{{{parts}}"model":{{model ?? Bytes}}}""";

    public static Tokenizer Load(string json) => Tokenizer.Load("given.json", Encoding.UTF8.GetBytes(json));

    /// <summary>What a normalizer makes of a text.</summary>
    public static string Normalized(string normalizer, string text) =>
        Encoding.UTF8.GetString([.. Load(Json(parts: $"\"normalizer\":{normalizer},")).Encode(text).Select(id => (byte)id)]);

    /// <summary>The words that a pattern cuts a text into, with a bar between; they end in "|" as tokens of their own.</summary>
    public static string Matches(string pattern, string text)
    {
        string quoted = JsonSerializer.Serialize(pattern);
        string split = $$"""{"type":"Split","pattern":{"Regex":{{quoted}}},"behavior":"Removed","invert":true}""";
        string model = Model(string.Join(',', Enumerable.Range(0, 256).Select(value => $"\"<0x{value:X2}>\":{value}").Append("\"|\":256")), "", "\"byte_fallback\":true,\"end_of_word_suffix\":\"|\",");
        return Encoding.UTF8.GetString([.. Load(Json(model, $"\"pre_tokenizer\":{split},")).Encode(text).Select(id => (byte)id)]);
    }
}

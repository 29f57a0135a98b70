using System.Runtime.CompilerServices;
using System.Text.Json;
using Praxis.Learning.Files;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Learning.Tests.Models;

/// <summary>Small models with weights of every kind far from their first values, and what PyTorch made of their folders (oracles/language_models.py).</summary>
internal static class OracleModels
{
    public const int Vocabulary = 19;

    public static readonly Gpt2Configuration Gpt2 = new()
    {
        VocabularySize = Vocabulary,
        ContextLength = 12,
        Width = 8,
        Layers = 2,
        Heads = 2,
        FeedForwardWidth = 16,
        TiedEmbeddings = true,
    };

    /// <summary>Groups, biases, a head wider than its share, the scaling of Llama 3, tied.</summary>
    public static readonly LlamaConfiguration Llama = new()
    {
        VocabularySize = Vocabulary,
        ContextLength = 12,
        Width = 8,
        Layers = 2,
        Heads = 4,
        KeyValueHeads = 2,
        HeadWidth = 6,
        FeedForwardWidth = 12,
        RotaryBase = 20,
        RotaryScaling = new RotaryScaling("llama3", 4, 1, 3, 24),
        AttentionBias = true,
        FeedForwardBias = true,
        TiedEmbeddings = true,
    };

    /// <summary>As many key/value heads as heads, no biases, linear scaling, a head of its own.</summary>
    public static readonly LlamaConfiguration PlainLlama = Llama with
    {
        Heads = 2,
        KeyValueHeads = 2,
        HeadWidth = 4,
        RotaryBase = 10000,
        RotaryScaling = new RotaryScaling("linear", 2),
        AttentionBias = false,
        FeedForwardBias = false,
        TiedEmbeddings = false,
    };

    public static readonly BertConfiguration Bert = new()
    {
        VocabularySize = Vocabulary,
        ContextLength = 12,
        Width = 8,
        Layers = 2,
        Heads = 2,
        FeedForwardWidth = 12,
        SegmentTypes = 2,
        NormEpsilon = 1e-12,
        TiedEmbeddings = true,
    };

    public static IReadOnlyDictionary<string, ModelConfiguration> All { get; } = new Dictionary<string, ModelConfiguration>
    {
        ["gpt2"] = Gpt2,
        ["llama"] = Llama,
        ["llama-plain"] = PlainLlama,
        ["bert"] = Bert,
    };

    public static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "oracles");

    /// <summary>A model whose weights are all far from where they begin, so that no term is lost; ready for use.</summary>
    public static LanguageModel Shaken(ModelConfiguration configuration, DType dtype = DType.F32)
    {
        var model = LanguageModel.Create(configuration, new RandomStream(1), dtype);
        foreach ((string name, var parameter) in model.NamedParameters())
            parameter.Data.AddScaled(new RandomStream(2).Fork(name).Normal(parameter.Shape).To(dtype), 0.4);
        model.Eval();
        return model;
    }

    public static Tensor Tokens(params long[][] rows) => Tensor.Wrap([.. rows.SelectMany(row => row)], rows.Length, rows[0].Length);

    /// <summary>What was recorded: tokens, for BERT segments and mask, and the scores (batch, time, vocabulary).</summary>
    public static (Tensor Tokens, Tensor? Segments, Tensor? Attended, double[] Scores) Recorded(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(), name, "scores.json")));
        var root = document.RootElement;
        return (
            Tokens(Rows(root, "tokens", cell => cell.GetInt64())!),
            Rows(root, "segments", cell => cell.GetInt64()) is { } segments ? Tokens(segments) : null,
            Rows(root, "attended", cell => cell.GetBoolean()) is { } attended
                ? Tensor.Wrap([.. attended.SelectMany(row => row)], attended.Length, attended[0].Length)
                : null,
            [.. root.GetProperty("scores").EnumerateArray().Select(cell => cell.GetDouble())]);
    }

    private static T[][]? Rows<T>(JsonElement root, string name, Func<JsonElement, T> read) => root.TryGetProperty(name, out var rows)
        ? [.. rows.EnumerateArray().Select(row => row.EnumerateArray().Select(read).ToArray())]
        : null;
}

using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Praxis.Learning.Files;

namespace Praxis.Learning.Training;

/// <summary>What is recorded of a finished run beside its model (training.json).</summary>
public sealed record TrainingRecord
{
    /// <summary>The name of the file in a model's folder.</summary>
    public const string FileName = "training.json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>The kind of model: "llama", "gpt2" or "bert".</summary>
    public required string ModelType { get; init; }

    /// <summary>The number of trained numbers.</summary>
    public required long Parameters { get; init; }

    /// <summary>The number of tokens.</summary>
    public required int VocabularySize { get; init; }

    /// <summary>The steps taken.</summary>
    public required int Steps { get; init; }

    /// <summary>The tokens that these steps saw.</summary>
    public required long TokensSeen { get; init; }

    /// <summary>How often they saw the training text.</summary>
    public required double Epochs { get; init; }

    /// <summary>The time of the steps, in seconds, without evaluations.</summary>
    public required double Seconds { get; init; }

    /// <summary>The machine that this time was measured on.</summary>
    public required string Machine { get; init; }

    /// <summary>The configuration, key by key.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The sizes of the texts.</summary>
    public required IReadOnlyList<SplitSize> Texts { get; init; }

    /// <summary>How <see cref="Scores"/> were measured.</summary>
    public required string Protocol { get; init; }

    /// <summary>The stored model's score on the whole validation text, and test text if there is one.</summary>
    public required IReadOnlyList<SplitScore> Scores { get; init; }

    /// <summary>The same texts told by simpler models that were counted on the same training text.</summary>
    public required IReadOnlyList<Baseline> Baselines { get; init; }

    /// <summary>What a reader should know of these numbers.</summary>
    public required IReadOnlyList<string> Remarks { get; init; }

    /// <summary>The learning curve.</summary>
    public required TrainingCurve Curve { get; init; }

    /// <summary>Writes the file, whole or not at all.</summary>
    /// <exception cref="ModelFileException">It cannot be written.</exception>
    public void Write(string path) => SafetensorsWriting.Whole(path, stream => stream.Write(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(this, Format) + "\n")));

    /// <summary>Reads the file.</summary>
    /// <exception cref="ModelFileException">It is missing or no record of training.</exception>
    public static TrainingRecord Read(string path)
    {
        using var document = JsonFile.ReadObject(path);
        try
        {
            return document.Deserialize<TrainingRecord>(Format)!;
        }
        catch (JsonException cause)
        {
            throw new ModelFileException(path, "text", $"it is no record of training ({cause.Message.TrimEnd('.')})", "train the model again", cause);
        }
    }
}

/// <summary>The size of a text.</summary>
/// <param name="Split">"train", "validation" or "test".</param>
/// <param name="Bytes">Its bytes in UTF-8.</param>
/// <param name="Tokens">Its tokens.</param>
public sealed record SplitSize(string Split, long Bytes, long Tokens);

/// <summary>A score on a text.</summary>
/// <param name="Split">"validation" or "test".</param>
/// <param name="Counted">The tokens (or bytes, or hidden tokens) that were told.</param>
/// <param name="NatsPerToken">The mean of −ln p over them.</param>
/// <param name="Perplexity">exp of it; of hidden tokens the pseudo-perplexity.</param>
/// <param name="BitsPerByte">The sum of −log₂ p by the bytes of the text; null where only some tokens were told.</param>
public sealed record SplitScore(string Split, long Counted, double NatsPerToken, double Perplexity, double? BitsPerByte)
{
    /// <summary>A score of a whole text.</summary>
    public static SplitScore Of(string split, TextScore score) => new(split, score.Tokens, score.Nats / score.Tokens, score.Perplexity, score.BitsPerByte);

    /// <summary>A score of hidden tokens.</summary>
    public static SplitScore Of(string split, MaskedScore score) => new(split, score.Hidden, score.Nats / score.Hidden, score.PseudoPerplexity, null);
}

/// <summary>A simpler model beside the trained one.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Unit">What it tells: "token" or "byte".</param>
/// <param name="Order">Its order n, or null if it is no n-gram.</param>
/// <param name="IsBest">Whether it is the best of its kind on the validation text.</param>
/// <param name="Scores">Its scores.</param>
public sealed record Baseline(string Name, string Unit, int? Order, bool IsBest, IReadOnlyList<SplitScore> Scores);

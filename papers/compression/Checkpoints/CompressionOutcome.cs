using System.Text.Json.Serialization;
using Praxis.Lab;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>What was made of a model: written into the folder, printed as JSON, drawn as a report.</summary>
public sealed record CompressionOutcome
{
    /// <summary>The file in the written folder that holds the outcome.</summary>
    public const string FileName = "compression-report.json";

    /// <summary>What was compressed.</summary>
    public required string Model { get; init; }

    /// <summary>Its architecture; null for a lone file.</summary>
    public string? Architecture { get; init; }

    /// <summary>The folder that was written.</summary>
    public required string Output { get; init; }

    /// <summary>What it holds.</summary>
    public required CheckpointFormat Format { get; init; }

    /// <summary>The method's key.</summary>
    public required string Method { get; init; }

    /// <summary>The method's name.</summary>
    public required string MethodName { get; init; }

    /// <summary>The paper that it is from; null for a baseline.</summary>
    public string? Paper { get; init; }

    /// <summary>What share of the compressed weights was to be kept.</summary>
    public required double Keep { get; init; }

    /// <summary>What it is a share of.</summary>
    public required BudgetUnit Unit { get; init; }

    /// <summary>The share that was kept.</summary>
    public required double Kept { get; init; }

    /// <summary>How it was shared out.</summary>
    public required string Allocation { get; init; }

    /// <summary>The text; null where nothing was measured.</summary>
    public string? Text { get; init; }

    /// <summary>The original.</summary>
    public required MeasuredModel Before { get; init; }

    /// <summary>What was written.</summary>
    public required MeasuredModel After { get; init; }

    /// <summary>By what factor the perplexity grew, with its interval over pairs of windows; null where it was not measured.</summary>
    public Interval? PerplexityRatio { get; init; }

    /// <summary>The training after compression; null if there was none.</summary>
    public HealedModel? Healed { get; init; }

    /// <summary>What auto tried, best first; empty if it was not asked.</summary>
    public IReadOnlyList<MethodTrial> Trials { get; init; } = [];

    /// <summary>What became of each weight.</summary>
    public required IReadOnlyList<LayerReport> Layers { get; init; }

    /// <summary>Seconds of compressing itself.</summary>
    public required double CompressionSeconds { get; init; }

    /// <summary>Seconds of everything.</summary>
    public required double Seconds { get; init; }

    /// <summary>What the reader should know.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}

/// <summary>A model before or after.</summary>
public sealed record MeasuredModel
{
    /// <summary>Numbers of all weights.</summary>
    public required long Parameters { get; init; }

    /// <summary>Numbers of the weights that are compressed.</summary>
    public required long CompressedParameters { get; init; }

    /// <summary>What these take in bits, at 16 a plain number.</summary>
    public required long CompressedBits { get; init; }

    /// <summary>Bytes of the files with weights.</summary>
    public required long Bytes { get; init; }

    /// <summary>Perplexity on the held-out text, with its 95 % interval over windows (of hidden tokens for a masked model); null where it was not measured.</summary>
    public Interval? Perplexity { get; init; }

    /// <summary>The share of places where the likeliest token is the original's, with its 95 % interval.</summary>
    public Interval? Agreement { get; init; }

    /// <summary>Tokens a second through the model.</summary>
    public double? TokensPerSecond { get; init; }
}

/// <summary>The training after compression.</summary>
/// <param name="Steps">Its steps.</param>
/// <param name="Unhealed">Perplexity on the held-out text before it.</param>
/// <param name="Healed">And after it.</param>
/// <param name="Ratio">The factor between the two, with its interval over pairs of windows.</param>
/// <param name="Seconds">What it took.</param>
public sealed record HealedModel(int Steps, Interval Unhealed, Interval Healed, Interval Ratio, double Seconds);

/// <summary>What auto found of a method.</summary>
/// <param name="Method">Its key.</param>
/// <param name="Perplexity">On the sample of the calibration text that it did not calibrate on; null if there is none.</param>
/// <param name="Seconds">What the trial took.</param>
/// <param name="Note">Why there is no perplexity.</param>
public sealed record MethodTrial(string Method, Interval? Perplexity, double Seconds, string? Note = null)
{
    /// <summary>The perplexity to sort by.</summary>
    [JsonIgnore]
    public double Score => Perplexity is { } interval && double.IsFinite(interval.Estimate) ? interval.Estimate : double.PositiveInfinity;
}

using System.Text.Json;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>A released summary as a file: all of it may be published.</summary>
internal sealed record SummaryDocument
{
    /// <summary>What the file is.</summary>
    public const string Kind = "praxis private kernel summary 1";

    private static readonly JsonSerializerOptions Json = new() { WriteIndented = false, PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary><see cref="Kind"/>.</summary>
    public required string Format { get; init; }

    /// <summary>ε of this release.</summary>
    public required double Epsilon { get; init; }

    /// <summary>δ: always 0 here.</summary>
    public required double Delta { get; init; }

    /// <summary>What is protected, in words.</summary>
    public required string Protects { get; init; }

    /// <summary>The kernel.</summary>
    public required string Kernel { get; init; }

    /// <summary>σ.</summary>
    public required double Bandwidth { get; init; }

    /// <summary>Public lower bounds.</summary>
    public required double[] Low { get; init; }

    /// <summary>Public upper bounds.</summary>
    public required double[] High { get; init; }

    /// <summary>m, or null without projection.</summary>
    public int? Projected { get; init; }

    /// <summary>The public coins of the features.</summary>
    public required long FeatureSeed { get; init; }

    /// <summary>Noisy sums of features on the grid.</summary>
    public required long[] Sums { get; init; }

    /// <summary>Noisy number of points.</summary>
    public required long Count { get; init; }

    /// <summary>The file's text.</summary>
    public string Write() => JsonSerializer.Serialize(this, Json) + "\n";

    /// <summary>Reads a file.</summary>
    /// <exception cref="ToolException">The file is no such summary or is damaged.</exception>
    public static SummaryDocument Read(InputFile file)
    {
        SummaryDocument? document = null;
        try
        {
            document = JsonSerializer.Deserialize<SummaryDocument>(file.Text(), Json);
        }
        catch (JsonException)
        {
            // told below
        }
        if (document is not { Format: Kind, Low: not null, High: not null, Sums.Length: > 0, Epsilon: > 0 } || document.Low.Length != document.High.Length || !Enum.TryParse<SimilarityKernel>(document.Kernel, out _))
            throw new ToolException($"{file.Path}: this is no summary that was released by this tool, or it is damaged. Give the file that a release wrote.");
        return document;
    }

    /// <summary>The summary, ready to answer.</summary>
    public KernelSummary Open() => new(
        KernelFeatures.Draw(Low.Length, Enum.Parse<SimilarityKernel>(Kernel), Bandwidth, Sums.Length, Projected, new RandomStream(FeatureSeed)), Sums, Count);

    /// <summary>The public box.</summary>
    public PublicBox Box() => new(Low, High);
}

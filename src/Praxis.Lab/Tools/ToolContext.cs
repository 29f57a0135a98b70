using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>What a tool or a bench is given besides its options: random numbers, and a way to say how far it is.</summary>
public sealed class ToolContext
{
    /// <summary>The paper's slug, or the family of a bench; random numbers depend on it.</summary>
    public required string Slug { get; init; }

    /// <summary>The seed: the same input and seed give the same result.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Where progress goes.</summary>
    public IProgress<StudyProgress>? Progress { get; init; }

    /// <summary>The bundled data sets.</summary>
    public DataFolder Data { get => field ??= DataFolder.Find(); init; }

    /// <summary>Random numbers that depend on the seed and the purpose only, not on what else was drawn.</summary>
    public RandomStream Random(string purpose) => new RandomStream(Seed).Fork($"{Slug}/{purpose}");

    /// <summary>Says how far the work is.</summary>
    /// <param name="stage">What is being done, in words.</param>
    /// <param name="fraction">Finished share, 0 to 1.</param>
    /// <param name="measures">Live values worth watching.</param>
    public void Report(string stage, double fraction, params ReadOnlySpan<(string Name, double Value)> measures) =>
        Progress?.Report(StudyProgress.At(stage, fraction, measures));
}

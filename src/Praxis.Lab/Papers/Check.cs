namespace Praxis.Lab;

/// <summary>A measurement with its threshold, written down in paper.md before the study runs.</summary>
public abstract record Check
{
    /// <summary>The check's id within its claim.</summary>
    public required string Id { get; init; }

    /// <summary>What is measured, in words.</summary>
    public required string Measure { get; init; }

    /// <summary>The unit of what is measured; "1" for a pure number.</summary>
    public required string Unit { get; init; }

    /// <summary>On which side of the threshold the claim lies.</summary>
    public required Side Side { get; init; }

    /// <summary>The threshold, in <see cref="Unit"/> (for a ratio: a pure number).</summary>
    public required double Threshold { get; init; }

    /// <summary>How the settings of the study are put together.</summary>
    public Across Across { get; init; }
}

/// <summary>Method against baseline on the same inputs: the interval of the mean difference or of the mean log ratio.</summary>
public sealed record PairedCheck : Check
{
    /// <summary>Ratio or difference, always method against baseline.</summary>
    public required Comparison Comparison { get; init; }

    /// <summary>The baseline in words.</summary>
    public required string Baseline { get; init; }
}

/// <summary>The mean of a random quantity against a constant.</summary>
public sealed record ConstantCheck : Check;

/// <summary>The share of successes against a constant, by Wilson's interval.</summary>
public sealed record ProportionCheck : Check;

/// <summary>A quantity that must stay within the threshold every time: a theorem, an identity, an exact count. One violation and it fails.</summary>
public sealed record ToleranceCheck : Check;

/// <summary>The side of the threshold on which a claim lies.</summary>
public enum Side
{
    /// <summary>The measured value must not be above the threshold.</summary>
    AtMost,
    /// <summary>The measured value must not be below the threshold.</summary>
    AtLeast,
}

/// <summary>How method and baseline are compared.</summary>
public enum Comparison
{
    /// <summary>method ÷ baseline; both must be positive.</summary>
    Ratio,
    /// <summary>method − baseline.</summary>
    Difference,
}

/// <summary>How the settings of a study are put together.</summary>
public enum Across
{
    /// <summary>Each seed counts once, with its mean over all settings.</summary>
    Mean,
    /// <summary>Every setting is judged by itself; all must hold, and one that fails fails the check.</summary>
    Every,
}

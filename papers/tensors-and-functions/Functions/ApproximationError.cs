namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>How far an approximant may be from its function: what is promised, and what was measured.</summary>
/// <param name="Promised">The largest |f − f̂| that is promised, in the unit of f; null when nothing is.</param>
/// <param name="Basis">Where the promise comes from and under which conditions it holds, as a sentence.</param>
public sealed record ApproximationError(double? Promised, string Basis)
{
    /// <summary>The largest |f − f̂| measured at points that did not take part in the fit; null when none were looked at.</summary>
    public double? Measured { get; init; }

    /// <summary>The number of these points.</summary>
    public int MeasuredAt { get; init; }

    /// <summary>The largest |f| met, by which errors become relative.</summary>
    public double? LargestValue { get; init; }
}

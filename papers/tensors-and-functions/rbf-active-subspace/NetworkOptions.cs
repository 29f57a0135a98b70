namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>How a radial-basis network with a learned metric is trained.</summary>
public sealed record NetworkOptions
{
    /// <summary>Centres M; where there are fewer rows, as many as there are.</summary>
    public int Centres { get; init; } = 64;

    /// <summary>λ_u, which weighs ‖L‖²_F = tr P, the sum of the metric's eigenvalues: the larger, the fewer directions are used. It matters most.</summary>
    public double MetricPenalty { get; init; } = 0.01;

    /// <summary>λ_w, which weighs ‖W‖²; positive, so that the weights are one solution.</summary>
    public double WeightPenalty { get; init; } = 1e-4;

    /// <summary>λ_c, which weighs ‖C‖² where centres are learned.</summary>
    public double CentrePenalty { get; init; }

    /// <summary>Whether the centres move after k-means has placed them.</summary>
    public bool LearnsCentres { get; init; }

    /// <summary>Which entries of L are learned.</summary>
    public MetricShape Shape { get; init; } = MetricShape.Full;

    /// <summary>Steps of L-BFGS at most.</summary>
    public int Steps { get; init; } = 150;

    /// <summary>Training ends when ten steps lower the loss by less than this share of it.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Centres, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(Steps, 1);
        RequireFinite(MetricPenalty, nameof(MetricPenalty));
        RequireFinite(CentrePenalty, nameof(CentrePenalty));
        RequireFinite(Tolerance, nameof(Tolerance));
        RequireFinite(WeightPenalty, nameof(WeightPenalty));
        ArgumentOutOfRangeException.ThrowIfZero(WeightPenalty);
    }

    private static void RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0) throw new ArgumentOutOfRangeException(name, value, $"{name} must be a number of at least 0.");
    }
}

/// <summary>Which metrics may be learned.</summary>
public enum MetricShape
{
    /// <summary>Any positive semidefinite matrix, as in the paper.</summary>
    Full,
    /// <summary>A diagonal one: a width for each input, without directions (automatic relevance determination).</summary>
    Diagonal,
}

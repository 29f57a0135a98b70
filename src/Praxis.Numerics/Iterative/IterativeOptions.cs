namespace Praxis.Numerics;

/// <summary>How far and how long an iterative solver goes.</summary>
public sealed record IterativeOptions
{
    /// <summary>
    /// The residual over the norm of b to reach; for the least-squares solvers also the size of ‖Aᵀr‖ / (‖A‖ ‖r‖) to reach.
    /// </summary>
    public double Tolerance { get; init; } = 1e-10;

    /// <summary>The most iterations; null for ten times the larger dimension of A, at least 100.</summary>
    public int? MaximumIterations { get; init; }

    /// <summary>An approximate inverse of A, or null.</summary>
    public Preconditioner? Preconditioner { get; init; }

    /// <summary>Called after every iteration, on the solver's thread.</summary>
    public Action<IterationProgress>? Progress { get; init; }

    /// <summary>Looked at before every iteration; when cancelled, the solver throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}

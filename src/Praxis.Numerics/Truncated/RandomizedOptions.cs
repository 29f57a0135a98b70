namespace Praxis.Numerics;

/// <summary>How a randomized decomposition works.</summary>
public sealed record RandomizedOptions
{
    /// <summary>How the subspace is sharpened.</summary>
    public RandomizedMethod Method { get; init; }

    /// <summary>How many times A and Aᵀ are applied beyond the first products; more where the singular values fall slowly.</summary>
    public int Iterations { get; init; } = 2;

    /// <summary>Columns of the random block beyond the rank.</summary>
    public int Oversampling { get; init; } = 10;

    /// <summary>With a tolerance: columns added at a time.</summary>
    public int BlockSize { get; init; } = 16;

    /// <summary>With a tolerance: the largest rank; null for min(m, n).</summary>
    public int? MaximumRank { get; init; }

    /// <summary>
    /// Random vectors by which the error is estimated after the fact; each costs a product with A, none leaves the estimate out. With r
    /// of them the bound on the spectral error holds with probability 1 − 10^−r. Null for none at a given rank and 10 with a tolerance.
    /// </summary>
    public int? Probes { get; init; }

    /// <summary>The seed of all random vectors.</summary>
    public long Seed { get; init; }

    /// <summary>Called after every block and power, on the calling thread.</summary>
    public Action<RandomizedProgress>? Progress { get; init; }

    /// <summary>Looked at before every product; when cancelled, the method throws <see cref="OperationCanceledException"/>.</summary>
    public CancellationToken CancellationToken { get; init; }
}

using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// The incremental estimate: a truncated SVD of rank r + p is carried along as F = UΣ, so that FFᵀ ≈ MMᵀ. A new matrix A gives the SVD
/// of [F, A], again truncated; E_r is the sum of its r largest squares. Truncation only removes energy, FFᵀ ⪯ MMᵀ, so that E_r is a lower
/// bound and the error estimate never below the true error.
/// </summary>
public sealed class IncrementalEstimate : GroupBound
{
    /// <summary>p: how many directions beyond r are kept unless one says otherwise.</summary>
    public const int DefaultOversampling = 5;

    private readonly int _oversampling;
    private readonly Tensor _factor; // F = UΣ: (m, at most r + p)

    /// <summary>The group that has only this matrix.</summary>
    /// <param name="seed">m × n.</param>
    /// <param name="rank">r.</param>
    /// <param name="oversampling">p, at least 0.</param>
    public IncrementalEstimate(Tensor seed, int rank, int oversampling = DefaultOversampling)
        : base(rank, EnergyOf(seed))
    {
        ArgumentOutOfRangeException.ThrowIfNegative(oversampling);
        _oversampling = oversampling;
        (_factor, KeptEnergy) = Truncate(seed);
    }

    private IncrementalEstimate(IncrementalEstimate before, Tensor block)
        : base(before.Rank, before.Energy + EnergyOf(block))
    {
        _oversampling = before._oversampling;
        (_factor, KeptEnergy) = Truncate(Tensor.Concat(1, before._factor, block)); // [F, A]: (m, r + p + n)
    }

    /// <inheritdoc/>
    public override double KeptEnergy { get; }

    /// <inheritdoc/>
    public override GroupBound With(Tensor block) => new IncrementalEstimate(this, block);

    /// <summary>
    /// The r + p leading directions of X, by the eigenvectors of the small XᵀX = VΛVᵀ: UΣ = XV. Squaring is harmless here, because only
    /// energies are read off, and those are exact to rounding of the largest.
    /// </summary>
    private (Tensor Factor, double KeptEnergy) Truncate(Tensor x)
    {
        var eigen = LinearAlgebra.SymmetricEigen(LinearAlgebra.MatMul(x, x, true, false)); // ascending: (k)
        var columns = eigen.Values.Length;
        var kept = Math.Min(columns, Rank + _oversampling);
        var energy = 0.0;
        for (var i = 1; i <= Math.Min(Rank, columns); i++) energy += Math.Max(0, eigen.Values[columns - i]);
        return (LinearAlgebra.MatMul(x, eigen.Vectors.Slice(1, columns - kept, kept)), energy); // (m, r + p)
    }
}

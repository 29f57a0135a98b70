using Praxis.Numerics;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>
/// The paper's T(M): the best approximation of the lowest rank r whose singular values hold a share e of the energy,
/// Σ<sub>i ≤ r</sub> σ<sub>i</sub>² ≥ e Σ σ<sub>i</sub>², so that ‖M − T(M)‖² ≤ (1 − e) ‖M‖².
/// </summary>
public sealed class EnergyTruncation
{
    private EnergyTruncation(SvdDecomposition svd, int rank) => (Svd, Rank) = (svd, rank);

    /// <summary>The decomposition of M.</summary>
    public SvdDecomposition Svd { get; }

    /// <summary>r, at least 1.</summary>
    public int Rank { get; }

    /// <summary>Truncates a matrix.</summary>
    /// <param name="matrix">M, F64.</param>
    /// <param name="energy">e, more than 0 and at most 1.</param>
    /// <param name="name">What the matrix is, for errors.</param>
    /// <exception cref="NonFiniteException">The matrix holds a number that is not finite; the message names it.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is none.</exception>
    public static EnergyTruncation Of(Tensor matrix, double energy, string name)
    {
        if (!(energy is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(energy), energy, "A share of the energy is more than 0 and at most 1.");
        var svd = LinearAlgebra.Svd(matrix.EnsureFinite(name));
        return new EnergyTruncation(svd, RankOf(svd.S.ToArray(), energy));
    }

    /// <summary>The lowest rank that holds a share of the energy, at least 1; a share of 1 leaves out zeros only.</summary>
    /// <param name="values">Singular values, descending.</param>
    /// <param name="energy">The share.</param>
    public static int RankOf(double[] values, double energy)
    {
        double all = values.Sum(value => value * value), allowed = (1 - energy) * all, tail = 0;
        int rank = values.Length;
        // From the end, where the terms are small: what is cut must not hold more than 1 − e.
        while (rank > 1 && (tail += values[rank - 1] * values[rank - 1]) <= allowed)
            rank--;
        return rank;
    }

    /// <summary>T(M).</summary>
    public Tensor Truncated() => Svd.Rebuild(Rank);

    /// <summary>U<sub>r</sub> V<sub>r</sub>ᵀ, a subgradient of the nuclear norm at T(M).</summary>
    public Tensor NuclearSubgradient() => LinearAlgebra.MatMul(Svd.U.Slice(1, 0, Rank).Contiguous(), Svd.Vt.Slice(0, 0, Rank).Contiguous());
}

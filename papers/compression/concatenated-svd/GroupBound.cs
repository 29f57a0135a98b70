using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// What is known of the joint rank-r error of a growing group M = [A₁, A₂, …] without the SVD of M. The error is
/// e_r(M)² = 1 − Σ_{i≤r} σᵢ(M)²/‖M‖²_F, so every lower bound E_r of the r largest squared singular values gives the upper bound
/// e_r² ≤ (‖M‖²_F − E_r)/‖M‖²_F. Squares are compared throughout: a root would turn rounding of 1e-16 into 1e-8.
/// </summary>
public abstract class GroupBound
{
    private protected GroupBound(int rank, double energy)
    {
        Rank = rank;
        Energy = energy;
    }

    /// <summary>r.</summary>
    public int Rank { get; }

    /// <summary>‖M‖²_F.</summary>
    public double Energy { get; }

    /// <summary>E_r, at most Σ_{i≤r} σᵢ(M)².</summary>
    public abstract double KeptEnergy { get; }

    /// <summary>The bound on e_r(M)², between 0 and 1; 0 for a group of zeros, which any rank represents.</summary>
    public double SquaredError => Energy == 0 ? 0 : Math.Clamp((Energy - KeptEnergy) / Energy, 0, 1);

    /// <summary>The bound for the group with one more matrix.</summary>
    /// <param name="block">m × n.</param>
    public abstract GroupBound With(Tensor block);

    private protected static double EnergyOf(Tensor block)
    {
        var norm = block.FrobeniusNorm();
        return norm * norm;
    }

    /// <summary>The r largest of some energies, in descending order.</summary>
    private protected static double[] Largest(int rank, IEnumerable<double> energies) => [.. energies.OrderDescending().Take(rank)];

    private protected static IEnumerable<double> SquaredSingularValues(Tensor matrix) =>
        LinearAlgebra.SingularValues(matrix).ToArray().Select(sigma => sigma * sigma);
}

/// <summary>A way to bound the error of a group, under the name that tables and figures show.</summary>
/// <param name="Name">The name.</param>
/// <param name="Start">From the first matrix and the rank to the bound of the group that has only this matrix.</param>
public sealed record GroupEstimator(string Name, Func<Tensor, int, GroupBound> Start)
{
    /// <summary>From the leading singular values of the first matrix and the norms of all.</summary>
    public static GroupEstimator MaxNorm { get; } = new("max-norm bound", (seed, rank) => new MaxNormBound(seed, rank));

    /// <summary>From the singular values of what each matrix adds to the span of those before it.</summary>
    public static GroupEstimator Residual { get; } = new("residual bound", (seed, rank) => new ResidualBound(seed, rank));

    /// <summary>From a truncated SVD that is carried along.</summary>
    public static GroupEstimator Incremental { get; } = new("incremental estimate", (seed, rank) => new IncrementalEstimate(seed, rank));

    /// <summary>The true error, from the whole Gram matrix: what the others are measured by.</summary>
    public static GroupEstimator Exact { get; } = new("true error", (seed, rank) => new ExactError(seed, rank));
}

using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>The true error of a group, from its whole Gram matrix G = ΣAₖAₖᵀ, whose eigenvalues are the squared singular values of M.</summary>
public sealed class ExactError : GroupBound
{
    private readonly Tensor _gram; // G: (m, m)
    private readonly Lazy<double> _keptEnergy;

    /// <summary>The group that has only this matrix.</summary>
    /// <param name="seed">m × n.</param>
    /// <param name="rank">r.</param>
    public ExactError(Tensor seed, int rank)
        : this(rank, EnergyOf(seed), LinearAlgebra.MatMul(seed, seed, false, true))
    {
    }

    private ExactError(int rank, double energy, Tensor gram)
        : base(rank, energy)
    {
        _gram = gram;
        _keptEnergy = new(() => Largest(Rank, LinearAlgebra.SymmetricEigenvalues(_gram).ToArray().Select(value => Math.Max(0, value))).Sum());
    }

    /// <inheritdoc/>
    public override double KeptEnergy => _keptEnergy.Value;

    /// <inheritdoc/>
    public override GroupBound With(Tensor block) =>
        new ExactError(Rank, Energy + EnergyOf(block), _gram + LinearAlgebra.MatMul(block, block, false, true));

    /// <summary>e_r(M)² of matrices side by side, by the singular values of M itself.</summary>
    /// <param name="blocks">Matrices with the same number of rows.</param>
    /// <param name="rank">r.</param>
    public static double SquaredBySvd(IReadOnlyList<Tensor> blocks, int rank)
    {
        double[] squares = [.. SquaredSingularValues(Tensor.Concat(1, [.. blocks]))];
        var total = squares.Sum();
        return total == 0 ? 0 : squares.Skip(rank).Sum() / total; // the tail itself: no digits are lost near 0
    }
}

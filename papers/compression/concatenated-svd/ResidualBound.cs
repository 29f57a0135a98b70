using Praxis.Numerics;

namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>
/// The residual bound: with an orthonormal basis Q of all matrices so far, R_k = (I − QQᵀ)A_k is what A_k adds. E_r is the sum of the
/// r largest squares among the singular values of A₁, R₂, R₃, … together. Valid because M = Q̃B with B block upper triangular, and the
/// pooled values are those of B's block diagonal, which B majorises.
/// </summary>
public sealed class ResidualBound : GroupBound
{
    private readonly Tensor _basis;    // Q: (m, q)
    private readonly double[] _pooled; // the r largest squares, descending

    /// <summary>The group that has only this matrix.</summary>
    /// <param name="seed">m × n.</param>
    /// <param name="rank">r.</param>
    public ResidualBound(Tensor seed, int rank)
        : base(rank, EnergyOf(seed))
    {
        (_basis, var squares) = Span(seed, Math.Sqrt(Energy));
        _pooled = Largest(rank, squares);
    }

    private ResidualBound(int rank, double energy, Tensor basis, double[] pooled)
        : base(rank, energy)
    {
        _basis = basis;
        _pooled = pooled;
    }

    /// <inheritdoc/>
    public override double KeptEnergy => _pooled.Sum();

    /// <inheritdoc/>
    public override GroupBound With(Tensor block)
    {
        var energy = EnergyOf(block);
        if (_basis.Columns >= _basis.Rows) return new ResidualBound(Rank, Energy + energy, _basis, _pooled); // nothing is left to add
        var residual = ProjectAway(_basis, ProjectAway(_basis, block)); // R = (I − QQᵀ)A, twice for orthogonality: (m, n)
        var (directions, squares) = Span(residual, Math.Sqrt(energy));
        var added = OrthogonalTo(_basis, directions);
        return new ResidualBound(
            Rank, Energy + energy,
            added.Columns == 0 ? _basis : Tensor.Concat(1, _basis, added).Contiguous(),
            Largest(Rank, _pooled.Concat(squares)));
    }

    /// <summary>An orthonormal basis of the columns of a matrix.</summary>
    internal static Tensor BasisOf(Tensor seed) => Span(seed, seed.FrobeniusNorm()).Basis;

    /// <summary>
    /// New directions without what rounding left of Q in them. Directions that belong to tiny singular values of R can lie in the span of
    /// Q to a large part: taken over as they are, Q would no longer be orthonormal and the bound no longer valid.
    /// </summary>
    private static Tensor OrthogonalTo(Tensor basis, Tensor directions)
    {
        if (directions.Columns == 0) return directions;
        var outside = ProjectAway(basis, ProjectAway(basis, directions)); // (m, n)
        var svd = LinearAlgebra.Svd(outside);
        var genuine = 0; // a direction of which less than half is left was rounding
        while (genuine < svd.S.Length && svd.S[genuine] > 0.5) genuine++;
        var kept = svd.U.Slice(1, 0, genuine).Contiguous();
        return ProjectAway(basis, kept);
    }

    private static Tensor ProjectAway(Tensor basis, Tensor a) =>
        a - LinearAlgebra.MatMul(basis, LinearAlgebra.MatMul(basis, a, true, false));

    /// <summary>
    /// Left singular vectors and squared singular values, without the directions that are rounding of a matrix of the given norm. (A QR
    /// without pivoting would not do: leaving out a column with a tiny diagonal can lose part of the span of later ones.)
    /// </summary>
    private static (Tensor Basis, double[] Squares) Span(Tensor a, double scale)
    {
        var svd = LinearAlgebra.Svd(a);
        var floor = Math.Max(a.Rows, a.Columns) * Math.ScaleB(1, -52) * scale;
        var rank = 0;
        while (rank < svd.S.Length && svd.S[rank] > floor) rank++;
        return (svd.U.Slice(1, 0, rank).Contiguous(), [.. svd.S.ToArray().Take(rank).Select(sigma => sigma * sigma)]);
    }
}

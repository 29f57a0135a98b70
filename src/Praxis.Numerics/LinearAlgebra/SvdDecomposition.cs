namespace Praxis.Numerics;

/// <summary>
/// A = U diag(S) Vᵀ. In each column of U the entry of largest absolute value is positive, so that the signs are the same
/// whatever computed them.
/// </summary>
/// <param name="U">Left singular vectors as columns: m × k, or m × m when full.</param>
/// <param name="S">Singular values, descending: k = min(m, n) of them.</param>
/// <param name="Vt">Right singular vectors as rows: k × n, or n × n when full.</param>
public sealed record SvdDecomposition(Tensor U, Tensor S, Tensor Vt)
{
    /// <summary>U diag(S) Vᵀ with all singular values.</summary>
    public Tensor Rebuild() => Rebuild(S.Length);

    /// <summary>The best approximation of the given rank (Eckart, Young, Mirsky): the leading singular values only.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The rank is negative or above the number of singular values.</exception>
    public Tensor Rebuild(int rank)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rank);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rank, S.Length);
        var left = U.Slice(1, 0, rank) * S.Slice(0, 0, rank); // (m, rank)
        return LinearAlgebra.MatMul(left, Vt.Slice(0, 0, rank)); // (m, n)
    }
}

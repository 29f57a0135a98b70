namespace Praxis.Numerics;

/// <summary>A P = Q R with column pivoting: column j of A P is column <c>Permutation[j]</c> of A.</summary>
/// <param name="Q">m × k with orthonormal columns, k = min(m, n).</param>
/// <param name="R">k × n, upper triangular; the absolute values of its diagonal do not increase.</param>
/// <param name="Permutation">The order of the columns.</param>
/// <param name="Rank">The number of diagonal entries of R above the tolerance times the first.</param>
public sealed record PivotedQrDecomposition(Tensor Q, Tensor R, int[] Permutation, int Rank);

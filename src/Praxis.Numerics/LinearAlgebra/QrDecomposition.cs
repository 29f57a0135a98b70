namespace Praxis.Numerics;

/// <summary>A = Q R. The diagonal of R is not negative, which makes the factors of a matrix of full column rank unique.</summary>
/// <param name="Q">m × k with orthonormal columns, k = min(m, n).</param>
/// <param name="R">k × n, upper triangular.</param>
public sealed record QrDecomposition(Tensor Q, Tensor R);

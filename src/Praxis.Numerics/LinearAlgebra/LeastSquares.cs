namespace Praxis.Numerics;

/// <summary>The minimum-norm solution of min ‖A x − b‖₂.</summary>
/// <param name="Solution">n entries for a vector b, n × columns for a matrix.</param>
/// <param name="Rank">The numerical rank of A under the tolerance used.</param>
/// <param name="ResidualNorm">‖A x − b‖₂; the Frobenius norm for a matrix b.</param>
public sealed record LeastSquares(Tensor Solution, int Rank, double ResidualNorm);

namespace Praxis.Numerics;

/// <summary>Some eigenpairs of a symmetric matrix, A vᵢ = λᵢ vᵢ, as far as they were found.</summary>
/// <param name="Values">Eigenvalues, ascending, k of them.</param>
/// <param name="Vectors">Orthonormal eigenvectors as columns, n × k; in each the entry of largest absolute value is positive.</param>
/// <param name="Residuals">For each pair ‖A v − λ v‖, computed from what is returned; A has an eigenvalue at most that far from each λ.</param>
/// <param name="Restarts">The restarts of the method; 0 for a matrix so small that it was decomposed whole.</param>
/// <param name="Steps">The vectors multiplied by A.</param>
/// <param name="Converged">Whether every residual is within the tolerance asked for.</param>
public sealed record TruncatedEigenResult(Tensor Values, Tensor Vectors, Tensor Residuals, int Restarts, int Steps, bool Converged);

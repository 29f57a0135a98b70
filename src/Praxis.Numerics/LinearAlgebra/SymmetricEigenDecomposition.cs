namespace Praxis.Numerics;

/// <summary>
/// A = V diag(values) Vᵀ for symmetric A. In each eigenvector the entry of largest absolute value is positive.
/// </summary>
/// <param name="Values">Eigenvalues, ascending.</param>
/// <param name="Vectors">Orthonormal eigenvectors as columns, n × n.</param>
public sealed record SymmetricEigenDecomposition(Tensor Values, Tensor Vectors);

using System.Numerics;

namespace Praxis.Numerics;

/// <summary>A v = λ v for a general square matrix.</summary>
/// <param name="Values">
/// Eigenvalues with multiplicity, by descending absolute value; of a conjugate pair the one with positive imaginary part first.
/// </param>
/// <param name="Vectors">
/// Right eigenvectors as columns, of length 1, their largest entry real and positive; null when they were not asked for.
/// </param>
public sealed record EigenDecomposition(Complex[] Values, Complex[,]? Vectors);

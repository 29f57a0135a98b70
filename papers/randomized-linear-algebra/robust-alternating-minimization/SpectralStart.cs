using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>Where alternating minimisation starts: the top left singular vectors of the observed entries, clipped and made orthonormal again.</summary>
public static class SpectralStart
{
    private const int Oversampling = 10, PowerIterations = 6;

    /// <summary>U₀ = orth(clip(top-k left singular vectors of P_Ω(M))); the factor 1/p does not change them.</summary>
    /// <param name="observed">The observed entries of M: (m, n), unobserved ones not stored.</param>
    /// <param name="rank">k, 1 to min(m, n).</param>
    /// <param name="incoherence">μ: entries above 2μ√(k/m) in size are set to zero, as they come from a heavy row rather than from the column space.</param>
    /// <param name="random">Draws the range finder's test matrix.</param>
    /// <returns>(m, k), orthonormal columns.</returns>
    public static Tensor Of(SparseMatrix observed, int rank, double incoherence, RandomStream random)
    {
        var (m, n) = (observed.Rows, observed.Columns);
        var width = Math.Min(Math.Min(m, n), rank + Oversampling);
        var basis = LinearAlgebra.Qr(observed.Multiply(random.Normal(n, width))).Q; // (m, width)
        for (var i = 0; i < PowerIterations; i++)
            basis = LinearAlgebra.Qr(observed.Multiply(LinearAlgebra.Qr(observed.MultiplyTransposed(basis)).Q)).Q;
        var small = observed.MultiplyTransposed(basis);                              // P_Ω(M)ᵀQ: (n, width)
        var u = LinearAlgebra.MatMul(basis, LinearAlgebra.Svd(small).Vt.Slice(0, 0, rank).Transpose()); // (m, k)
        var limit = 2 * incoherence * Math.Sqrt((double)rank / m);
        var clipped = u.Map(value => Math.Abs(value) > limit ? 0 : value);
        // A column that was clipped away altogether would leave a start without full rank.
        return LinearAlgebra.Rank(clipped) == rank ? LinearAlgebra.Qr(clipped).Q : u;
    }
}

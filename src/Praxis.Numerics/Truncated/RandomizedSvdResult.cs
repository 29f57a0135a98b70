namespace Praxis.Numerics;

/// <summary>An approximation A ≈ U diag(S) Vᵀ of low rank, and what is known of its error.</summary>
/// <param name="Factors">U m × k, S descending, Vᵀ k × n; the signs are fixed as in a full decomposition.</param>
/// <param name="Products">The vectors multiplied by A or Aᵀ; a power-iterated method of block size l makes 2l in each iteration.</param>
/// <param name="FrobeniusError">
/// ‖A − U S Vᵀ‖ in the Frobenius norm: for a matrix with its entries at hand from ‖A‖² − Σ s², good down to about 1e-7 ‖A‖; for an
/// operator the probes' estimate; NaN when neither is there.
/// </param>
/// <param name="SpectralBound">
/// A bound on ‖A − U S Vᵀ‖ in the spectral norm from the probes (Halko, Martinsson, Tropp 2011, equation 4.3), which holds with
/// probability 1 − 10^−probes; NaN without probes.
/// </param>
/// <param name="Converged">Whether a tolerance asked for was reached; true when only a rank was.</param>
public sealed record RandomizedSvdResult(SvdDecomposition Factors, long Products, double FrobeniusError, double SpectralBound, bool Converged)
{
    /// <summary>Left singular vectors as columns, m × k.</summary>
    public Tensor U => Factors.U;

    /// <summary>Singular values, descending, k of them; none is above the true one of its place.</summary>
    public Tensor S => Factors.S;

    /// <summary>Right singular vectors as rows, k × n.</summary>
    public Tensor Vt => Factors.Vt;

    /// <summary>The number of singular values.</summary>
    public int Rank => S.Length;
}

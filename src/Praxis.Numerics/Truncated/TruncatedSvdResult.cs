namespace Praxis.Numerics;

/// <summary>The largest singular triplets of a matrix, A vᵢ = sᵢ uᵢ, as far as they were found.</summary>
/// <param name="Factors">U m × k, S descending, Vᵀ k × n; the signs are fixed as in a full decomposition.</param>
/// <param name="Residuals">
/// For each triplet the larger of ‖A v − s u‖ and ‖Aᵀ u − s v‖, computed from what is returned; A has a singular value at most that far from
/// each s.
/// </param>
/// <param name="Restarts">The restarts of the method; 0 for a matrix so small that it was decomposed whole.</param>
/// <param name="Steps">The vectors multiplied by A, and as many by Aᵀ.</param>
/// <param name="Converged">Whether every residual is within the tolerance asked for.</param>
public sealed record TruncatedSvdResult(SvdDecomposition Factors, Tensor Residuals, int Restarts, int Steps, bool Converged)
{
    /// <summary>Left singular vectors as columns, m × k.</summary>
    public Tensor U => Factors.U;

    /// <summary>Singular values, descending, k of them.</summary>
    public Tensor S => Factors.S;

    /// <summary>Right singular vectors as rows, k × n.</summary>
    public Tensor Vt => Factors.Vt;
}

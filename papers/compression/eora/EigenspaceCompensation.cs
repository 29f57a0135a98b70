using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Eora;

/// <summary>
/// The low-rank path of EoRA (section 3): B (outputs, r) and A (r, inputs) that repair the error ΔW = W − Ŵ of a compressed layer with the least
/// ‖(ΔW − B A) X‖² over the layer's inputs X.
/// </summary>
/// <remarks>
/// The paper takes eigenvectors and eigenvalues X Xᵀ = Q Λ Qᵀ, the singular value decomposition of the error in that eigenspace,
/// ΔW Q Λ^½ ≈ U_r Σ_r V_rᵀ, and goes back: B = U_r Σ_r^½, A = Σ_r^½ V_rᵀ Λ^−½ Qᵀ. Since Σ_r V_rᵀ = U_rᵀ ΔW Q Λ^½, the product is
/// B A = U_r U_rᵀ ΔW: the error projected on its leading output directions as the inputs see them. Computed so, nothing is divided by Λ, and
/// fewer inputs than dimensions, or inputs that are always zero, do no harm. Any other root of X Xᵀ gives the same product.
/// </remarks>
public static class EigenspaceCompensation
{
    /// <summary>The low-rank path.</summary>
    /// <param name="error">ΔW = W − Ŵ, (outputs, inputs), finite.</param>
    /// <param name="moments">X Xᵀ or any multiple of it (not centred), (inputs, inputs).</param>
    /// <param name="rank">From 1 to min(outputs, inputs).</param>
    /// <returns>B as the left factor and A as the right one.</returns>
    /// <exception cref="ArgumentException">The moments are of other inputs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is none of these.</exception>
    public static LowRankWeight Of(Tensor error, Tensor moments, int rank) => Directions(error, moments, rank).Truncate(rank);

    /// <summary>The leading directions, from which the path of every rank up to the given one follows.</summary>
    /// <param name="error">ΔW = W − Ŵ, (outputs, inputs), finite.</param>
    /// <param name="moments">X Xᵀ or any multiple of it (not centred), (inputs, inputs); null: all inputs alike, which is truncated SVD of the error.</param>
    /// <param name="rank">The largest rank that will be asked for.</param>
    /// <exception cref="ArgumentException">The moments are of other inputs.</exception>
    public static LowRankBasis Directions(Tensor error, Tensor? moments, int rank)
    {
        if (moments is not null && (moments.Rows != error.Columns || moments.Columns != error.Columns))
            throw new ArgumentException($"An error of {error.Rows} × {error.Columns} needs second moments of {error.Columns} inputs, not of {moments.Rows} × {moments.Columns}.", nameof(moments));
        return LowRankBasis.Of(error.EnsureFinite("The error of a compressed weight"), moments?.EnsureFinite("The second moments"), rank);
    }
}

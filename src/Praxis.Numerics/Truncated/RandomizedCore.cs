namespace Praxis.Numerics;

/// <summary>From an orthonormal basis U and Aᵀ U to the singular value decomposition of U Uᵀ A.</summary>
internal static class RandomizedCore
{
    /// <summary>The leading part of the given rank.</summary>
    /// <param name="basis">m × l, orthonormal.</param>
    /// <param name="core">Aᵀ times the basis, n × l.</param>
    /// <param name="rank">At most l.</param>
    public static (Tensor U, Tensor S, Tensor V) Finish(Tensor basis, Tensor core, int rank)
    {
        var svd = LinearAlgebra.Svd(core);
        var left = svd.Vt.Slice(0, 0, rank).Transpose(); // (l, rank)
        return (LinearAlgebra.MatMul(basis, left), svd.S.Slice(0, 0, rank).Clone(), svd.U.Slice(1, 0, rank).Contiguous());
    }
}

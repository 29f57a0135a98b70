using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>
/// The Fréchet distance between two sets of vectors as normal distributions (Heusel et al., 2017): ‖m − m′‖² + tr(C + C′ − 2 (C C′)^½).
/// </summary>
public static class FrechetDistance
{
    /// <summary>The squared distance.</summary>
    /// <param name="first">(count, features), two rows at least.</param>
    /// <param name="second">(count, features).</param>
    public static double Of(Tensor first, Tensor second)
    {
        (var mean, var covariance) = Moments(first);
        (var otherMean, var other) = Moments(second);
        // (C C′)^½ has the trace of (S C′ S)^½ with S² = C, which is symmetric.
        var root = Root(covariance);
        var product = LinearAlgebra.MatMul(LinearAlgebra.MatMul(root, other), root);
        double cross = LinearAlgebra.SymmetricEigenvalues((product + product.Transpose()) * 0.5).ToArray().Sum(value => Math.Sqrt(Math.Max(0, value)));
        double apart = (mean - otherMean).FrobeniusNorm();
        return (apart * apart) + LinearAlgebra.Trace(covariance) + LinearAlgebra.Trace(other) - (2 * cross);
    }

    private static (Tensor Mean, Tensor Covariance) Moments(Tensor rows)
    {
        if (rows.Rows < 2)
            throw new ArgumentException($"A covariance needs two rows at least, not {rows.Rows}.", nameof(rows));
        var x = rows.To(DType.F64);
        var mean = x.Mean(0);
        var centred = x - mean;
        return (mean, LinearAlgebra.MatMul(centred, centred, transposeA: true, transposeB: false) / (rows.Rows - 1));
    }

    private static Tensor Root(Tensor covariance)
    {
        var eigen = LinearAlgebra.SymmetricEigen(covariance);
        return LinearAlgebra.MatMul(eigen.Vectors * eigen.Values.Map(value => Math.Sqrt(Math.Max(0, value))), eigen.Vectors, transposeA: false, transposeB: true);
    }
}

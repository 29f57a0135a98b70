using Praxis.Numerics;

namespace Praxis.Bench.Rows;

/// <summary>Dense linear algebra. Errors are reconstructions, against numpy's in peers/dense.py.</summary>
internal static class DenseRows
{
    [Row("matmul-f64-2048", 0.97, Backend = "openblas")]
    [Row("matmul-f64-2048-managed", 0.6, Backend = "managed")]
    public static Work MatMulDouble() => MatMul(DType.F64);

    [Row("matmul-f32-2048", 0.97, Backend = "openblas")]
    [Row("matmul-f32-2048-managed", 0.6, Backend = "managed")]
    public static Work MatMulSingle() => MatMul(DType.F32);

    [Row("svd-1024", 1.0)]
    public static Work Svd()
    {
        var a = Sample.Normal(1024, 1024);
        SvdDecomposition? svd = null;
        return new Work(() => svd = LinearAlgebra.Svd(a), () => Sample.Distance(svd!.Rebuild(1024), a));
    }

    [Row("svd-values-1024", 1.0)]
    public static Work SingularValues()
    {
        var a = Sample.Normal(1024, 1024);
        Tensor? values = null;

        // Σ σ² = ‖A‖².
        return new Work(
            () => values = LinearAlgebra.SingularValues(a),
            () => Math.Abs((values!.FrobeniusNorm() / a.FrobeniusNorm()) - 1));
    }

    [Row("eigh-1024", 1.0)]
    public static Work SymmetricEigen()
    {
        var a = Sample.Normal(1024, 1024);
        a = a + a.Transpose();
        SymmetricEigenDecomposition? eigen = null;
        return new Work(
            () => eigen = LinearAlgebra.SymmetricEigen(a),
            () => Sample.Distance(LinearAlgebra.MatMul(eigen!.Vectors * eigen.Values, eigen.Vectors, false, true), a));
    }

    [Row("qr-2000x500", 1.0)]
    public static Work Qr()
    {
        var a = Sample.Normal(2000, 500);
        QrDecomposition? qr = null;
        return new Work(() => qr = LinearAlgebra.Qr(a), () => Sample.Distance(LinearAlgebra.MatMul(qr!.Q, qr.R), a));
    }

    [Row("cholesky-2048", 1.0)]
    public static Work Cholesky()
    {
        var root = Sample.Normal(2048, 2048);
        var a = LinearAlgebra.MatMul(root, root, false, true) + (Tensor.Identity(2048) * 2048);
        Tensor? lower = null;
        return new Work(
            () => lower = LinearAlgebra.Cholesky(a),
            () => Sample.Distance(LinearAlgebra.MatMul(lower!, lower!, false, true), a));
    }

    private static Work MatMul(DType dtype)
    {
        var stream = new RandomStream(1);
        var a = stream.Normal(2048, 2048).To(dtype);
        var b = stream.Normal(2048, 2048).To(dtype);
        Tensor? product = null;

        // (A B) v = A (B v), in double precision.
        return new Work(
            () => product = LinearAlgebra.MatMul(a, b),
            () =>
            {
                var v = Tensor.Ones(2048);
                var expected = LinearAlgebra.MatVec(a.To(DType.F64), LinearAlgebra.MatVec(b.To(DType.F64), v));
                return Sample.Distance(LinearAlgebra.MatVec(product!.To(DType.F64), v), expected);
            });
    }
}

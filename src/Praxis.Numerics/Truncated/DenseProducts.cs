namespace Praxis.Numerics;

/// <summary>Products with a dense matrix in double precision, which is not copied.</summary>
internal sealed class DenseProducts(Tensor matrix) : MatrixProducts(matrix.Rows, matrix.Columns)
{
    private double? _norm;

    public override double? FrobeniusNorm => _norm ??= matrix.FrobeniusNorm();

    public override MatrixProducts Transpose() => new DenseProducts(matrix.Transpose());

    public override Tensor ToDense() => matrix;

    protected override Tensor ApplyBlock(Tensor x) => LinearAlgebra.MatMul(matrix, x);

    protected override Tensor ApplyTransposedBlock(Tensor y) => LinearAlgebra.MatMul(matrix, y, transposeA: true, transposeB: false);

    protected override void ApplyVector(double[] x, double[] y) =>
        LinearAlgebra.MatVec(matrix, Tensor.Wrap(x, x.Length)).AsSpan().CopyTo(y);

    protected override void ApplyTransposedVector(double[] y, double[] x) =>
        LinearAlgebra.MatVec(matrix.Transpose(), Tensor.Wrap(y, y.Length)).AsSpan().CopyTo(x);
}

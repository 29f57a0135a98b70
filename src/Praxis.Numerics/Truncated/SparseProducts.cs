namespace Praxis.Numerics;

/// <summary>Products with a sparse matrix; its transpose is made at once, so that both run row by row.</summary>
internal sealed class SparseProducts(SparseMatrix matrix) : MatrixProducts(matrix.Rows, matrix.Columns)
{
    private readonly SparseMatrix _transpose = matrix.Transpose();

    public override double? FrobeniusNorm => matrix.FrobeniusNorm();

    public override MatrixProducts Transpose() => new SparseProducts(_transpose);

    public override Tensor ToDense() => matrix.ToDense();

    protected override Tensor ApplyBlock(Tensor x) => matrix.Multiply(x);

    protected override Tensor ApplyTransposedBlock(Tensor y) => _transpose.Multiply(y);

    protected override void ApplyVector(double[] x, double[] y) => matrix.Multiply(x, y);

    protected override void ApplyTransposedVector(double[] y, double[] x) => _transpose.Multiply(y, x);
}

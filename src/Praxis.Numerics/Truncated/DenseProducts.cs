namespace Praxis.Numerics;

/// <summary>Products with a dense matrix in double precision, which is not copied.</summary>
internal sealed class DenseProducts : MatrixProducts
{
    private readonly Tensor _matrix;
    private readonly double _norm;

    private DenseProducts(Tensor matrix, double norm)
        : base(matrix.Rows, matrix.Columns)
    {
        _matrix = matrix;
        _norm = norm;
    }

    public override double? FrobeniusNorm => _norm;

    /// <summary>The norm is finite exactly if every entry is, so that one pass over the matrix gives both.</summary>
    public static DenseProducts Checked(string operation, Tensor matrix)
    {
        double norm = matrix.FrobeniusNorm();
        if (!double.IsFinite(norm))
            matrix.EnsureFinite($"{operation}: the matrix");
        return new DenseProducts(matrix, norm);
    }

    public override MatrixProducts Transpose() => new DenseProducts(_matrix.Transpose(), _norm);

    public override Tensor ToDense() => _matrix;

    protected override Tensor ApplyBlock(Tensor x) => LinearAlgebra.MatMul(_matrix, x);

    protected override Tensor ApplyTransposedBlock(Tensor y) => LinearAlgebra.MatMul(_matrix, y, transposeA: true, transposeB: false);

    protected override void ApplyVector(double[] x, double[] y) =>
        LinearAlgebra.MatVec(_matrix, Tensor.Wrap(x, x.Length)).AsSpan().CopyTo(y);

    protected override void ApplyTransposedVector(double[] y, double[] x) =>
        LinearAlgebra.MatVec(_matrix.Transpose(), Tensor.Wrap(y, y.Length)).AsSpan().CopyTo(x);
}

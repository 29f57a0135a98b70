namespace Praxis.Numerics;

/// <summary>Products with a linear operator, each checked to be finite.</summary>
internal sealed class OperatorProducts(string operation, LinearOperator matrix) : MatrixProducts(matrix.Rows, matrix.Columns)
{
    public override MatrixProducts Transpose() => new OperatorProducts(operation, matrix.Transpose());

    public override Tensor ToDense() => Checked(matrix.ToDense());

    protected override Tensor ApplyBlock(Tensor x) => Checked(matrix.Apply(x));

    protected override Tensor ApplyTransposedBlock(Tensor y) => Checked(matrix.ApplyTransposed(y));

    protected override void ApplyVector(double[] x, double[] y) => Checked(matrix.Apply(Tensor.Wrap(x, x.Length))).AsSpan().CopyTo(y);

    protected override void ApplyTransposedVector(double[] y, double[] x) =>
        Checked(matrix.ApplyTransposed(Tensor.Wrap(y, y.Length))).AsSpan().CopyTo(x);

    private Tensor Checked(Tensor product) => product.Contiguous().EnsureFinite($"{operation}: what the {matrix.Name} operator gives");
}

namespace Praxis.Numerics;

/// <summary>A + B; both are applied, and the results added.</summary>
internal sealed class SumOperator : LinearOperator
{
    private readonly LinearOperator _left;
    private readonly LinearOperator _right;

    public SumOperator(LinearOperator left, LinearOperator right)
        : base("sum", left.Rows, left.Columns)
    {
        if (left.Rows != right.Rows || left.Columns != right.Columns)
            throw ShapeException.Between("Sum of operators", [left.Rows, left.Columns], [right.Rows, right.Columns], "the shapes must be equal");
        (_left, _right) = (left, right);
    }

    public override long ParameterCount => _left.ParameterCount + _right.ParameterCount;

    public override long Flops => _left.Flops + _right.Flops + Rows;

    public override Tensor ToDense() => _left.ToDense() + _right.ToDense();

    protected override Tensor ApplyBlock(Tensor x) => _left.Apply(x) + _right.Apply(x);

    protected override Tensor ApplyTransposedBlock(Tensor y) => _left.ApplyTransposed(y) + _right.ApplyTransposed(y);
}

namespace Praxis.Numerics;

/// <summary>A B; solved one factor after the other when both are square and have a direct solution.</summary>
internal sealed class ProductOperator : LinearOperator, ISolvable
{
    private readonly LinearOperator _left;
    private readonly LinearOperator _right;

    public ProductOperator(LinearOperator left, LinearOperator right)
        : base("product", left.Rows, right.Columns)
    {
        if (left.Columns != right.Rows)
            throw ShapeException.Between("Product of operators", [left.Rows, left.Columns], [right.Rows, right.Columns], "the inner dimensions must agree");
        (_left, _right) = (left, right);
    }

    public override long ParameterCount => _left.ParameterCount + _right.ParameterCount;

    public override long Flops => _left.Flops + _right.Flops;

    public Tensor Solve(Tensor b) =>
        SolveBlocks(b, block => OperatorParts.Solvable(_right).Solve(OperatorParts.Solvable(_left).Solve(block)));

    protected override Tensor ApplyBlock(Tensor x) => _left.Apply(_right.Apply(x));

    protected override Tensor ApplyTransposedBlock(Tensor y) => _right.ApplyTransposed(_left.ApplyTransposed(y));
}

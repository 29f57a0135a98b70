namespace Praxis.Numerics;

/// <summary>A number times an operator.</summary>
internal sealed class ScaledOperator(double scale, LinearOperator operand)
    : LinearOperator($"scaled {operand.Name}", operand.Rows, operand.Columns), ISolvable
{
    public override long ParameterCount => operand.ParameterCount + 1;

    public override long Flops => operand.Flops + Rows;

    public Tensor Solve(Tensor b) => scale == 0
        ? throw new SingularMatrixException($"Solve with {this}: the scale is zero.")
        : OperatorParts.Solvable(operand).Solve(b) / scale;

    public override Tensor ToDense() => operand.ToDense() * scale;

    protected override Tensor ApplyBlock(Tensor x) => operand.Apply(x) * scale;

    protected override Tensor ApplyTransposedBlock(Tensor y) => operand.ApplyTransposed(y) * scale;
}

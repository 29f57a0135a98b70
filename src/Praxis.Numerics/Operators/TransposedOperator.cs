namespace Praxis.Numerics;

/// <summary>Aᵀ. Its flops are those of A: the same numbers are multiplied, though not always as often added.</summary>
internal sealed class TransposedOperator(LinearOperator operand)
    : LinearOperator($"transposed {operand.Name}", operand.Columns, operand.Rows)
{
    public override long ParameterCount => operand.ParameterCount;

    public override long Flops => operand.Flops;

    public override Tensor ToDense() => operand.ToDense().Transpose().Clone();

    public override LinearOperator Transpose() => operand;

    protected override Tensor ApplyBlock(Tensor x) => operand.ApplyTransposed(x);

    protected override Tensor ApplyTransposedBlock(Tensor y) => operand.Apply(y);
}

namespace Praxis.Numerics;

/// <summary>What the operators ask of the tensors and operators they are made from.</summary>
internal static class OperatorParts
{
    /// <summary>A copy in F64 of a tensor that must have the given rank and finite entries.</summary>
    public static Tensor Own(Tensor part, int rank, string name)
    {
        if (part.Rank != rank)
            throw ShapeException.Of(name, part.Shape, $"a tensor of rank {rank} is needed");
        return part.To(DType.F64).Clone().EnsureFinite(name);
    }

    /// <summary>The direct solution of a part, or an error that says how to get along without one.</summary>
    public static ISolvable Solvable(LinearOperator part) =>
        part as ISolvable ?? throw new NotSupportedException(
            $"Solve: {part} has no direct solution; use an iterative solver, or new DenseOperator(part.ToDense()).");

    /// <summary>The flops of one Fourier transform of n real values, 2.5 n log₂ n, rounded up.</summary>
    public static long RealTransformFlops(int length) => (long)Math.Ceiling(2.5 * length * Math.Log2(length));
}

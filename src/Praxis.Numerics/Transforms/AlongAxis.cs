namespace Praxis.Numerics;

/// <summary>Carries what is defined on the last axis to any other.</summary>
internal static class AlongAxis
{
    /// <summary>Applies a function of contiguous F64 tensors that works on the last axis and may change its length.</summary>
    public static Tensor Apply(string operation, Tensor values, int axis, Func<Tensor, Tensor> onLast)
    {
        axis = ShapeRules.NormalizeAxis(operation, axis, values.Shape);
        return axis == values.Rank - 1
            ? onLast(values.To(DType.F64).Contiguous())
            : WithLast(onLast(WithLast(values.To(DType.F64), axis).Contiguous()), axis).Contiguous();
    }

    /// <summary>A view in which the axis and the last one have changed places.</summary>
    public static Tensor WithLast(Tensor values, int axis)
    {
        int[] axes = [.. Enumerable.Range(0, values.Rank)];
        (axes[axis], axes[^1]) = (axes[^1], axes[axis]);
        return values.Transpose(axes);
    }
}

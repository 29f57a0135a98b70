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

    /// <summary>Applies a function that keeps the length to every run along an axis.</summary>
    public static Tensor OnRuns(string operation, Tensor values, int axis, Func<double[], double[]> onRun) =>
        Apply(operation, values, axis, rows =>
        {
            var result = Tensor.Zeros(rows.Shape);
            int length = rows.Shape[^1];
            if (result.Length == 0)
                return result;
            double[] source = rows.Buffer<double>();
            double[] target = result.Buffer<double>();
            Blocks.ForEach(result.Length / length, Math.Max(1, AxisTransform.ParallelLength / length), (first, count) =>
            {
                for (int run = first; run < first + count; run++)
                    onRun(source[(rows.Offset + (run * length))..(rows.Offset + ((run + 1) * length))]).CopyTo(target, run * length);
            });
            return result;
        });

    /// <summary>A view in which the axis and the last one have changed places.</summary>
    public static Tensor WithLast(Tensor values, int axis)
    {
        int[] axes = [.. Enumerable.Range(0, values.Rank)];
        (axes[axis], axes[^1]) = (axes[^1], axes[axis]);
        return values.Transpose(axes);
    }
}

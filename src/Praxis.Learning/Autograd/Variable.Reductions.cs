using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>The sum over some axes; over all of them if none is named.</summary>
    /// <param name="axes">The axes; negative numbers count from the last.</param>
    /// <exception cref="ShapeException">There is no such axis, or one is named twice.</exception>
    public Variable Sum(params ReadOnlySpan<int> axes) => Sum(axes, keepAxes: false);

    /// <summary>The sum over some axes, which disappear or stay with length 1.</summary>
    /// <inheritdoc cref="Sum(ReadOnlySpan{int})"/>
    public Variable Sum(ReadOnlySpan<int> axes, bool keepAxes)
    {
        int[] kept = KeptShape("Sum", axes);
        var sum = SumTo(kept);
        return keepAxes ? sum : sum.Reshape(ReducedShape("Sum", axes));
    }

    /// <summary>The mean over some axes; over all of them if none is named.</summary>
    /// <exception cref="ShapeException">There is no such axis, one is named twice, or there is nothing to take the mean of.</exception>
    public Variable Mean(params ReadOnlySpan<int> axes) => Mean(axes, keepAxes: false);

    /// <summary>The mean over some axes, which disappear or stay with length 1.</summary>
    /// <inheritdoc cref="Mean(ReadOnlySpan{int})"/>
    public Variable Mean(ReadOnlySpan<int> axes, bool keepAxes)
    {
        int count = CountAlong("Mean", axes);
        return count > 0 ? Sum(axes, keepAxes) / count : throw ShapeException.Of("Mean", Shape, "there is nothing to take the mean of");
    }

    /// <summary>The variance over some axes: squared distances from the mean, divided by their number less the correction.</summary>
    /// <param name="axes">The axes; none means all.</param>
    /// <param name="correction">1 for the unbiased estimate, 0 for the mean of squares.</param>
    /// <param name="keepAxes">Whether the axes stay with length 1.</param>
    /// <exception cref="ShapeException">There are not more elements than the correction takes away.</exception>
    public Variable Variance(ReadOnlySpan<int> axes, int correction = 1, bool keepAxes = false)
    {
        int count = CountAlong("Variance", axes) - correction;
        if (count <= 0)
            throw ShapeException.Of("Variance", Shape, "there are too few elements");
        return (this - Mean(axes, keepAxes: true)).Square().Sum(axes, keepAxes) / count;
    }

    /// <summary>The largest elements along an axis; equal ones share the gradient.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public Variable Max(int axis, bool keepAxis = false) => Extreme(Data.Max(axis, keepAxis: true), axis, keepAxis);

    /// <summary>The smallest elements along an axis; equal ones share the gradient.</summary>
    /// <exception cref="ShapeException">There is no such axis, or it is empty.</exception>
    public Variable Min(int axis, bool keepAxis = false) => Extreme(Data.Min(axis, keepAxis: true), axis, keepAxis);

    /// <summary>The Euclidean norm over some axes (none means all); at zero the gradient is zero.</summary>
    public Variable Norm(params ReadOnlySpan<int> axes) => Norm(axes, 2);

    /// <summary>The p-norm (Σ |x|ᵖ)^(1/p) over some axes (none means all); p = ∞ is the largest absolute value.</summary>
    /// <param name="axes">The axes.</param>
    /// <param name="p">1, 2, … or infinity.</param>
    /// <param name="keepAxes">Whether the axes stay with length 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is below 1.</exception>
    /// <exception cref="ShapeException">There is no such axis, or no element to be the largest for p = ∞.</exception>
    public Variable Norm(ReadOnlySpan<int> axes, double p, bool keepAxes = false)
    {
        if (!(p >= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, "A norm needs p of at least 1.");
        if (p == 1)
            return Abs().Sum(axes, keepAxes);
        if (double.IsPositiveInfinity(p))
            return LargestAbsolute(axes, keepAxes);
        var sum = (p == 2 ? Square() : Abs().Pow(p)).Sum(axes, keepAxes);

        // The root has no slope at zero; one in its place makes the gradient of the zero vector zero.
        var zero = Masks.Equal(sum.Data, Tensor.Zeros(DType, sum.Shape));
        return (sum + zero).Pow(1 / p) - zero;
    }

    private Variable LargestAbsolute(ReadOnlySpan<int> axes, bool keepAxes)
    {
        int[] shape = keepAxes ? KeptShape("Norm", axes) : ReducedShape("Norm", axes);
        var result = Abs();
        if (axes.IsEmpty)
            return result.Reshape(-1).Max(0).Reshape(shape);
        foreach (int axis in axes)
            result = result.Max(axis, keepAxis: true);
        return result.Reshape(shape);
    }

    private Variable Extreme(Tensor kept, int axis, bool keepAxis)
    {
        int[] shape = kept.Shape.ToArray();
        axis = ShapeRules.NormalizeAxis("Max", axis, Shape);
        int[] reduced = [.. shape[..axis], .. shape[(axis + 1)..]];
        return Graph.Record(keepAxis ? kept : kept.Reshape(reduced), (this, g =>
        {
            var hit = Masks.Equal(Data, kept.BroadcastTo(Shape));
            var share = hit / hit.Sum(axis, keepAxis: true);
            return g.Reshape(shape) * share;
        }
        ));
    }

    private int CountAlong(string operation, ReadOnlySpan<int> axes)
    {
        int[] kept = KeptShape(operation, axes);
        int count = 1;
        for (int axis = 0; axis < kept.Length; axis++)
            count *= kept[axis] == Shape[axis] ? 1 : Shape[axis];
        return count;
    }

    private int[] KeptShape(string operation, ReadOnlySpan<int> axes)
    {
        int[] shape = Shape.ToArray();
        if (axes.IsEmpty)
            Array.Fill(shape, 1);
        var seen = new bool[Rank];
        foreach (int axis in axes)
        {
            int at = ShapeRules.NormalizeAxis(operation, axis, Shape);
            if (seen[at])
                throw ShapeException.Of(operation, Shape, $"axis {axis} is named twice");
            seen[at] = true;
            shape[at] = 1;
        }

        return shape;
    }

    private int[] ReducedShape(string operation, ReadOnlySpan<int> axes)
    {
        if (axes.IsEmpty)
            return [];
        var gone = new HashSet<int>();
        foreach (int axis in axes)
            gone.Add(ShapeRules.NormalizeAxis(operation, axis, Shape));
        return [.. Shape.ToArray().Where((_, axis) => !gone.Contains(axis))];
    }
}

using Praxis.Numerics;

namespace Praxis.Learning;

public sealed partial class Variable
{
    /// <summary>The values repeated along axes of length 1 and along new leading axes.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Variable BroadcastTo(params ReadOnlySpan<int> shape)
    {
        if (shape.SequenceEqual(Shape))
            return this;
        int[] before = Shape.ToArray();
        return Graph.Record(Data.BroadcastTo(shape), (this, g => g.SumTo(before)));
    }

    /// <summary>The sum over all axes along which a tensor of the given shape would be repeated to get this shape: undoes broadcasting.</summary>
    /// <exception cref="ShapeException">The given shape does not broadcast to this one.</exception>
    public Variable SumTo(params ReadOnlySpan<int> shape)
    {
        if (shape.SequenceEqual(Shape))
            return this;
        int[] before = Shape.ToArray();
        if (!ShapeRules.Broadcast("SumTo", shape, before).AsSpan().SequenceEqual(before))
            throw ShapeException.Between("SumTo", Shape, shape, "it must broadcast to the shape that is summed");
        int extra = Rank - shape.Length;
        var data = Data;

        // The axes in front at once, as one, then those of length 1 from the last on, while their numbers still hold.
        int width = ShapeRules.Count(Shape[extra..]);
        if (extra > 0 && width == 1)
            data = Tensor.Full(data.Sum(), DType, Shape[extra..]);
        else if (extra > 0 && width >= ColumnSums.LeastWidth)
            data = ColumnSums.Of(data.Contiguous(), Shape[extra..]);
        else if (extra > 0)
            data = data.Reshape([Length / Math.Max(1, width), .. Shape[extra..]]).Sum(0);
        for (int axis = shape.Length - 1; axis >= 0; axis--)
            if (shape[axis] == 1 && data.Shape[axis] != 1)
                data = data.Sum(axis, keepAxis: true);
        return Graph.Record(data, (this, g => g.BroadcastTo(before)));
    }
}

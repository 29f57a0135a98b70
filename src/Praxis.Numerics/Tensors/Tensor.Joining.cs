namespace Praxis.Numerics;

public sealed partial class Tensor
{
    /// <summary>Joins tensors of one type along an existing axis.</summary>
    /// <exception cref="ShapeException">The shapes differ elsewhere than at the axis, the types differ, or there are no tensors.</exception>
    public static Tensor Concat(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty)
            throw new ShapeException("Concat: at least one tensor is needed.");
        var first = tensors[0];
        axis = ShapeRules.NormalizeAxis("Concat", axis, first.Shape);
        int[] shape = first.Shape.ToArray();
        shape[axis] = 0;
        foreach (var tensor in tensors)
        {
            bool fits = tensor.Rank == first.Rank && tensor.DType == first.DType;
            for (int other = 0; fits && other < shape.Length; other++)
                fits = other == axis || tensor.Shape[other] == first.Shape[other];
            if (!fits)
                throw ShapeException.Between("Concat", first.Shape, tensor.Shape, $"they must be of one type and agree but for axis {axis}");
            shape[axis] += tensor.Shape[axis];
        }

        var result = Allocate(first.DType, shape);
        int start = 0;
        foreach (var tensor in tensors)
        {
            result.Slice(axis, start, tensor.Shape[axis]).CopyFrom(tensor);
            start += tensor.Shape[axis];
        }

        return result;
    }

    /// <summary>Joins tensors of one shape along a new axis.</summary>
    /// <exception cref="ShapeException">The shapes or types differ, or there are no tensors.</exception>
    public static Tensor Stack(int axis, params ReadOnlySpan<Tensor> tensors)
    {
        if (tensors.IsEmpty)
            throw new ShapeException("Stack: at least one tensor is needed.");
        var first = tensors[0];
        int at = axis < 0 ? axis + first.Rank + 1 : axis;
        if (at < 0 || at > first.Rank)
            throw ShapeException.Of("Stack", first.Shape, $"there is no place {axis} for a new axis");
        var parts = new Tensor[tensors.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!tensors[i].Shape.SequenceEqual(first.Shape))
                throw ShapeException.Between("Stack", first.Shape, tensors[i].Shape, "they must be equal");
            int[] shape = [.. first._shape[..at], 1, .. first._shape[at..]];
            parts[i] = tensors[i].Reshape(shape);
        }

        return Concat(at, parts);
    }
}

using System.Numerics;
using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>Reading and adding by index along an axis. Sums run in the order of the indices, so they do not depend on threads.</summary>
internal static class IndexKernels
{
    /// <summary>The entries with the given indices along an axis.</summary>
    public static Tensor Select(Tensor source, int axis, ReadOnlySpan<long> indices)
    {
        int[] shape = source.Shape.ToArray();
        shape[axis] = indices.Length;
        var result = Tensor.Allocate(source.DType, shape);
        if (source.DType == DType.F32)
            Select(source.Contiguous().AsSpan<float>(), source.Shape, axis, indices, result.AsSpan<float>());
        else
            Select(source.Contiguous().AsSpan(), source.Shape, axis, indices, result.AsSpan());
        return result;
    }

    /// <summary>Adds the entries of <paramref name="source"/> to those of <paramref name="target"/> with the given indices along an axis.</summary>
    public static void Add(Tensor target, int axis, ReadOnlySpan<long> indices, Tensor source)
    {
        if (target.DType == DType.F32)
            Add(target.AsSpan<float>(), target.Shape, axis, indices, source.Contiguous().AsSpan<float>());
        else
            Add(target.AsSpan(), target.Shape, axis, indices, source.Contiguous().AsSpan());
    }

    /// <summary>For every place of the index: the element of the source at this place, but for the axis, where the index says.</summary>
    public static Tensor Gather(Tensor source, int axis, Tensor index)
    {
        var result = Tensor.Allocate(source.DType, index.Shape);
        var places = Places(index, axis, source.Shape);
        if (source.DType == DType.F32)
            Gather(source.Contiguous().AsSpan<float>(), places, result.AsSpan<float>());
        else
            Gather(source.Contiguous().AsSpan(), places, result.AsSpan());
        return result;
    }

    /// <summary>For every place of the index: adds the element of the source there to the target's, but for the axis, where the index says.</summary>
    public static void ScatterAdd(Tensor target, int axis, Tensor index, Tensor source)
    {
        var places = Places(index, axis, target.Shape);
        if (target.DType == DType.F32)
            ScatterAdd(source.Contiguous().AsSpan<float>(), places, target.AsSpan<float>());
        else
            ScatterAdd(source.Contiguous().AsSpan(), places, target.AsSpan());
    }

    /// <summary>Checks that indices lie in an axis.</summary>
    public static void RequireInside(string operation, ReadOnlySpan<long> indices, int length)
    {
        foreach (long index in indices)
            if ((ulong)index >= (ulong)length)
                throw new ArgumentOutOfRangeException(nameof(indices), index, $"{operation}: the axis has {length} entries.");
    }

    private static void Select<T>(ReadOnlySpan<T> source, ReadOnlySpan<int> shape, int axis, ReadOnlySpan<long> indices, Span<T> result)
    {
        (int outer, int length, int inner) = Split(shape, axis);
        for (int i = 0, at = 0; i < outer; i++)
            foreach (long index in indices)
            {
                source.Slice((int)((i * (long)length) + index) * inner, inner).CopyTo(result[at..]);
                at += inner;
            }
    }

    private static void Add<T>(Span<T> target, ReadOnlySpan<int> shape, int axis, ReadOnlySpan<long> indices, ReadOnlySpan<T> source)
        where T : INumber<T>
    {
        (int outer, int length, int inner) = Split(shape, axis);
        for (int i = 0, at = 0; i < outer; i++)
            foreach (long index in indices)
            {
                var sum = target.Slice((int)((i * (long)length) + index) * inner, inner);
                TensorPrimitives.Add(sum, source.Slice(at, inner), sum);
                at += inner;
            }
    }

    private static void Gather<T>(ReadOnlySpan<T> source, int[] places, Span<T> result)
    {
        for (int i = 0; i < places.Length; i++)
            result[i] = source[places[i]];
    }

    private static void ScatterAdd<T>(ReadOnlySpan<T> source, int[] places, Span<T> target)
        where T : INumber<T>
    {
        for (int i = 0; i < places.Length; i++)
            target[places[i]] += source[i];
    }

    // Where in a row-major tensor of the shape each place of the index points.
    private static int[] Places(Tensor index, int axis, ReadOnlySpan<int> shape)
    {
        var places = new int[index.Length];
        if (places.Length == 0)
            return places;
        int[] strides = ShapeRules.RowMajorStrides(shape);
        int along = strides[axis];
        strides[axis] = 0;
        var indices = index.Contiguous().AsSpan<long>();
        var walk = new IndexWalk(index.Shape);
        for (int i = 0; i < places.Length; i++, walk.MoveNext())
            places[i] = walk.Place(strides) + ((int)indices[i] * along);
        return places;
    }

    private static (int Outer, int Length, int Inner) Split(ReadOnlySpan<int> shape, int axis) =>
        (ShapeRules.Count(shape[..axis]), shape[axis], ShapeRules.Count(shape[(axis + 1)..]));
}

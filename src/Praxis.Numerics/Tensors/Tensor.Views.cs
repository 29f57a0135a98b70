namespace Praxis.Numerics;

public sealed partial class Tensor
{
    /// <summary>A view of <paramref name="length"/> entries along an axis, from <paramref name="start"/> on.</summary>
    /// <param name="axis">The axis; negative counts from the last.</param>
    /// <param name="start">The first entry.</param>
    /// <param name="length">How many entries.</param>
    /// <exception cref="ShapeException">There is no such axis, or the range leaves it.</exception>
    public Tensor Slice(int axis, int start, int length)
    {
        axis = ShapeRules.NormalizeAxis("Slice", axis, _shape);
        if (start < 0 || length < 0 || start > _shape[axis] - length)
            throw ShapeException.Of("Slice", _shape, $"entries {start} to {start + (long)length - 1} leave axis {axis}");
        int[] shape = [.. _shape];
        shape[axis] = length;
        return new Tensor(DType, _buffer, _offset + (start * _strides[axis]), shape, _strides, Lease);
    }

    /// <summary>A view of entry <paramref name="index"/> along an axis; the axis disappears.</summary>
    /// <exception cref="ShapeException">There is no such axis, or no such entry.</exception>
    public Tensor Select(int axis, int index)
    {
        axis = ShapeRules.NormalizeAxis("Select", axis, _shape);
        if ((uint)index >= (uint)_shape[axis])
            throw ShapeException.Of("Select", _shape, $"axis {axis} has no entry {index}");
        return new Tensor(
            DType,
            _buffer,
            _offset + (index * _strides[axis]),
            [.. _shape[..axis], .. _shape[(axis + 1)..]],
            [.. _strides[..axis], .. _strides[(axis + 1)..]],
            Lease);
    }

    /// <summary>Row <paramref name="i"/> of a matrix, as a view of rank 1.</summary>
    public Tensor Row(int i) => Rank == 2 ? Select(0, i) : throw ShapeException.Of("Row", _shape, "a matrix has rank 2");

    /// <summary>Column <paramref name="j"/> of a matrix, as a view of rank 1.</summary>
    public Tensor Column(int j) => Rank == 2 ? Select(1, j) : throw ShapeException.Of("Column", _shape, "a matrix has rank 2");

    /// <summary>Row <paramref name="i"/> of an F64 matrix whose rows have no gaps, as a span in place.</summary>
    /// <exception cref="InvalidOperationException">The matrix is of another type, or its rows have gaps.</exception>
    public Span<double> RowSpan(int i) => Row(i).AsSpan();

    /// <summary>The rows with the given indices, in this order, as a new matrix (a copy).</summary>
    public Tensor TakeRows(ReadOnlySpan<int> rows) => Take(0, rows);

    /// <summary>The columns with the given indices, in this order, as a new matrix (a copy).</summary>
    public Tensor TakeColumns(ReadOnlySpan<int> columns) => Take(1, columns);

    /// <summary>The entries with the given indices along an axis, in this order, as a new tensor (a copy).</summary>
    public Tensor Take(int axis, ReadOnlySpan<int> indices)
    {
        axis = ShapeRules.NormalizeAxis("Take", axis, _shape);
        int[] shape = [.. _shape];
        shape[axis] = indices.Length;
        var taken = Allocate(DType, shape);
        for (int i = 0; i < indices.Length; i++)
            taken.Select(axis, i).CopyFrom(Select(axis, indices[i]));
        return taken;
    }

    /// <summary>The diagonal of a matrix, as a view of rank 1.</summary>
    public Tensor Diagonal()
    {
        if (Rank != 2)
            throw ShapeException.Of("Diagonal", _shape, "a matrix has rank 2");
        return new Tensor(DType, _buffer, _offset, [Math.Min(_shape[0], _shape[1])], [_strides[0] + _strides[1]], Lease);
    }

    /// <summary>A view with the axes in reverse order; of a matrix: its transpose.</summary>
    public Tensor Transpose()
    {
        int[] shape = [.. _shape];
        int[] strides = [.. _strides];
        Array.Reverse(shape);
        Array.Reverse(strides);
        return new Tensor(DType, _buffer, _offset, shape, strides, Lease);
    }

    /// <summary>A view whose axis i is axis <c>axes[i]</c> of this tensor.</summary>
    /// <exception cref="ShapeException">The axes are no permutation.</exception>
    public Tensor Transpose(params ReadOnlySpan<int> axes)
    {
        if (axes.IsEmpty)
            return Transpose();
        if (axes.Length != Rank)
            throw ShapeException.Of("Transpose", _shape, $"{axes.Length} axes are no permutation of its axes");
        var shape = new int[Rank];
        var strides = new int[Rank];
        Span<bool> seen = stackalloc bool[Rank];
        for (int i = 0; i < Rank; i++)
        {
            int axis = ShapeRules.NormalizeAxis("Transpose", axes[i], _shape);
            if (seen[axis])
                throw ShapeException.Of("Transpose", _shape, $"axis {axis} occurs twice");
            seen[axis] = true;
            shape[i] = _shape[axis];
            strides[i] = _strides[axis];
        }

        return new Tensor(DType, _buffer, _offset, shape, strides, Lease);
    }

    /// <summary>
    /// The same elements in row-major order under another shape: a view of a contiguous tensor, else a copy. One length may be −1
    /// and is then inferred.
    /// </summary>
    /// <exception cref="ShapeException">The numbers of elements differ.</exception>
    public Tensor Reshape(params ReadOnlySpan<int> shape)
    {
        int[] target = shape.ToArray();
        int open = Array.IndexOf(target, -1);
        if (open >= 0)
        {
            target[open] = 1;
            int rest = ShapeRules.Count(target);
            target[open] = rest > 0 && Length % rest == 0
                ? Length / rest
                : throw ShapeException.Between("Reshape", _shape, shape, "the number of elements must stay the same");
        }

        if (ShapeRules.Count(target) != Length)
            throw ShapeException.Between("Reshape", _shape, shape, "the number of elements must stay the same");
        var source = Contiguous();
        return new Tensor(DType, source._buffer, source._offset, target, ShapeRules.RowMajorStrides(target), source.Lease);
    }

    /// <summary>A view whose last axis is cut into equal parts: (…, parts · d) as (…, parts, d); without a copy, whatever lies between rows.</summary>
    internal Tensor SplitLast(int parts)
    {
        int width = _shape[^1] / parts;
        return new Tensor(
            DType, _buffer, _offset, [.. _shape[..^1], parts, width], [.. _strides[..^1], width * _strides[^1], _strides[^1]], Lease);
    }

    /// <summary>All elements as one vector: a view of a contiguous tensor, else a copy.</summary>
    public Tensor Flatten() => Reshape(Length);

    /// <summary>A view that repeats this tensor, without a copy, along axes of length 1 or along new leading axes.</summary>
    /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
    public Tensor BroadcastTo(params ReadOnlySpan<int> shape)
    {
        if (!ShapeRules.Broadcast("BroadcastTo", _shape, shape).AsSpan().SequenceEqual(shape))
            throw ShapeException.Between("BroadcastTo", _shape, shape, "only axes of length 1 can be repeated");
        return new Tensor(DType, _buffer, _offset, shape.ToArray(), BroadcastStrides(shape.Length), Lease);
    }

    private int[] BroadcastStrides(int rank)
    {
        var strides = new int[rank];
        for (int back = 1; back <= Rank; back++)
            strides[^back] = _shape[^back] == 1 ? 0 : _strides[^back];
        return strides;
    }
}

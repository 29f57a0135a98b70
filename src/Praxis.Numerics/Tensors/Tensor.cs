using System.Runtime.CompilerServices;

namespace Praxis.Numerics;

/// <summary>
/// An array of any rank, row-major. Slices, transposes and (where possible) reshapes are views: they share memory with the
/// tensor they were taken from, and writing through one is seen through the other. Arithmetic always makes a new tensor.
/// </summary>
public sealed partial class Tensor
{
    private readonly Array _buffer;

    // The same buffer, already typed, so that indexing a double tensor costs no type test.
    private readonly double[]? _doubles;
    private readonly int _offset;
    private readonly int[] _shape;
    private readonly int[] _strides;

    private Tensor(DType dtype, Array buffer, int offset, int[] shape, int[] strides, Lease? lease = null)
    {
        DType = dtype;
        _buffer = buffer;
        Lease = lease;
        _doubles = lease is null ? buffer as double[] : null;
        _shape = shape;
        _strides = strides;
        Length = ShapeRules.Count(shape);

        // A view of nothing may begin past the end of its memory; it needs no place there.
        _offset = Length == 0 ? 0 : offset;
        IsContiguous = ShapeRules.IsRowMajor(shape, strides);
    }

    /// <summary>The type of the elements.</summary>
    public DType DType { get; }

    /// <summary>The length of each axis; empty for a scalar.</summary>
    public ReadOnlySpan<int> Shape => _shape;

    /// <summary>How many elements apart neighbours along each axis lie in memory.</summary>
    public ReadOnlySpan<int> Strides => _strides;

    /// <summary>The number of axes.</summary>
    public int Rank => _shape.Length;

    /// <summary>The number of elements: the product of the shape.</summary>
    public int Length { get; }

    /// <summary>Whether the elements lie in memory without gaps in row-major order.</summary>
    public bool IsContiguous { get; }

    /// <summary>The number of rows of a matrix.</summary>
    /// <exception cref="ShapeException">The tensor is not of rank 2.</exception>
    public int Rows => Rank == 2 ? _shape[0] : throw ShapeException.Of("Rows", _shape, "a matrix has rank 2");

    /// <summary>The number of columns of a matrix.</summary>
    /// <exception cref="ShapeException">The tensor is not of rank 2.</exception>
    public int Columns => Rank == 2 ? _shape[1] : throw ShapeException.Of("Columns", _shape, "a matrix has rank 2");

    internal int Offset => _offset;

    /// <summary>The right to use the memory, for a tensor that was made in a scope.</summary>
    internal Lease? Lease { get; }

    /// <summary>The element at index <paramref name="i"/> of a vector, as a double.</summary>
    /// <exception cref="ShapeException">The tensor is not of rank 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the shape.</exception>
    public double this[int i]
    {
        get => Read(Place(i));
        set => Write(Place(i), value);
    }

    /// <summary>The element in row <paramref name="i"/> and column <paramref name="j"/> of a matrix, as a double.</summary>
    /// <exception cref="ShapeException">The tensor is not of rank 2.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the shape.</exception>
    public double this[int i, int j]
    {
        get => Read(Place(i, j));
        set => Write(Place(i, j), value);
    }

    /// <summary>The element at <paramref name="index"/> (one number per axis), as a double.</summary>
    /// <exception cref="ShapeException">The index has not one number per axis.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the shape.</exception>
    public double this[params ReadOnlySpan<int> index]
    {
        get => Read(Place(index));
        set => Write(Place(index), value);
    }

    /// <summary>The only element of a tensor of length 1.</summary>
    /// <exception cref="ShapeException">The tensor holds another number of elements.</exception>
    public double ToScalar() =>
        Length == 1 ? Read(_offset) : throw ShapeException.Of("ToScalar", _shape, "exactly one element is needed");

    /// <summary>The elements of a contiguous F64 tensor, in place.</summary>
    /// <exception cref="InvalidOperationException">The tensor is of another type or is a view with gaps.</exception>
    public Span<double> AsSpan() => AsSpan<double>();

    /// <summary>
    /// The elements of a contiguous tensor, in place. <typeparamref name="T"/> is float, double, long or bool, as
    /// <see cref="DType"/> says.
    /// </summary>
    /// <exception cref="InvalidOperationException">The tensor is of another type or is a view with gaps.</exception>
    public Span<T> AsSpan<T>()
    {
        if (!IsContiguous)
            throw new InvalidOperationException(
                $"A view of shape {ShapeException.Describe(_shape)} with gaps has no span; call Contiguous() first.");
        return Buffer<T>().AsSpan(_offset, Length);
    }

    internal T[] Buffer<T>()
    {
        RequireAlive();
        return _buffer is T[] typed
            ? typed
            : throw new InvalidOperationException($"A tensor of {DType} cannot be read as {typeof(T).Name}; convert it with To(…).");
    }

    /// <summary>The type, the shape and, for a small tensor, its elements.</summary>
    public override string ToString()
    {
        string head = $"Tensor {DType} {ShapeException.Describe(_shape)}";
        return Length <= 64 ? $"{head} [{string.Join(", ", ToArray())}]" : head;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Read(int place) => _doubles is { } doubles ? doubles[place] : ReadOther(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Write(int place, double value)
    {
        if (_doubles is { } doubles)
            doubles[place] = value;
        else
            WriteOther(place, value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RequireAlive()
    {
        if (Lease is { Ended: true })
            throw Lease.Error();
    }

    private double ReadOther(int place)
    {
        RequireAlive();
        return _buffer switch
        {
            float[] floats => floats[place],
            double[] doubles => doubles[place],
            long[] integers => integers[place],
            bool[] truths => truths[place] ? 1 : 0,
            _ => throw new InvalidOperationException($"Unknown element type {DType}."),
        };
    }

    private void WriteOther(int place, double value)
    {
        RequireAlive();
        switch (_buffer)
        {
            case double[] doubles:
                doubles[place] = value;
                break;
            case float[] floats:
                floats[place] = (float)value;
                break;
            case long[] integers:
                integers[place] = checked((long)value);
                break;
            case bool[] truths:
                truths[place] = value != 0;
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(int i)
    {
        if (_shape.Length != 1)
            throw ShapeException.Of("Indexing with one index", _shape, "a vector has rank 1");
        if ((uint)i >= (uint)_shape[0])
            throw OutOfRange([i]);
        return _offset + (i * _strides[0]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int Place(int i, int j)
    {
        if (_shape.Length != 2)
            throw ShapeException.Of("Indexing with two indices", _shape, "a matrix has rank 2");
        if ((uint)i >= (uint)_shape[0] || (uint)j >= (uint)_shape[1])
            throw OutOfRange([i, j]);
        return _offset + (i * _strides[0]) + (j * _strides[1]);
    }

    private int Place(ReadOnlySpan<int> index)
    {
        if (index.Length != Rank)
            throw ShapeException.Of($"Indexing with {index.Length} indices", _shape, "one index per axis is needed");
        int place = _offset;
        for (int axis = 0; axis < index.Length; axis++)
        {
            if ((uint)index[axis] >= (uint)_shape[axis])
                throw OutOfRange(index);
            place += index[axis] * _strides[axis];
        }

        return place;
    }

    private ArgumentOutOfRangeException OutOfRange(ReadOnlySpan<int> index) =>
        new(nameof(index), $"Index {ShapeException.Describe(index)} is outside the shape {ShapeException.Describe(_shape)}.");
}

using System.Numerics;
using System.Numerics.Tensors;

namespace Praxis.Numerics;

public sealed partial class Tensor
{
    /// <summary>This tensor if its elements lie without gaps in row-major order, else a copy that does.</summary>
    public Tensor Contiguous() => IsContiguous ? this : Clone();

    /// <summary>A copy of its own, contiguous.</summary>
    public Tensor Clone()
    {
        var copy = Allocate(DType, _shape);
        copy.CopyFrom(this);
        return copy;
    }

    /// <summary>Overwrites the elements with those of <paramref name="source"/>, broadcast to this shape and converted to this type.</summary>
    /// <exception cref="ShapeException">The source does not broadcast to this shape.</exception>
    public void CopyFrom(Tensor source)
    {
        if (source.DType != DType)
            source = source.To(DType);
        if (!source.Shape.SequenceEqual(_shape))
            source = source.BroadcastTo(_shape);

        // Two different views of one memory: what is still to be read must not be overwritten.
        if (ReferenceEquals(source._buffer, _buffer) && (source._offset != _offset || !source._strides.AsSpan().SequenceEqual(_strides)))
            source = source.Clone();
        switch (DType)
        {
            case DType.F32:
                CopyCore<float>(source, this);
                break;
            case DType.F64:
                CopyCore<double>(source, this);
                break;
            case DType.I64:
                CopyCore<long>(source, this);
                break;
            case DType.Bool:
                CopyCore<bool>(source, this);
                break;
        }
    }

    /// <summary>Sets every element to <paramref name="value"/>.</summary>
    public void Fill(double value) => CopyFrom(Scalar(value));

    /// <summary>All elements in row-major order, as doubles, copied.</summary>
    public double[] ToArray() => To(DType.F64).Contiguous().AsSpan().ToArray();

    /// <summary>The elements of a matrix as a rectangular array, copied.</summary>
    public double[,] ToArray2D()
    {
        var values = new double[Rows, Columns];
        for (int i = 0; i < Rows; i++)
            for (int j = 0; j < Columns; j++)
                values[i, j] = this[i, j];
        return values;
    }

    /// <summary>
    /// The same values in another type: this tensor itself when it has the type already, else a contiguous copy.
    /// To I64 rounds towards zero; to Bool tells zero from the rest.
    /// </summary>
    /// <exception cref="OverflowException">A value does not fit into I64.</exception>
    public Tensor To(DType dtype)
    {
        if (dtype == DType)
            return this;
        var source = Contiguous();
        var result = Allocate(dtype, _shape);
        switch (DType, dtype)
        {
            case (DType.F32, DType.F64):
                TensorPrimitives.ConvertTruncating<float, double>(source.AsSpan<float>(), result.AsSpan());
                break;
            case (DType.F64, DType.F32):
                TensorPrimitives.ConvertTruncating<double, float>(source.AsSpan(), result.AsSpan<float>());
                break;
            case (DType.F32, DType.I64):
                TensorPrimitives.ConvertChecked<float, long>(source.AsSpan<float>(), result.AsSpan<long>());
                break;
            case (DType.F64, DType.I64):
                TensorPrimitives.ConvertChecked<double, long>(source.AsSpan(), result.AsSpan<long>());
                break;
            case (DType.I64, DType.F32):
                TensorPrimitives.ConvertTruncating<long, float>(source.AsSpan<long>(), result.AsSpan<float>());
                break;
            case (DType.I64, DType.F64):
                TensorPrimitives.ConvertTruncating<long, double>(source.AsSpan<long>(), result.AsSpan());
                break;
            case (DType.Bool, DType.F32):
                FromTruth(source.AsSpan<bool>(), result.AsSpan<float>());
                break;
            case (DType.Bool, DType.F64):
                FromTruth(source.AsSpan<bool>(), result.AsSpan());
                break;
            case (DType.Bool, DType.I64):
                FromTruth(source.AsSpan<bool>(), result.AsSpan<long>());
                break;
            case (DType.F32, DType.Bool):
                ToTruth<float>(source.AsSpan<float>(), result.AsSpan<bool>());
                break;
            case (DType.F64, DType.Bool):
                ToTruth<double>(source.AsSpan(), result.AsSpan<bool>());
                break;
            case (DType.I64, DType.Bool):
                ToTruth<long>(source.AsSpan<long>(), result.AsSpan<bool>());
                break;
        }

        return result;
    }

    /// <summary>This tensor, after checking that every element is a finite number.</summary>
    /// <param name="name">What the tensor is, for the message.</param>
    /// <exception cref="NonFiniteException">An element is NaN or infinite; the message names the first one's index.</exception>
    public Tensor EnsureFinite(string name)
    {
        if (DType is DType.I64 or DType.Bool)
            return this;
        var source = Contiguous();
        int bad = DType == DType.F64 ? FirstNonFinite<double>(source.AsSpan()) : FirstNonFinite<float>(source.AsSpan<float>());
        if (bad < 0)
            return this;
        var index = new int[Rank];
        for (int axis = Rank - 1, rest = bad; axis >= 0; axis--)
        {
            index[axis] = rest % _shape[axis];
            rest /= _shape[axis];
        }

        throw new NonFiniteException($"{name} is {this[index.AsSpan()]} at index {ShapeException.Describe(index)}; every value must be finite.");
    }

    private static int FirstNonFinite<T>(ReadOnlySpan<T> values)
        where T : INumberBase<T>
    {
        for (int i = 0; i < values.Length; i++)
            if (!T.IsFinite(values[i]))
                return i;
        return -1;
    }

    private static void FromTruth<T>(ReadOnlySpan<bool> source, Span<T> destination)
        where T : INumberBase<T>
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = source[i] ? T.One : T.Zero;
    }

    private static void ToTruth<T>(ReadOnlySpan<T> source, Span<bool> destination)
        where T : INumberBase<T>
    {
        for (int i = 0; i < source.Length; i++)
            destination[i] = !T.IsZero(source[i]);
    }

    private static void CopyCore<T>(Tensor source, Tensor destination)
    {
        if (destination.Length == 0)
            return;
        T[] from = source.Buffer<T>();
        T[] to = destination.Buffer<T>();
        if (source.IsContiguous && destination.IsContiguous)
            from.AsSpan(source._offset, source.Length).CopyTo(to.AsSpan(destination._offset));
        else if (destination.Rank == 2)
            StridedCopy.Matrix(from, source._offset, source._strides, to, destination._offset, destination._strides, destination._shape);
        else
            StridedCopy.Any(from, source._offset, source._strides, to, destination._offset, destination._strides, destination._shape);
    }
}

using System.Runtime.InteropServices;

namespace Praxis.Numerics;

public sealed partial class Tensor
{
    /// <summary>A tensor of zeros in double precision.</summary>
    public static Tensor Zeros(params ReadOnlySpan<int> shape) => Zeros(DType.F64, shape);

    /// <summary>A tensor of zeros.</summary>
    public static Tensor Zeros(DType dtype, params ReadOnlySpan<int> shape)
    {
        if (TensorScope.IsActive)
        {
            var zeros = Allocate(dtype, shape);
            Array.Clear(zeros._buffer);
            return zeros;
        }

        int count = ShapeRules.Count(shape);
        Array buffer = dtype switch
        {
            DType.F32 => new float[count],
            DType.F64 => new double[count],
            DType.I64 => new long[count],
            DType.Bool => new bool[count],
            _ => throw new ArgumentOutOfRangeException(nameof(dtype), dtype, "Unknown element type."),
        };
        return new Tensor(dtype, buffer, 0, shape.ToArray(), ShapeRules.RowMajorStrides(shape));
    }

    /// <summary>A tensor that may hold anything, for results of which every element will be written.</summary>
    internal static Tensor Allocate(DType dtype, params ReadOnlySpan<int> shape)
    {
        var buffer = TensorScope.Allocate(dtype, ShapeRules.Count(shape), out var lease);
        return new Tensor(dtype, buffer, 0, shape.ToArray(), ShapeRules.RowMajorStrides(shape), lease);
    }

    /// <summary>A tensor of ones in double precision.</summary>
    public static Tensor Ones(params ReadOnlySpan<int> shape) => Full(1.0, DType.F64, shape);

    /// <summary>A tensor of ones.</summary>
    public static Tensor Ones(DType dtype, params ReadOnlySpan<int> shape) => Full(1.0, dtype, shape);

    /// <summary>A tensor whose elements all are <paramref name="value"/>, in double precision.</summary>
    public static Tensor Full(double value, params ReadOnlySpan<int> shape) => Full(value, DType.F64, shape);

    /// <summary>A tensor whose elements all are <paramref name="value"/>.</summary>
    public static Tensor Full(double value, DType dtype, params ReadOnlySpan<int> shape)
    {
        var tensor = Allocate(dtype, shape);
        tensor.Fill(value);
        return tensor;
    }

    /// <summary>The identity matrix, n × n.</summary>
    public static Tensor Identity(int n, DType dtype = DType.F64)
    {
        var identity = Zeros(dtype, n, n);
        for (int i = 0; i < n; i++)
            identity[i, i] = 1;
        return identity;
    }

    /// <summary>The square matrix with <paramref name="diagonal"/> (a vector) on its diagonal and zeros elsewhere.</summary>
    public static Tensor Diagonal(Tensor diagonal)
    {
        if (diagonal.Rank != 1)
            throw ShapeException.Of("Diagonal", diagonal.Shape, "a vector is needed");
        var matrix = Zeros(diagonal.DType, diagonal.Length, diagonal.Length);
        for (int i = 0; i < diagonal.Length; i++)
            matrix[i, i] = diagonal[i];
        return matrix;
    }

    /// <summary>A vector with a copy of <paramref name="values"/>.</summary>
    public static Tensor FromArray(double[] values) => Wrap((double[])values.Clone(), values.Length);

    /// <summary>A matrix with a copy of <paramref name="values"/>.</summary>
    public static Tensor FromArray(double[,] values)
    {
        var matrix = Zeros(DType.F64, values.GetLength(0), values.GetLength(1));
        MemoryMarshal.CreateReadOnlySpan(
            ref System.Runtime.CompilerServices.Unsafe.As<byte, double>(ref MemoryMarshal.GetArrayDataReference(values)),
            values.Length).CopyTo(matrix.AsSpan());
        return matrix;
    }

    /// <summary>An F32 vector with a copy of <paramref name="values"/>.</summary>
    public static Tensor FromArray(float[] values) => Wrap((float[])values.Clone(), values.Length);

    /// <summary>An I64 vector with a copy of <paramref name="values"/>.</summary>
    public static Tensor FromArray(long[] values) => Wrap((long[])values.Clone(), values.Length);

    /// <summary>A Bool vector with a copy of <paramref name="values"/>.</summary>
    public static Tensor FromArray(bool[] values) => Wrap((bool[])values.Clone(), values.Length);

    /// <summary>A tensor over <paramref name="data"/> itself, row-major, without a copy.</summary>
    /// <exception cref="ShapeException">The shape has another number of elements than the data.</exception>
    public static Tensor Wrap(double[] data, params ReadOnlySpan<int> shape) => WrapCore(DType.F64, data, shape);

    /// <inheritdoc cref="Wrap(double[], ReadOnlySpan{int})"/>
    public static Tensor Wrap(float[] data, params ReadOnlySpan<int> shape) => WrapCore(DType.F32, data, shape);

    /// <inheritdoc cref="Wrap(double[], ReadOnlySpan{int})"/>
    public static Tensor Wrap(long[] data, params ReadOnlySpan<int> shape) => WrapCore(DType.I64, data, shape);

    /// <inheritdoc cref="Wrap(double[], ReadOnlySpan{int})"/>
    public static Tensor Wrap(bool[] data, params ReadOnlySpan<int> shape) => WrapCore(DType.Bool, data, shape);

    /// <summary>A scalar: a tensor of rank 0.</summary>
    public static Tensor Scalar(double value) => Wrap([value], []);

    /// <summary>The vector 0, 1, …, n − 1.</summary>
    public static Tensor Arange(int n)
    {
        var vector = Zeros(n);
        for (int i = 0; i < n; i++)
            vector[i] = i;
        return vector;
    }

    /// <summary>The vector start, start + step, … as long as it stays before <paramref name="stop"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The step is zero.</exception>
    public static Tensor Arange(double start, double stop, double step = 1)
    {
        ArgumentOutOfRangeException.ThrowIfZero(step);
        int count = (int)Math.Max(0, Math.Ceiling((stop - start) / step));
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = start + (i * step);
        return Wrap(values, count);
    }

    /// <summary>The vector of <paramref name="count"/> equidistant points from start to stop, both included.</summary>
    public static Tensor Linspace(double start, double stop, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = i == 0 ? start : i == count - 1 ? stop : start + ((stop - start) * i / (count - 1));
        return Wrap(values, count);
    }

    private static Tensor WrapCore(DType dtype, Array data, ReadOnlySpan<int> shape)
    {
        if (ShapeRules.Count(shape) != data.Length)
            throw ShapeException.Of("Wrap", shape, $"the data has {data.Length} elements");
        return new Tensor(dtype, data, 0, shape.ToArray(), ShapeRules.RowMajorStrides(shape));
    }
}

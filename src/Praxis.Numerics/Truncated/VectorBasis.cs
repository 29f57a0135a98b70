using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics.Backends;

namespace Praxis.Numerics;

/// <summary>
/// Vectors of one length that grow one by one, and what Lanczos methods do with them all: project on them, subtract them, rotate them.
/// Work is shared among threads in blocks that depend on the length alone, and the blocks' sums are added in order.
/// </summary>
internal sealed unsafe class VectorBasis(int length, int capacity)
{
    private const int BlockLength = 2048;
    private const int RotationBlock = 512;
    private const int Lanes = 8;

    // A vector that keeps this much of its length needs no second pass (J. Daniel, W. Gragg, L. Kaufman, G. Stewart, 1976).
    private const double LengthKept = 0.70710678118654757;

    private readonly double[][] _vectors = new double[capacity][];
    private readonly double[] _partial = new double[Blocks.Count(length, BlockLength) * capacity];

    /// <summary>The memory of vector <paramref name="j"/>, made when it is first asked for.</summary>
    public double[] this[int j] => _vectors[j] ??= new double[length];

    /// <summary>The Euclidean norm of a vector, without overflow on the way.</summary>
    public static double Norm(double[] vector)
    {
        double squares = Summation.SumOfSquares(vector, 0, vector.Length);
        return squares is > 1e-250 and < 1e250 ? Math.Sqrt(squares) : Tensor.Wrap(vector, vector.Length).FrobeniusNorm();
    }

    /// <summary>target −= factor · source.</summary>
    public static void Subtract(double[] target, double factor, double[] source) => Blocks.ForEach(target.Length, 1 << 14, (start, count) =>
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(source.AsSpan(start, count), -factor, target.AsSpan(start, count), target.AsSpan(start, count)));

    /// <summary>Divides a vector by a number.</summary>
    public static void Divide(double[] target, double divisor) => Blocks.ForEach(target.Length, 1 << 14, (start, count) =>
        System.Numerics.Tensors.TensorPrimitives.Divide(target.AsSpan(start, count), divisor, target.AsSpan(start, count)));

    /// <summary>
    /// Makes a vector orthogonal to the first <paramref name="count"/> ones by classical Gram–Schmidt, repeated while it loses much of its
    /// length. What was taken off is added to <paramref name="coefficients"/>.
    /// </summary>
    /// <returns>The norm that is left.</returns>
    public double Orthogonalize(double[] vector, int count, Span<double> coefficients)
    {
        const int MostPasses = 4;
        double before = Norm(vector);
        for (int pass = 0; pass < MostPasses; pass++)
        {
            double[] projection = Project(vector, count);
            SubtractAll(vector, projection);
            for (int j = 0; j < count && j < coefficients.Length; j++)
                coefficients[j] += projection[j];
            double after = Norm(vector);
            if (after >= LengthKept * before)
                return after;
            before = after;
        }

        return before;
    }

    /// <summary>The inner products of a vector with the first <paramref name="count"/> ones.</summary>
    public double[] Project(double[] vector, int count)
    {
        int blocks = Blocks.Count(length, BlockLength);
        Blocks.ForEach(length, BlockLength, (start, size) =>
        {
            var sums = _partial.AsSpan(start / BlockLength * count, count);
            fixed (double* w = &vector[start])
            {
                int j = 0;
                for (; j + 4 <= count; j += 4)
                    fixed (double* v0 = &_vectors[j][start], v1 = &_vectors[j + 1][start], v2 = &_vectors[j + 2][start], v3 = &_vectors[j + 3][start])
                        Dot4(size, w, v0, v1, v2, v3, sums[j..]);
                for (; j < count; j++)
                    sums[j] = Summation.SumOfProducts(vector.AsSpan(start, size), _vectors[j].AsSpan(start, size));
            }
        });
        var projection = new double[count];
        for (int block = 0; block < blocks; block++)
            for (int j = 0; j < count; j++)
                projection[j] += _partial[(block * count) + j];
        return projection;
    }

    /// <summary>vector −= the combination of the first vectors with the given factors, of which most may be zero.</summary>
    public void Subtract(double[] vector, double[] factors)
    {
        int first = Array.FindIndex(factors, factor => factor != 0);
        if (first < 0)
            return;
        if (first == factors.Length - 1)
            Subtract(vector, factors[first], _vectors[first]);
        else
            SubtractAll(vector, factors);
    }

    /// <summary>The sum of the first vectors, each times its factor.</summary>
    public double[] Combine(double[] factors)
    {
        var sum = new double[length];
        SubtractAll(sum, [.. factors.Select(factor => -factor)]);
        return sum;
    }

    /// <summary>Replaces the first vectors by combinations of them.</summary>
    /// <param name="rotation">count × kept: column i makes the new vector i.</param>
    public void Rotate(Tensor rotation)
    {
        (int count, int kept) = (rotation.Rows, rotation.Columns);
        var factors = rotation.Transpose().Contiguous(); // (kept, count)
        Blocks.ForEach(length, RotationBlock, (start, size) =>
        {
            double[] old = System.Buffers.ArrayPool<double>.Shared.Rent(count * size);
            double[] rotated = System.Buffers.ArrayPool<double>.Shared.Rent(kept * size);
            for (int j = 0; j < count; j++)
                _vectors[j].AsSpan(start, size).CopyTo(old.AsSpan(j * size));
            var product = new MatrixProduct(kept, size, count) { LeadingA = count, LeadingB = size, LeadingC = size };
            Backend.Current.Multiply(product, 1, factors.AsSpan(), old, 0, rotated);
            for (int i = 0; i < kept; i++)
                rotated.AsSpan(i * size, size).CopyTo(_vectors[i].AsSpan(start));
            System.Buffers.ArrayPool<double>.Shared.Return(old);
            System.Buffers.ArrayPool<double>.Shared.Return(rotated);
        });
    }

    /// <summary>Moves a vector to another place, without a copy; what stood there is given the place it came from.</summary>
    public void Exchange(int from, int to) => (_vectors[from], _vectors[to]) = (_vectors[to], _vectors[from]);

    /// <summary>The first <paramref name="count"/> vectors as the columns of a matrix, length × count.</summary>
    public Tensor ToColumns(int count)
    {
        var matrix = Tensor.Zeros(length, count);
        double[] target = matrix.Buffer<double>();
        Blocks.ForEach(length, BlockLength, (start, size) =>
        {
            for (int j = 0; j < count; j++)
            {
                double[] vector = this[j];
                for (int i = start; i < start + size; i++)
                    target[((nint)i * count) + j] = vector[i];
            }
        });
        return matrix;
    }

    private void SubtractAll(double[] vector, double[] factors) => Blocks.ForEach(length, BlockLength, (start, size) =>
    {
        fixed (double* w = &vector[start])
        {
            int j = 0;
            for (; j + 4 <= factors.Length; j += 4)
                fixed (double* v0 = &_vectors[j][start], v1 = &_vectors[j + 1][start], v2 = &_vectors[j + 2][start], v3 = &_vectors[j + 3][start])
                    Subtract4(size, w, v0, v1, v2, v3, factors.AsSpan(j, 4));
            var rest = vector.AsSpan(start, size);
            for (; j < factors.Length; j++)
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(_vectors[j].AsSpan(start, size), -factors[j], rest, rest);
        }
    });

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dot4(int size, double* w, double* v0, double* v1, double* v2, double* v3, Span<double> sums)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i + Lanes <= size; i += Lanes)
        {
            var x = Vector512.Load(w + i);
            s0 = Vector512.FusedMultiplyAdd(x, Vector512.Load(v0 + i), s0);
            s1 = Vector512.FusedMultiplyAdd(x, Vector512.Load(v1 + i), s1);
            s2 = Vector512.FusedMultiplyAdd(x, Vector512.Load(v2 + i), s2);
            s3 = Vector512.FusedMultiplyAdd(x, Vector512.Load(v3 + i), s3);
        }

        (double r0, double r1, double r2, double r3) = (Vector512.Sum(s0), Vector512.Sum(s1), Vector512.Sum(s2), Vector512.Sum(s3));
        for (; i < size; i++)
        {
            r0 += w[i] * v0[i];
            r1 += w[i] * v1[i];
            r2 += w[i] * v2[i];
            r3 += w[i] * v3[i];
        }

        sums[0] = r0;
        sums[1] = r1;
        sums[2] = r2;
        sums[3] = r3;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Subtract4(int size, double* w, double* v0, double* v1, double* v2, double* v3, ReadOnlySpan<double> factors)
    {
        (double f0, double f1, double f2, double f3) = (-factors[0], -factors[1], -factors[2], -factors[3]);
        (var x0, var x1, var x2, var x3) = (Vector512.Create(f0), Vector512.Create(f1), Vector512.Create(f2), Vector512.Create(f3));
        int i = 0;
        for (; i + Lanes <= size; i += Lanes)
        {
            var sum = Vector512.FusedMultiplyAdd(x0, Vector512.Load(v0 + i), Vector512.Load(w + i));
            sum = Vector512.FusedMultiplyAdd(x1, Vector512.Load(v1 + i), sum);
            sum = Vector512.FusedMultiplyAdd(x2, Vector512.Load(v2 + i), sum);
            Vector512.FusedMultiplyAdd(x3, Vector512.Load(v3 + i), sum).Store(w + i);
        }

        for (; i < size; i++)
            w[i] += ((f0 * v0[i]) + (f1 * v1[i])) + ((f2 * v2[i]) + (f3 * v3[i]));
    }
}

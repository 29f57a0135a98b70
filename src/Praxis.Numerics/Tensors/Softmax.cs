using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

/// <summary>
/// exp(x − max) and its sum, for the softmax. The sum is kept in double precision, in eight lanes, whatever the vector width of the
/// processor; long rows are cut into blocks of fixed length, whose sums are added in order.
/// </summary>
internal static class Softmax
{
    private const int BlockLength = 1 << 15;

    /// <summary>The softmax of each row.</summary>
    /// <param name="values">Contiguous, F32 or F64, of rank at least 1; the rows lie along the last axis.</param>
    /// <param name="logarithm">Whether to give its logarithm, x − max − log Σ exp(x − max).</param>
    public static Tensor OfRows(Tensor values, bool logarithm)
    {
        var result = Tensor.Allocate(values.DType, values.Shape);
        int width = values.Shape[^1];
        if (values.Length == 0)
            return result;
        int rows = values.Length / width;
        if (width <= BlockLength)
        {
            Blocks.ForEach(rows, BlockLength / width, (first, count) =>
            {
                for (int row = first; row < first + count; row++)
                    Row(values, result, row * width, width, logarithm);
            });
            return result;
        }

        for (int row = 0; row < rows; row++)
            LongRow(values, result, row * width, width, logarithm);
        return result;
    }

    private static void Row(Tensor values, Tensor result, int start, int length, bool logarithm)
    {
        double highest = Highest(values, start, length);
        Finish(values, result, start, length, highest, Exponentials(values, result, start, length, highest), logarithm);
    }

    private static void LongRow(Tensor values, Tensor result, int start, int length, bool logarithm)
    {
        var parts = new double[Blocks.Count(length, BlockLength)];
        Blocks.ForEach(length, BlockLength, (at, count) => parts[at / BlockLength] = Highest(values, start + at, count));
        double highest = TensorPrimitives.Max<double>(parts);
        Blocks.ForEach(length, BlockLength, (at, count) =>
            parts[at / BlockLength] = Exponentials(values, result, start + at, count, highest));
        double sum = Summation.Sum(parts);
        Blocks.ForEach(length, BlockLength, (at, count) => Finish(values, result, start + at, count, highest, sum, logarithm));
    }

    private static double Highest(Tensor values, int start, int length) => values.DType == DType.F32
        ? TensorPrimitives.Max(values.AsSpan<float>().Slice(start, length))
        : TensorPrimitives.Max(values.AsSpan().Slice(start, length));

    private static double Exponentials(Tensor values, Tensor result, int start, int length, double highest) => values.DType == DType.F32
        ? Exponentials(values.AsSpan<float>().Slice(start, length), result.AsSpan<float>().Slice(start, length), (float)highest)
        : Exponentials(values.AsSpan().Slice(start, length), result.AsSpan().Slice(start, length), highest);

    private static void Finish(Tensor values, Tensor result, int start, int length, double highest, double sum, bool logarithm)
    {
        if (values.DType == DType.F32)
            Finish(values.AsSpan<float>().Slice(start, length), result.AsSpan<float>().Slice(start, length), (float)highest, (float)sum, logarithm);
        else
            Finish(values.AsSpan().Slice(start, length), result.AsSpan().Slice(start, length), highest, sum, logarithm);
    }

    private static void Finish<T>(ReadOnlySpan<T> values, Span<T> result, T highest, T sum, bool logarithm)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        if (!logarithm)
        {
            TensorPrimitives.Divide(result, sum, result);
            return;
        }

        TensorPrimitives.Subtract(values, highest, result);
        TensorPrimitives.Subtract(result, T.Log(sum), result);
    }

    private static double Exponentials(ReadOnlySpan<float> values, Span<float> result, float highest)
    {
        int width = Vector512<float>.Count;
        var top = Vector512.Create(highest);
        var low = Vector512<double>.Zero;
        var high = Vector512<double>.Zero;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var e = Vector512.Exp(Vector512.Create(values.Slice(i, width)) - top);
            e.CopyTo(result[i..]);
            (var lower, var upper) = Vector512.Widen(e);
            low += lower;
            high += upper;
        }

        double sum = Vector512.Sum(low + high);
        if (i == values.Length)
            return sum;

        // The rest through the same code; the padding counts nothing.
        Span<float> rest = stackalloc float[width];
        rest.Fill(highest);
        values[i..].CopyTo(rest);
        Vector512.Exp(Vector512.Create<float>(rest) - top).CopyTo(rest);
        for (int j = 0; i + j < values.Length; j++)
        {
            result[i + j] = rest[j];
            sum += rest[j];
        }

        return sum;
    }

    private static double Exponentials(ReadOnlySpan<double> values, Span<double> result, double highest)
    {
        int width = Vector512<double>.Count;
        var top = Vector512.Create(highest);
        var sums = Vector512<double>.Zero;
        int i = 0;
        for (; i <= values.Length - width; i += width)
        {
            var e = Vector512.Exp(Vector512.Create(values.Slice(i, width)) - top);
            e.CopyTo(result[i..]);
            sums += e;
        }

        double sum = Vector512.Sum(sums);
        if (i == values.Length)
            return sum;
        Span<double> rest = stackalloc double[width];
        rest.Fill(highest);
        values[i..].CopyTo(rest);
        Vector512.Exp(Vector512.Create<double>(rest) - top).CopyTo(rest);
        for (int j = 0; i + j < values.Length; j++)
        {
            result[i + j] = rest[j];
            sum += rest[j];
        }

        return sum;
    }
}

using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// The fast Walsh–Hadamard transform in natural (Hadamard) order: the product with the symmetric matrix of entries (−1)^(number of
/// ones common to the binary row and column numbers). Not normalised unless asked for: twice in a row gives n times the input.
/// </summary>
public static unsafe class WalshHadamard
{
    // 32 kilobytes, the innermost cache.
    private const int RowLength = 1 << 12;

    // Strips of columns that together are a few hundred kilobytes, the second cache.
    private const int StripWidth = 16;
    private const int StripHeight = 1 << 12;
    private const int ParallelLength = 1 << 16;

    /// <summary>Transforms the values in place.</summary>
    /// <param name="values">n values, n a power of two.</param>
    /// <param name="normalized">Whether to divide by √n, which makes the transform orthogonal and its own inverse.</param>
    /// <exception cref="ShapeException">n is no power of two.</exception>
    public static void Transform(Span<double> values, bool normalized = false)
    {
        Check(values.Length);
        fixed (double* pinned = values)
            Transform(pinned, values.Length);
        if (normalized)
            Scale(values, values.Length);
    }

    /// <summary>Transforms in place each of the runs of <paramref name="length"/> values that follow one another.</summary>
    /// <param name="values">Any number of runs.</param>
    /// <param name="length">The length of a run, a power of two.</param>
    /// <param name="normalized">Whether to divide by √length.</param>
    /// <exception cref="ShapeException">The length is no power of two, or the values are no whole number of runs.</exception>
    public static void TransformRuns(Span<double> values, int length, bool normalized = false)
    {
        Check(length);
        if (values.Length % length != 0)
            throw new ShapeException($"WalshHadamard: {values.Length} values are no whole number of runs of {length}.");
        fixed (double* pinned = values)
        {
            nint address = (nint)pinned;
            Blocks.ForEach(values.Length / length, Math.Max(1, ParallelLength / length), (first, count) =>
            {
                for (int run = first; run < first + count; run++)
                    Transform((double*)address + ((nint)run * length), length);
            });
        }

        if (normalized)
            Scale(values, length);
    }

    /// <summary>The transform along one axis of a tensor, whose length must be a power of two.</summary>
    /// <param name="values">A tensor of rank at least 1; it is not changed.</param>
    /// <param name="axis">The axis; negative numbers count from the last.</param>
    /// <param name="normalized">Whether to divide by the root of the axis' length.</param>
    /// <returns>A tensor of the same shape in F64.</returns>
    /// <exception cref="ShapeException">The tensor has no such axis, or its length is no power of two.</exception>
    public static Tensor Transform(Tensor values, int axis = -1, bool normalized = false) =>
        AlongAxis.Apply("WalshHadamard", values, axis, rows =>
        {
            var result = rows.Clone();
            TransformRuns(result.AsSpan(), rows.Shape[^1], normalized);
            return result;
        });

    private static void Check(int length)
    {
        if (length == 0 || !BitOperations.IsPow2(length))
            throw new ShapeException($"WalshHadamard: the length must be a power of two, not {length}; pad with zeros.");
    }

    private static void Scale(Span<double> values, int length)
    {
        double factor = 1 / Math.Sqrt(length);
        System.Numerics.Tensors.TensorPrimitives.Multiply(values, factor, values);
    }

    private static void Transform(double* values, int length)
    {
        if (length <= RowLength)
        {
            HadamardSteps.Whole(values, length);
            return;
        }

        if (length / RowLength > StripHeight)
        {
            // Larger than two sweeps are good for: halves, and one more step.
            Transform(values, length / 2);
            Transform(values + (length / 2), length / 2);
            HadamardSteps.From(length / 2, values, length);
            return;
        }

        // As a matrix: first along the rows, then along the columns, strip by strip in a copy that stays in the cache.
        nint address = (nint)values;
        int height = length / RowLength;
        Blocks.ForEach(height, ParallelLength / RowLength, (first, count) =>
        {
            for (int row = first; row < first + count; row++)
                HadamardSteps.Whole((double*)address + ((nint)row * RowLength), RowLength);
        });
        int strips = RowLength / StripWidth;
        Blocks.ForEach(strips, Math.Max(1, ParallelLength / StripWidth / height), (first, count) =>
            Workspace.Use(height * StripWidth, strip =>
            {
                for (int number = first; number < first + count; number++)
                    Strip((double*)address + (number * StripWidth), height, strip);
            }));
    }

    private static void Strip(double* values, int height, double* strip)
    {
        for (int row = 0; row < height; row++)
            Copy(values + ((nint)row * RowLength), strip + (row * StripWidth));
        HadamardSteps.From(StripWidth, strip, height * StripWidth);
        for (int row = 0; row < height; row++)
            Copy(strip + (row * StripWidth), values + ((nint)row * RowLength));
    }

    private static void Copy(double* from, double* to) =>
        new ReadOnlySpan<double>(from, StripWidth).CopyTo(new Span<double>(to, StripWidth));
}

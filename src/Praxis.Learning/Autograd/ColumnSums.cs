using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>The sum of the rows of a matrix: the gradient of what was added to every row.</summary>
internal static unsafe class ColumnSums
{
    /// <summary>From this many columns on they are summed side by side; fewer are better summed one after another in double precision.</summary>
    public const int LeastWidth = 32;

    // Columns a task sums at a time, in registers; and rows after which partial sums are put aside, so that errors grow slowly.
    private const int Strip = 64;
    private const int RowsPerPart = 256;

    /// <summary>Σᵢ x[i, ·].</summary>
    /// <param name="x">Contiguous; the last axis is summed over all others.</param>
    /// <param name="shape">The shape of the result, which has the length of the last axis.</param>
    public static Tensor Of(Tensor x, ReadOnlySpan<int> shape)
    {
        var result = Tensor.Zeros(x.DType, shape);
        if (x.Length == 0)
            return result;
        if (x.DType == DType.F32)
            Of<float>(x, result);
        else
            Of<double>(x, result);
        return result;
    }

    private static void Of<T>(Tensor x, Tensor result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int width = result.Length;
        int rows = x.Length / width;
        Blocks.ForEach(width, Math.Max(Strip, (1 << 14) / Math.Max(1, rows) / Strip * Strip), (start, count) =>
        {
            fixed (T* from = x.AsSpan<T>(), to = result.AsSpan<T>())
                for (int column = start; column < start + count; column += Strip)
                    for (int row = 0; row < rows; row += RowsPerPart)
                        AddPart(from + ((long)row * width) + column, width, Math.Min(RowsPerPart, rows - row), to + column, Math.Min(Strip, start + count - column));
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPart<T>(T* x, int width, int rows, T* sums, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        int j = 0;
        for (; j <= count - (2 * lanes); j += 2 * lanes)
        {
            Vector512<T> a = default, b = default;
            T* at = x + j;
            for (int i = 0; i < rows; i++, at += width)
            {
                a += Vector512.Load(at);
                b += Vector512.Load(at + lanes);
            }

            (Vector512.Load(sums + j) + a).Store(sums + j);
            (Vector512.Load(sums + j + lanes) + b).Store(sums + j + lanes);
        }

        for (; j < count; j++)
        {
            T sum = T.Zero;
            T* at = x + j;
            for (int i = 0; i < rows; i++, at += width)
                sum += *at;
            sums[j] += sum;
        }
    }
}

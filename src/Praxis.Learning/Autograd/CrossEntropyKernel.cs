using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>−log softmax(x)[target] of rows, and the gradient softmax(x) − hit, of which only the logarithm of each row's sum is kept.</summary>
internal static unsafe class CrossEntropyKernel
{
    private const int BlockLength = 1 << 14;

    /// <summary>The sum over the rows that count, and the logarithm of the sum of exponentials of each row.</summary>
    public static (double Sum, Tensor LogSums) Forward(Tensor logits, Tensor targets, long ignored)
    {
        var logSums = Tensor.Allocate(logits.DType, targets.Length);
        return (logits.DType == DType.F32 ? Forward<float>(logits, targets, ignored, logSums) : Forward<double>(logits, targets, ignored, logSums), logSums);
    }

    /// <summary>scale · (softmax(x) − hit) for the rows that count, zeros for the others.</summary>
    public static Tensor Backward(Tensor logits, Tensor targets, long ignored, Tensor logSums, double scale)
    {
        var result = Tensor.Allocate(logits.DType, logits.Shape);
        if (logits.DType == DType.F32)
            Backward(logits, targets, ignored, logSums, (float)scale, result);
        else
            Backward(logits, targets, ignored, logSums, scale, result);
        return result;
    }

    private static double Forward<T>(Tensor logits, Tensor targets, long ignored, Tensor logSums)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = logits.Shape[^1];
        Blocks.ForEach(targets.Length, Math.Max(1, BlockLength / Math.Max(1, classes)), (first, count) =>
        {
            fixed (T* x = logits.AsSpan<T>())
                for (int row = first; row < first + count; row++)
                    logSums.AsSpan<T>()[row] = LogSum(x + ((long)row * classes), classes);
        });
        var all = targets.AsSpan<long>();
        var values = logits.AsSpan<T>();
        var sums = logSums.AsSpan<T>();
        double sum = 0;
        for (int row = 0; row < all.Length; row++)
            if (all[row] != ignored)
                sum += double.CreateChecked(sums[row] - values[(row * classes) + (int)all[row]]);
        return sum;
    }

    private static void Backward<T>(Tensor logits, Tensor targets, long ignored, Tensor logSums, T scale, Tensor result)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int classes = logits.Shape[^1];
        Blocks.ForEach(targets.Length, Math.Max(1, BlockLength / Math.Max(1, classes)), (first, count) =>
        {
            var all = targets.AsSpan<long>();
            var sums = logSums.AsSpan<T>();
            fixed (T* x = logits.AsSpan<T>(), y = result.AsSpan<T>())
                for (int row = first; row < first + count; row++)
                {
                    long at = (long)row * classes;
                    if (all[row] == ignored)
                    {
                        new Span<T>(y + at, classes).Clear();
                        continue;
                    }

                    Shares(x + at, y + at, classes, sums[row], scale);
                    y[at + all[row]] -= scale;
                }
        });
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T LogSum<T>(T* x, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T top = System.Numerics.Tensors.TensorPrimitives.Max(new ReadOnlySpan<T>(x, count));
        int lanes = Vector512<T>.Count;
        var shift = Vector512.Create(top);
        Vector512<T> sums = default;
        int j = 0;
        for (; j <= count - lanes; j += lanes)
            sums += WideLanes.Exp(Vector512.Load(x + j) - shift);
        T sum = Vector512.Sum(sums);
        for (; j < count; j++)
            sum += T.Exp(x[j] - top);
        return top + T.Log(sum);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Shares<T>(T* x, T* y, int count, T logSum, T scale)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lanes = Vector512<T>.Count;
        (var shift, var factor) = (Vector512.Create(logSum), Vector512.Create(scale));
        int j = 0;
        for (; j <= count - lanes; j += lanes)
            (WideLanes.Exp(Vector512.Load(x + j) - shift) * factor).Store(y + j);
        for (; j < count; j++)
            y[j] = T.Exp(x[j] - logSum) * scale;
    }
}

using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A function of one or two operands, applied to short runs that stay in the cache.</summary>
internal interface IBlockKernel
{
    /// <summary>Computes a run. <paramref name="other"/> is empty for a function of one operand; <paramref name="scratch"/> is as long as the run.</summary>
    static abstract void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>;
}

/// <summary>Runs block kernels over tensors.</summary>
internal static class BlockKernel
{
    private const int RunLength = 512;
    private const int BlockLength = 1 << 14;

    /// <summary>f(x), in the shape of x.</summary>
    public static Tensor Apply<TKernel>(Tensor x)
        where TKernel : IBlockKernel => Apply<TKernel>(x, null);

    /// <summary>f(x, other), for two tensors of one shape and type.</summary>
    public static Tensor Apply<TKernel>(Tensor x, Tensor? other)
        where TKernel : IBlockKernel
    {
        var result = Tensor.Allocate(x.DType, x.Shape);
        x = x.Contiguous();
        other = other?.Contiguous();
        if (x.DType == DType.F32)
            Run<float, TKernel>(x, other, result);
        else
            Run<double, TKernel>(x, other, result);
        return result;
    }

    private static void Run<T, TKernel>(Tensor x, Tensor? other, Tensor result)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TKernel : IBlockKernel
    {
        Blocks.ForEach(result.Length, BlockLength, (start, count) =>
        {
            Span<T> scratch = stackalloc T[RunLength];
            var from = x.AsSpan<T>().Slice(start, count);
            var second = other is null ? [] : other.AsSpan<T>().Slice(start, count);
            var to = result.AsSpan<T>().Slice(start, count);
            while (to.Length > 0)
            {
                int run = Math.Min(RunLength, to.Length);
                TKernel.Apply<T>(from[..run], other is null ? [] : second[..run], to[..run], scratch[..run]);
                from = from[run..];
                to = to[run..];
                if (other is not null)
                    second = second[run..];
            }
        });
    }
}

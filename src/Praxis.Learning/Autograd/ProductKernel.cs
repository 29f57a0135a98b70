using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A number times three tensors of one shape, in one pass.</summary>
internal static class ProductKernel
{
    private const int BlockLength = 1 << 14;

    /// <summary>factor · a b c, element by element.</summary>
    public static Tensor Of(double factor, Tensor a, Tensor b, Tensor c)
    {
        var result = Tensor.Allocate(a.DType, a.Shape);
        (a, b, c) = (a.Contiguous(), b.Contiguous(), c.Contiguous());
        Blocks.ForEach(a.Length, BlockLength, (start, count) =>
        {
            if (a.DType == DType.F32)
                Run((float)factor, a.AsSpan<float>().Slice(start, count), b.AsSpan<float>().Slice(start, count), c.AsSpan<float>().Slice(start, count), result.AsSpan<float>().Slice(start, count));
            else
                Run(factor, a.AsSpan().Slice(start, count), b.AsSpan().Slice(start, count), c.AsSpan().Slice(start, count), result.AsSpan().Slice(start, count));
        });
        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<T>(T factor, ReadOnlySpan<T> a, ReadOnlySpan<T> b, ReadOnlySpan<T> c, Span<T> result)
        where T : unmanaged, System.Numerics.INumber<T>
    {
        int lanes = Vector512<T>.Count;
        var f = Vector512.Create(factor);
        int i = 0;
        for (; i <= result.Length - lanes; i += lanes)
            (f * Vector512.Create(a[i..]) * Vector512.Create(b[i..]) * Vector512.Create(c[i..])).CopyTo(result[i..]);
        for (; i < result.Length; i++)
            result[i] = factor * a[i] * b[i] * c[i];
    }
}

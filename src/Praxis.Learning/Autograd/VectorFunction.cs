using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>A function of one or two vectors, written once for F32 and F64.</summary>
internal interface IVectorFunction
{
    static abstract Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other);
}

/// <summary>Runs functions of vectors over tensors; a value does not depend on its place.</summary>
internal static class VectorFunction
{
    private const int BlockLength = 1 << 14;

    /// <summary>f(x), or f(x, other) for two tensors of one shape and type, in the shape of x.</summary>
    public static Tensor Apply<TFunction>(Tensor x, Tensor? other = null)
        where TFunction : struct, IVectorFunction
    {
        var result = Tensor.Allocate(x.DType, x.Shape);
        (x, other) = (x.Contiguous(), other?.Contiguous());
        if (x.DType == DType.F32)
            Run<TFunction, float>(x, other, result);
        else
            Run<TFunction, double>(x, other, result);
        return result;
    }

    private static void Run<TFunction, T>(Tensor x, Tensor? other, Tensor result)
        where TFunction : struct, IVectorFunction
        where T : unmanaged => Blocks.ForEach(result.Length, BlockLength, (start, count) => Apply<TFunction, T>(
            x.AsSpan<T>().Slice(start, count),
            other is null ? [] : other.AsSpan<T>().Slice(start, count),
            result.AsSpan<T>().Slice(start, count)));

    // result[i] = f(x[i], other[i]); other may be empty.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Apply<TFunction, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result)
        where TFunction : struct, IVectorFunction
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        int i = 0;
        for (; i <= x.Length - lanes; i += lanes)
            TFunction.Of(Vector512.Create(x[i..]), other.IsEmpty ? default : Vector512.Create(other[i..])).CopyTo(result[i..]);
        if (i == x.Length)
            return;
        Span<T> rest = stackalloc T[2 * lanes];
        rest.Clear();
        x[i..].CopyTo(rest);
        if (!other.IsEmpty)
            other[i..].CopyTo(rest[lanes..]);
        TFunction.Of(Vector512.Create<T>(rest), Vector512.Create<T>(rest[lanes..])).CopyTo(rest);
        rest[..(x.Length - i)].CopyTo(result[i..]);
    }
}

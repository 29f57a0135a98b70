using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Learning;

/// <summary>A function of one or two vectors, written once for F32 and F64.</summary>
internal interface IVectorFunction
{
    static abstract Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other);
}

/// <summary>Runs functions of vectors over spans of any length; a value does not depend on its place.</summary>
internal static class VectorFunction
{
    /// <summary>result[i] = f(x[i], other[i]); <paramref name="other"/> may be empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply<TFunction, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result)
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

using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Learning;

/// <summary>Vector arithmetic for kernels that are written once for F32 and F64.</summary>
internal static class Lanes
{
    /// <summary>x y + z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(double)
        ? Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>()
        : Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>();

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x) => typeof(T) == typeof(double)
        ? Vector512.Exp(x.AsDouble()).As<double, T>()
        : Vector512.Exp(x.AsSingle()).As<float, T>();
}

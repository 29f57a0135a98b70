using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

/// <summary>Vector arithmetic for kernels that are written once for F32 and F64.</summary>
internal static class WideLanes
{
    /// <summary>x y + z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> MultiplyAdd<T>(Vector512<T> x, Vector512<T> y, Vector512<T> z) => typeof(T) == typeof(double)
        ? Vector512.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>()
        : Vector512.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>();

    /// <summary>The same memory under the name of the type that <typeparamref name="T"/> is.</summary>
    public static Span<TTo> Cast<T, TTo>(ReadOnlySpan<T> values) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<T, TTo>(ref MemoryMarshal.GetReference(values)), values.Length);

    /// <summary>A number in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Of<T>(double value) => typeof(T) == typeof(double)
        ? Vector512.Create(value).As<double, T>()
        : Vector512.Create((float)value).As<float, T>();

    /// <summary>1/(1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Sigmoid<T>(Vector512<T> x) => Vector512<T>.One / (Vector512<T>.One + Exp(-x));

    /// <summary>ln x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Log<T>(Vector512<T> x) => typeof(T) == typeof(double)
        ? Vector512.Log(x.AsDouble()).As<double, T>()
        : Vector512.Log(x.AsSingle()).As<float, T>();

    /// <summary>eˣ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Exp<T>(Vector512<T> x) => typeof(T) == typeof(double)
        ? Vector512.Exp(x.AsDouble()).As<double, T>()
        : Vector512.Exp(x.AsSingle()).As<float, T>();
}

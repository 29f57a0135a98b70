using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Praxis.Learning;

/// <summary>x σ(x).</summary>
internal readonly struct SiluKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => x * Lanes.Sigmoid(x);

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorFunction.Apply<SiluKernel, T>(x, other, result);
}

/// <summary>The gradient of x σ(x): g (s + x s (1 − s)) with s = σ(x).</summary>
internal readonly struct SiluGradientKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other)
    {
        var s = Lanes.Sigmoid(x);
        return other * Lanes.MultiplyAdd(x * s, Vector512<T>.One - s, s);
    }

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorFunction.Apply<SiluGradientKernel, T>(x, other, result);
}

/// <summary>GELU in its tanh form, written as x σ(2u), u = √(2/π) (x + 0.044715 x³), since (1 + tanh u)/2 = σ(2u).</summary>
internal readonly struct GeluTanhKernel : IBlockKernel, IVectorFunction
{
    public const double Scale = 1.5957691216057308; // 2 √(2/π)
    public const double Cubic = 0.044715;

    public static Vector512<T> Exponent<T>(Vector512<T> x) => x * Lanes.MultiplyAdd(x * x, Lanes.Of<T>(Scale * Cubic), Lanes.Of<T>(Scale));

    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => x * Lanes.Sigmoid(Exponent(x));

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorFunction.Apply<GeluTanhKernel, T>(x, other, result);
}

/// <summary>The gradient of GELU in its tanh form: g s (1 + x (1 − s) v′) with s = σ(v).</summary>
internal readonly struct GeluTanhGradientKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other)
    {
        var s = Lanes.Sigmoid(GeluTanhKernel.Exponent(x));
        var slope = x * Lanes.MultiplyAdd(x * x, Lanes.Of<T>(3 * GeluTanhKernel.Scale * GeluTanhKernel.Cubic), Lanes.Of<T>(GeluTanhKernel.Scale));
        return other * s * Lanes.MultiplyAdd(slope, Vector512<T>.One - s, Vector512<T>.One);
    }

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorFunction.Apply<GeluTanhGradientKernel, T>(x, other, result);
}

/// <summary>Φ(x), the distribution function of the normal distribution.</summary>
internal readonly struct NormalDistributionKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = T.CreateChecked(NormalDistribution.Of(double.CreateChecked(x[i])));
    }
}

/// <summary>log(1 + eˣ) as max(x, 0) + log(1 + e^−|x|), which never overflows.</summary>
internal readonly struct SoftplusKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        TensorPrimitives.Abs(x, scratch);
        TensorPrimitives.Negate(scratch, scratch);
        TensorPrimitives.Exp(scratch, scratch);
        TensorPrimitives.LogP1(scratch, scratch);
        TensorPrimitives.Max(x, T.Zero, result);
        TensorPrimitives.Add(result, scratch, result);
    }
}

/// <summary>The gradient of the hyperbolic tangent from its value: g (1 − y²).</summary>
internal readonly struct TanhGradientKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => other * (Vector512<T>.One - (x * x));

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorFunction.Apply<TanhGradientKernel, T>(x, other, result);
}

/// <summary>The gradient of the logistic function from its value: g y (1 − y).</summary>
internal readonly struct SigmoidGradientKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => other * x * (Vector512<T>.One - x);

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorFunction.Apply<SigmoidGradientKernel, T>(x, other, result);
}

/// <summary>The second operand where the first is positive, else zero.</summary>
internal readonly struct WherePositiveKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<T>.Zero), other, Vector512<T>.Zero);

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => VectorFunction.Apply<WherePositiveKernel, T>(x, other, result);
}

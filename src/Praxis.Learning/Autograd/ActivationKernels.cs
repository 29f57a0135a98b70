using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Learning;

/// <summary>x σ(x).</summary>
internal readonly struct SiluKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => x * WideLanes.Sigmoid(x);
}

/// <summary>The gradient of x σ(x): g (s + x s (1 − s)) with s = σ(x).</summary>
internal readonly struct SiluGradientKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other)
    {
        var s = WideLanes.Sigmoid(x);
        return other * WideLanes.MultiplyAdd(x * s, Vector512<T>.One - s, s);
    }
}

/// <summary>GELU in its tanh form, written as x σ(2u), u = √(2/π) (x + 0.044715 x³), since (1 + tanh u)/2 = σ(2u).</summary>
internal readonly struct GeluTanhKernel : IVectorFunction
{
    public const double Scale = 1.5957691216057308; // 2 √(2/π)
    public const double Cubic = 0.044715;

    public static Vector512<T> Exponent<T>(Vector512<T> x) => x * WideLanes.MultiplyAdd(x * x, WideLanes.Of<T>(Scale * Cubic), WideLanes.Of<T>(Scale));

    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => x * WideLanes.Sigmoid(Exponent(x));
}

/// <summary>The gradient of GELU in its tanh form: g s (1 + x (1 − s) v′) with s = σ(v).</summary>
internal readonly struct GeluTanhGradientKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other)
    {
        var s = WideLanes.Sigmoid(GeluTanhKernel.Exponent(x));
        var slope = x * WideLanes.MultiplyAdd(x * x, WideLanes.Of<T>(3 * GeluTanhKernel.Scale * GeluTanhKernel.Cubic), WideLanes.Of<T>(GeluTanhKernel.Scale));
        return other * s * WideLanes.MultiplyAdd(slope, Vector512<T>.One - s, Vector512<T>.One);
    }
}

/// <summary>Φ(x), the distribution function of the normal distribution.</summary>
internal readonly struct NormalDistributionKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => NormalDistribution.Of(x);
}

/// <summary>x Φ(x).</summary>
internal readonly struct GeluKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => x * NormalDistribution.Of(x);
}

/// <summary>The gradient of x Φ(x): g (Φ(x) + x φ(x)).</summary>
internal readonly struct GeluGradientKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) =>
        other * WideLanes.MultiplyAdd(x, NormalDistribution.Density(x), NormalDistribution.Of(x));
}

/// <summary>log(1 + eˣ) as max(x, 0) + log(1 + e^−|x|), which never overflows.</summary>
internal readonly struct SoftplusKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) =>
        Vector512.Max(x, Vector512<T>.Zero) + WideLanes.Log(Vector512<T>.One + WideLanes.Exp(-Vector512.Abs(x)));
}

/// <summary>The gradient of the hyperbolic tangent from its value: g (1 − y²).</summary>
internal readonly struct TanhGradientKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => other * (Vector512<T>.One - (x * x));
}

/// <summary>The gradient of the logistic function from its value: g y (1 − y).</summary>
internal readonly struct SigmoidGradientKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => other * x * (Vector512<T>.One - x);
}

/// <summary>The second operand where the first is positive, else zero.</summary>
internal readonly struct WherePositiveKernel : IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) =>
        Vector512.ConditionalSelect(Vector512.GreaterThan(x, Vector512<T>.Zero), other, Vector512<T>.Zero);
}

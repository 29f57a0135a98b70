using System.Numerics.Tensors;

namespace Praxis.Learning;

/// <summary>x σ(x).</summary>
internal readonly struct SiluKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        TensorPrimitives.Sigmoid(x, scratch);
        TensorPrimitives.Multiply(x, scratch, result);
    }
}

/// <summary>The gradient of x σ(x): g (s + x s (1 − s)) with s = σ(x).</summary>
internal readonly struct SiluGradientKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        TensorPrimitives.Sigmoid(x, scratch);
        TensorPrimitives.Subtract(T.One, scratch, result);
        TensorPrimitives.Multiply(result, x, result);
        TensorPrimitives.Add(result, T.One, result);
        TensorPrimitives.Multiply(result, scratch, result);
        TensorPrimitives.Multiply(result, other, result);
    }
}

/// <summary>GELU in its tanh form, written as x σ(2u), u = √(2/π) (x + 0.044715 x³), since (1 + tanh u)/2 = σ(2u).</summary>
internal readonly struct GeluTanhKernel : IBlockKernel
{
    public const double Scale = 1.5957691216057308; // 2 √(2/π)
    public const double Cubic = 0.044715;

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        Gate(x, scratch);
        TensorPrimitives.Multiply(x, scratch, result);
    }

    public static void Gate<T>(ReadOnlySpan<T> x, Span<T> gate)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(x, x, gate);
        TensorPrimitives.Multiply(gate, T.CreateChecked(Scale * Cubic), gate);
        TensorPrimitives.Add(gate, T.CreateChecked(Scale), gate);
        TensorPrimitives.Multiply(gate, x, gate);
        TensorPrimitives.Sigmoid(gate, gate);
    }
}

/// <summary>The gradient of GELU in its tanh form: g (s + x s (1 − s) v′) with s = σ(v).</summary>
internal readonly struct GeluTanhGradientKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        GeluTanhKernel.Gate(x, scratch);
        TensorPrimitives.Multiply(x, x, result);
        TensorPrimitives.Multiply(result, T.CreateChecked(3 * GeluTanhKernel.Scale * GeluTanhKernel.Cubic), result);
        TensorPrimitives.Add(result, T.CreateChecked(GeluTanhKernel.Scale), result);
        TensorPrimitives.Multiply(result, x, result);              // x v′
        for (int i = 0; i < result.Length; i++)
            result[i] = scratch[i] * (T.One + (result[i] * (T.One - scratch[i]))) * other[i];
    }
}

/// <summary>Φ(x), the distribution function of the normal distribution.</summary>
internal readonly struct NormalDistributionKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        for (int i = 0; i < result.Length; i++)
            result[i] = T.CreateChecked(NormalDistribution.Of(double.CreateChecked(x[i])));
    }
}

/// <summary>log(1 + eˣ) as max(x, 0) + log(1 + e^−|x|), which never overflows.</summary>
internal readonly struct SoftplusKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
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
internal readonly struct TanhGradientKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        TensorPrimitives.Multiply(x, x, result);
        TensorPrimitives.Subtract(T.One, result, result);
        TensorPrimitives.Multiply(result, other, result);
    }
}

/// <summary>The gradient of the logistic function from its value: g y (1 − y).</summary>
internal readonly struct SigmoidGradientKernel : IBlockKernel
{
    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        TensorPrimitives.Subtract(T.One, x, result);
        TensorPrimitives.Multiply(result, x, result);
        TensorPrimitives.Multiply(result, other, result);
    }
}

using System.Runtime.Intrinsics;

namespace Praxis.Learning;

/// <summary>
/// Φ, the distribution function of the normal distribution, and its density φ. In F32 through polynomials, fitted at Chebyshev nodes, for
/// erf(x)/x in x² up to 1 and for log erfc beyond (error below 2·10⁻⁷); in F64 to full precision.
/// </summary>
internal static class NormalDistribution
{
    private const float Farthest = 4; // erf(4) rounds to 1

    private static readonly double DensityAtZero = 1 / Math.Sqrt(2 * Math.PI);

    /// <summary>Φ(x).</summary>
    public static double Of(double x) => 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-x / Math.Sqrt(2));

    /// <summary>φ(x).</summary>
    public static double Density(double x) => DensityAtZero * Math.Exp(-0.5 * x * x);

    /// <summary>Φ(x).</summary>
    public static Vector512<float> Of(Vector512<float> x)
    {
        var z = x * Vector512.Create(0.70710678f);
        var t = Vector512.Min(Vector512.Abs(z), Vector512.Create(Farthest));
        var s = z * z;
        var near = Vector512.Create(7.882497105e-05f);
        near = Vector512.MultiplyAddEstimate(near, s, Vector512.Create(-8.018854991e-04f));
        near = Vector512.MultiplyAddEstimate(near, s, Vector512.Create(5.189311943e-03f));
        near = Vector512.MultiplyAddEstimate(near, s, Vector512.Create(-2.685432880e-02f));
        near = Vector512.MultiplyAddEstimate(near, s, Vector512.Create(1.128359746e-01f));
        near = Vector512.MultiplyAddEstimate(near, s, Vector512.Create(-3.761262690e-01f));
        near = Vector512.MultiplyAddEstimate(near, s, Vector512.Create(1.128379166f)) * z;
        var far = Vector512.Create(1.614061612e-06f);
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(-4.559062264e-05f));
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(5.927695396e-04f));
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(-4.740222351e-03f));
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(2.636471739e-02f));
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(-1.099782452e-01f));
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(-6.319370936e-01f));
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(-1.130166676f));
        far = Vector512.MultiplyAddEstimate(far, t, Vector512.Create(3.032129794e-04f));
        far = Vector512<float>.One - Vector512.Exp(far);
        far = Vector512.ConditionalSelect(Vector512.LessThan(z, Vector512<float>.Zero), -far, far);
        var erf = Vector512.ConditionalSelect(Vector512.LessThan(t, Vector512<float>.One), near, far);

        // What is no number stays none.
        var half = Vector512.Create(0.5f);
        return Vector512.MultiplyAddEstimate(erf, half, half) + (x - x);
    }

    /// <summary>φ(x).</summary>
    public static Vector512<float> Density(Vector512<float> x) =>
        Vector512.Exp(x * x * Vector512.Create(-0.5f)) * Vector512.Create((float)DensityAtZero);
}

/// <summary>x Φ(x).</summary>
internal readonly struct GeluKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other) => x * NormalDistribution.Of(x.AsSingle()).As<float, T>();

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            VectorFunction.Apply<GeluKernel, T>(x, default, result);
            return;
        }

        for (int i = 0; i < x.Length; i++)
            result[i] = x[i] * T.CreateChecked(NormalDistribution.Of(double.CreateChecked(x[i])));
    }
}

/// <summary>The gradient of x Φ(x): g (Φ(x) + x φ(x)).</summary>
internal readonly struct GeluGradientKernel : IBlockKernel, IVectorFunction
{
    public static Vector512<T> Of<T>(Vector512<T> x, Vector512<T> other)
    {
        var at = x.AsSingle();
        return (other.AsSingle() * Vector512.MultiplyAddEstimate(at, NormalDistribution.Density(at), NormalDistribution.Of(at))).As<float, T>();
    }

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            VectorFunction.Apply<GeluGradientKernel, T>(x, other, result);
            return;
        }

        for (int i = 0; i < x.Length; i++)
        {
            double at = double.CreateChecked(x[i]);
            result[i] = other[i] * T.CreateChecked(NormalDistribution.Of(at) + (at * NormalDistribution.Density(at)));
        }
    }
}

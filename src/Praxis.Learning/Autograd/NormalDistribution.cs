using System.Runtime.InteropServices;
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

    /// <summary>Applies a function of vectors to runs of F32.</summary>
    public static void Apply<TFunction>(ReadOnlySpan<float> x, ReadOnlySpan<float> other, Span<float> result)
        where TFunction : struct, IVectorFunction
    {
        int lanes = Vector512<float>.Count;
        int i = 0;
        for (; i <= x.Length - lanes; i += lanes)
            TFunction.Of(Vector512.Create(x[i..]), other.IsEmpty ? default : Vector512.Create(other[i..])).CopyTo(result[i..]);
        if (i == x.Length)
            return;
        Span<float> rest = stackalloc float[2 * lanes];
        rest.Clear();
        x[i..].CopyTo(rest);
        if (!other.IsEmpty)
            other[i..].CopyTo(rest[lanes..]);
        TFunction.Of(Vector512.Create<float>(rest), Vector512.Create<float>(rest[lanes..])).CopyTo(rest);
        rest[..(x.Length - i)].CopyTo(result[i..]);
    }

    /// <summary>A function of one or two vectors.</summary>
    internal interface IVectorFunction
    {
        static abstract Vector512<float> Of(Vector512<float> x, Vector512<float> other);
    }
}

/// <summary>x Φ(x).</summary>
internal readonly struct GeluKernel : IBlockKernel, NormalDistribution.IVectorFunction
{
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> other) => x * NormalDistribution.Of(x);

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            NormalDistribution.Apply<GeluKernel>(Floats(x), default, Floats(result));
            return;
        }

        for (int i = 0; i < x.Length; i++)
            result[i] = x[i] * T.CreateChecked(NormalDistribution.Of(double.CreateChecked(x[i])));
    }

    internal static Span<float> Floats<T>(ReadOnlySpan<T> values) =>
        MemoryMarshal.CreateSpan(ref System.Runtime.CompilerServices.Unsafe.As<T, float>(ref MemoryMarshal.GetReference(values)), values.Length);
}

/// <summary>The gradient of x Φ(x): g (Φ(x) + x φ(x)).</summary>
internal readonly struct GeluGradientKernel : IBlockKernel, NormalDistribution.IVectorFunction
{
    public static Vector512<float> Of(Vector512<float> x, Vector512<float> other) =>
        other * Vector512.MultiplyAddEstimate(x, NormalDistribution.Density(x), NormalDistribution.Of(x));

    public static void Apply<T>(ReadOnlySpan<T> x, ReadOnlySpan<T> other, Span<T> result, Span<T> scratch)
        where T : System.Numerics.IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float))
        {
            NormalDistribution.Apply<GeluGradientKernel>(GeluKernel.Floats(x), GeluKernel.Floats(other), GeluKernel.Floats<T>(result));
            return;
        }

        for (int i = 0; i < x.Length; i++)
        {
            double at = double.CreateChecked(x[i]);
            result[i] = other[i] * T.CreateChecked(NormalDistribution.Of(at) + (at * NormalDistribution.Density(at)));
        }
    }
}

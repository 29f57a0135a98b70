using System.Runtime.Intrinsics;
using Praxis.Numerics;

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
    public static Vector512<T> Of<T>(Vector512<T> x) => typeof(T) == typeof(double) ? Of(x.AsDouble()).As<double, T>() : Of(x.AsSingle()).As<float, T>();

    /// <summary>φ(x).</summary>
    public static Vector512<T> Density<T>(Vector512<T> x) => WideLanes.Exp(x * x * WideLanes.Of<T>(-0.5)) * WideLanes.Of<T>(DensityAtZero);

    private static Vector512<double> Of(Vector512<double> x)
    {
        Span<double> values = stackalloc double[Vector512<double>.Count];
        x.CopyTo(values);
        foreach (ref double value in values)
            value = 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-value / Math.Sqrt(2));
        return Vector512.Create<double>(values);
    }

    private static Vector512<float> Of(Vector512<float> x)
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
}

using System.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>The functions of the closed formula: Γ and K of complex argument and order.</summary>
public static class SpecialFunctions
{
    // Lanczos' approximation with g = 7 and nine terms: about 15 digits.
    private static readonly double[] Lanczos =
    [
        0.99999999999980993, 676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059,
        12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
    ];

    /// <summary>Γ(z).</summary>
    public static Complex Gamma(Complex z)
    {
        if (z.Real < 0.5) return Math.PI / (Complex.Sin(Math.PI * z) * Gamma(1 - z));
        z -= 1;
        Complex sum = Lanczos[0];
        for (var i = 1; i < Lanczos.Length; i++) sum += Lanczos[i] / (z + i);
        var t = z + 7.5;
        return Math.Sqrt(2 * Math.PI) * Complex.Exp((z + 0.5) * Complex.Log(t) - t) * sum;
    }

    /// <summary>
    /// The modified Bessel function K of complex order at x &gt; 0: for x &lt; 2 by the series of I, else by K = ½∫exp(−x cosh t − μt)dt on a line shifted into the
    /// complex plane to where the integrand does not cancel.
    /// </summary>
    /// <param name="order">μ, not a whole number where x &lt; 2.</param>
    /// <param name="x">Above 0.</param>
    public static Complex BesselK(Complex order, double x)
    {
        if (!(x > 0)) throw new ArgumentOutOfRangeException(nameof(x), x, "K is infinite at 0 and complex below.");
        return x < 2 ? BySeries(order, x) : ByIntegral(order, x);
    }

    // K = ½ Γ(μ)(x/2)^(−μ) Σ (x²/4)^k/(k!(1 − μ)_k) + the same with −μ.
    private static Complex BySeries(Complex order, double x)
    {
        return 0.5 * (Half(order) + Half(-order));

        Complex Half(Complex mu)
        {
            Complex term = 1, sum = 1;
            for (var k = 1; k < 60; k++)
            {
                term *= x * x / 4 / (k * (k - mu));
                sum += term;
                if (Complex.Abs(term) < 1e-17 * Complex.Abs(sum)) break;
            }
            return Gamma(mu) * Complex.Exp(-mu * Math.Log(x / 2)) * sum;
        }
    }

    private static Complex ByIntegral(Complex order, double x)
    {
        // With t = s + iθ the integrand has the size exp(−x cos θ cosh s − σs + τθ); the saddle is at sin θ = −τ/x.
        var tau = order.Imaginary;
        var left = Math.Max(0.15, Math.PI / 2 - Math.Asin(Math.Min(1, Math.Abs(tau) / x))); // π/2 − |θ|
        var theta = -Math.Sign(tau) * (Math.PI / 2 - left);
        // Near its saddle the integrand is a Gaussian of width 1/√x, and it is analytic in a strip of half the width π/2 − |θ|.
        double step = Math.Min(0.2 * Math.Min(left, 1), 0.6 / Math.Sqrt(x)), reach = Math.Acosh(1 + 45 / (x * Math.Sin(left)));
        Complex sum = 0;
        for (var i = (int)(-reach / step); i <= reach / step; i++)
        {
            var t = new Complex(i * step, theta);
            sum += Complex.Exp(-x * Complex.Cosh(t) - order * t);
        }
        return 0.5 * step * sum;
    }
}

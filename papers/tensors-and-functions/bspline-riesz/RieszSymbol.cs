namespace Praxis.Papers.TensorsAndFunctions.BsplineRiesz;

/// <summary>The symbol f_{p,α}(θ) = Σ_l |θ + 2πl|^α (sin(θ/2 + πl)/(θ/2 + πl))^(p+1): the eigenvalues of −n^(−α)A are distributed as its values on [0, π].</summary>
/// <param name="Degree">p, at least 2.</param>
/// <param name="Alpha">α, between 1 and 2.</param>
public sealed record RieszSymbol(int Degree, double Alpha)
{
    /// <summary>f(θ), 0 ≤ θ ≤ π.</summary>
    /// <remarks>The terms decay as slowly as l^(α−p−1), so the sum is taken as Hurwitz zeta functions: of all terms where p is odd, of alternating ones where p is even.</remarks>
    public double At(double theta)
    {
        if (theta == 0) return 0;
        double x = theta / (2 * Math.PI), q = Degree + 1 - Alpha;
        var sums = Degree % 2 == 1
            ? HurwitzZeta(q, x) + HurwitzZeta(q, 1 - x)
            : Alternating(q, x) + Alternating(q, 1 - x);
        return Math.Pow(2, Alpha) * Math.Pow(Math.PI, -q) * Math.Pow(Math.Sin(theta / 2), Degree + 1) * sums;
    }

    /// <summary>The k-th Fourier coefficient, (1/π)∫₀^π f(θ) cos kθ dθ, by the trapezoidal rule.</summary>
    /// <param name="k">k.</param>
    /// <param name="intervals">Intervals of the rule.</param>
    public double FourierCoefficient(int k, int intervals = 8192)
    {
        double sum = 0;
        for (var i = 0; i <= intervals; i++)
        {
            var theta = Math.PI * i / intervals;
            sum += (i == 0 || i == intervals ? 0.5 : 1) * At(theta) * Math.Cos(k * theta);
        }
        return sum / intervals;
    }

    /// <summary>ζ(q, a) = Σ (l + a)^(−q), l from 0, by Euler and Maclaurin.</summary>
    /// <param name="q">Above 1.</param>
    /// <param name="a">Above 0.</param>
    public static double HurwitzZeta(double q, double a)
    {
        const int direct = 15;
        double sum = 0;
        for (var l = 0; l < direct; l++) sum += Math.Pow(l + a, -q);
        var x = direct + a;
        var power = Math.Pow(x, -q);
        sum += x * power / (q - 1) + power / 2;
        // B₂ₖ/(2k)!·q(q+1)…(q+2k−2)·x^(−q−2k+1)
        var term = q * power / x;
        ReadOnlySpan<double> bernoulli = [1.0 / 12, -1.0 / 720, 1.0 / 30240, -1.0 / 1209600, 1.0 / 47900160];
        for (var i = 0; i < bernoulli.Length; i++)
        {
            sum += bernoulli[i] * term;
            term *= (q + 2 * i + 1) * (q + 2 * i + 2) / (x * x);
        }
        return sum;
    }

    // Σ (−1)^l (l + a)^(−q) = 2^(−q)(ζ(q, a/2) − ζ(q, (a+1)/2))
    private static double Alternating(double q, double a) => Math.Pow(2, -q) * (HurwitzZeta(q, a / 2) - HurwitzZeta(q, (a + 1) / 2));
}

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>
/// A spherical halo in units of its scale radius: the density ρ(r), and the closed formulas of its projection Σ(R) along the line of
/// sight and of the mean projection Σ̄(&lt;R) within R.
/// </summary>
/// <remarks>
/// With t = 1 − R² all formulas are power series in t around R = 1, where their textbook forms divide zero by zero; see <see cref="Series"/>.
/// </remarks>
public sealed class HaloProfile
{
    private readonly Func<double, double> _density;
    private readonly Func<double, double> _surfaceDensity;
    private readonly Func<double, double> _meanSurfaceDensity;

    private HaloProfile(string name, Func<double, double> density, Func<double, double> surfaceDensity, Func<double, double> meanSurfaceDensity)
    {
        Name = name;
        _density = density;
        _surfaceDensity = surfaceDensity;
        _meanSurfaceDensity = meanSurfaceDensity;
    }

    /// <summary>The profile's name.</summary>
    public string Name { get; }

    /// <summary>Navarro, Frenk and White: ρ = 1/(r(1 + r)²), in units of ρₛ and rₛ.</summary>
    public static HaloProfile NavarroFrenkWhite { get; } = new(
        "NFW",
        r => 1 / (r * (1 + r) * (1 + r)),
        // Σ = 2F with F = (X − 1)/(1 − R²)
        x => 2 * ProjectedExcess(x),
        // Σ̄ = 4g/R² with g = ln(R/2) + X
        x => 4 * MeanExcess(x) / (x * x));

    /// <summary>Hernquist: ρ = 1/(2π·r(1 + r)³), in units of M and a.</summary>
    public static HaloProfile Hernquist { get; } = new(
        "Hernquist",
        r => 1 / (2 * Math.PI * r * Math.Pow(1 + r, 3)),
        // Σ = [(2 + s²)X − 3]/(2π(1 − s²)²)
        s =>
        {
            var t = 1 - s * s;
            var quotient = Math.Abs(t) < 0.3
                ? Series(t, k => 3.0 / (2 * k + 5) - 1.0 / (2 * k + 3)) // (3 − t)X − 3 starts with t²
                : ((2 + s * s) * Angle(s) - 3) / (t * t);
            return quotient / (2 * Math.PI);
        },
        // M(<R) = s²(X − 1)/(1 − s²), divided by πs²
        s => ProjectedExcess(s) / Math.PI);

    /// <summary>ρ(r), r &gt; 0.</summary>
    public double Density(double radius) => _density(radius);

    /// <summary>Σ(R) by the closed formula, R &gt; 0.</summary>
    public double SurfaceDensity(double radius) => _surfaceDensity(radius);

    /// <summary>Σ̄(&lt;R) by the closed formula, R &gt; 0.</summary>
    public double MeanSurfaceDensity(double radius) => _meanSurfaceDensity(radius);

    /// <summary>
    /// Σ(R) = 2∫₀^∞ ρ(√(R² + z²)) dz from the density alone. With z = R sinh u the integrand ρ(R cosh u)·R cosh u is even in u and
    /// analytic for |Im u| &lt; π/2, so the trapezoidal rule converges like exp(−π²/h): h = 1/4 is at rounding error.
    /// </summary>
    public double IntegrateLineOfSight(double radius)
    {
        const double step = 0.25;
        var sum = Term(0) / 2;
        for (var k = 1; ; k++)
        {
            var term = Term(k * step);
            sum += term;
            if (term < 1e-18 * sum) return 2 * step * sum;
        }

        double Term(double u)
        {
            var r = radius * Math.Cosh(u);
            return Density(r) * r;
        }
    }

    /// <summary>∫₀ᴿ R′Σ(R′) dR′ from the density alone, 1/(2π) of the mass in the cylinder of radius R.</summary>
    /// <remarks>
    /// The double-exponential rule R′ = R/(1 + exp(−π sinh v)) sends both ends to infinity, so that the logarithm of Σ at the centre does no harm.
    /// </remarks>
    public double MassWithin(double radius)
    {
        const double step = 1.0 / 32;
        double sum = 0;
        for (var k = -128; k <= 128; k++)
        {
            var v = k * step;
            var outer = Math.Exp(-Math.PI * Math.Sinh(v));
            var r = radius / (1 + outer);
            var derivative = r * (outer / (1 + outer)) * Math.PI * Math.Cosh(v);
            // At the far ends the weight underflows before the integrand can be evaluated.
            if (derivative > 0 && double.IsFinite(derivative)) sum += r * IntegrateLineOfSight(r) * derivative;
        }
        return step * sum;
    }

    /// <summary>X(s) = arsech(s)/√(1 − s²) below 1, arcsec(s)/√(s² − 1) above; in t = 1 − s² the one function artanh(√t)/√t = Σ tᵏ/(2k + 1).</summary>
    private static double Angle(double s)
    {
        var t = 1 - s * s;
        return Math.Abs(t) < 0.3 ? Series(t, k => 1.0 / (2 * k + 1))
            : t > 0 ? Math.Acosh(1 / s) / Math.Sqrt(t)
            : Math.Acos(1 / s) / Math.Sqrt(-t);
    }

    /// <summary>(X − 1)/(1 − s²).</summary>
    private static double ProjectedExcess(double s)
    {
        var t = 1 - s * s;
        return Math.Abs(t) < 0.3 ? Series(t, k => 1.0 / (2 * k + 3)) : (Angle(s) - 1) / t;
    }

    /// <summary>ln(s/2) + X(s). Below 0.3 the two nearly cancel, and with q = √(1 − s²) the rest is [ln((1 + q)/2) − ln(s/2)(1 − q)]/q.</summary>
    private static double MeanExcess(double s)
    {
        if (s > 0.3) return Math.Log(s / 2) + Angle(s);
        var q = Math.Sqrt((1 - s) * (1 + s));
        var lack = s * s / (1 + q); // 1 − q without cancellation
        return (LogOnePlus(-lack / 2) - Math.Log(s / 2) * lack) / q;
    }

    /// <summary>ln(1 + y) for small y: the rounding of 1 + y is divided out.</summary>
    private static double LogOnePlus(double y)
    {
        var rounded = 1 + y;
        return rounded == 1 ? y : Math.Log(rounded) * (y / (rounded - 1));
    }

    /// <summary>Σ cₖtᵏ for bounded cₖ and |t| &lt; 0.3: 0.3³² is below rounding.</summary>
    private static double Series(double t, Func<int, double> coefficient)
    {
        double sum = 0;
        for (var k = 32; k >= 0; k--) sum = coefficient(k) + t * sum;
        return sum;
    }
}

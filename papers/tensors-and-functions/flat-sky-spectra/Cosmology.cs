namespace Praxis.Papers.TensorsAndFunctions.FlatSkySpectra;

/// <summary>A flat universe of matter and Λ: distances in Mpc/h, wavenumbers in h/Mpc.</summary>
public sealed class Cosmology
{
    /// <summary>c/H₀ in Mpc/h.</summary>
    public const double HubbleDistance = 2997.92458;

    private const int Steps = 4000;
    private static readonly double LargestLog = Math.Log(1 + 1200.0);
    private readonly double[] _distance = new double[Steps + 1]; // χ at equal steps of ln(1 + z)
    private readonly double _growthToday;

    /// <summary>A universe with this share of matter.</summary>
    /// <param name="matter">Ω_m, above 0 and below 1.</param>
    /// <param name="hubble">h, needed for the shape of the spectrum only.</param>
    /// <param name="tilt">n_s.</param>
    public Cosmology(double matter = (0.11933 + 0.02242) / (0.6766 * 0.6766), double hubble = 0.6766, double tilt = 0.9665)
    {
        if (matter is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(matter), matter, "The share of matter lies between 0 and 1.");
        if (hubble is not (> 0 and < 10)) throw new ArgumentOutOfRangeException(nameof(hubble), hubble, "h lies between 0 and 10.");
        (Matter, Hubble, Tilt) = (matter, hubble, tilt);
        var h = LargestLog / Steps;
        for (var i = 0; i < Steps; i++) // Simpson on each step
            _distance[i + 1] = _distance[i] + h / 6 * (Slope(i * h) + 4 * Slope((i + 0.5) * h) + Slope((i + 1) * h));
        _growthToday = Unnormalised(1);
    }

    /// <summary>Ω_m today.</summary>
    public double Matter { get; }

    /// <summary>h.</summary>
    public double Hubble { get; }

    /// <summary>n_s.</summary>
    public double Tilt { get; }

    /// <summary>H(z)/H₀.</summary>
    public double Expansion(double z) => Math.Sqrt(Matter * Math.Pow(1 + z, 3) + 1 - Matter);

    /// <summary>The comoving distance χ(z) = ∫ c dz/H, for z from 0 to 1,200.</summary>
    /// <exception cref="ArgumentOutOfRangeException">z is outside that range.</exception>
    public double Distance(double z)
    {
        if (z is not (>= 0 and <= 1200)) throw new ArgumentOutOfRangeException(nameof(z), z, "The redshift lies between 0 and 1,200.");
        var h = LargestLog / Steps;
        var log = Math.Log(1 + z);
        var i = Math.Min((int)(log / h), Steps - 1);
        return Hermite((log - i * h) / h, _distance[i], _distance[i + 1], h * Slope(i * h), h * Slope((i + 1) * h));
    }

    /// <summary>The redshift at a comoving distance.</summary>
    public double Redshift(double distance)
    {
        var i = Array.BinarySearch(_distance, distance);
        if (i < 0) i = Math.Clamp(~i - 1, 0, Steps - 1);
        i = Math.Min(i, Steps - 1);
        var h = LargestLog / Steps;
        var width = _distance[i + 1] - _distance[i];
        return Math.Exp(Hermite((distance - _distance[i]) / width, i * h, (i + 1) * h, width / Slope(i * h), width / Slope((i + 1) * h))) - 1;
    }

    /// <summary>The growth of structure at a comoving distance, 1 today: D = a·₂F₁(1/3, 1; 11/6; −a³Ω_Λ/Ω_m), normalised.</summary>
    public double Growth(double distance) => Unnormalised(1 / (1 + Redshift(distance))) / _growthToday;

    /// <summary>The transfer function of Bardeen, Bond, Kaiser and Szalay (1986), as P(k) = k^n_s·T², not normalised.</summary>
    /// <param name="k">h/Mpc.</param>
    public double Power(double k)
    {
        var q = k / (Matter * Hubble);
        var t = q < 1e-6 ? 1 : Math.Log(1 + 2.34 * q) / (2.34 * q);
        var polynomial = 1 + 3.89 * q + Math.Pow(16.1 * q, 2) + Math.Pow(5.46 * q, 3) + Math.Pow(6.71 * q, 4);
        return Math.Pow(k, Tilt) * t * t / Math.Sqrt(polynomial);
    }

    // dχ/d ln(1 + z)
    private double Slope(double log) => HubbleDistance * Math.Exp(log) / Expansion(Math.Exp(log) - 1);

    // By Pfaff's transformation ₂F₁(a, b; c; y) = (1 − y)^(−b) ₂F₁(c − a, b; c; y/(y − 1)), whose series converges for every y < 0.
    private double Unnormalised(double a)
    {
        var y = -a * a * a * (1 - Matter) / Matter;
        var argument = y / (y - 1);
        double term = 1, sum = 1;
        for (var n = 0; n < 2000 && term > 1e-17 * sum; n++) sum += term *= (1.5 + n) / (11.0 / 6 + n) * argument;
        return a / (1 - y) * sum;
    }

    private static double Hermite(double t, double y0, double y1, double d0, double d1)
    {
        double s = 1 - t;
        return s * s * ((1 + 2 * t) * y0 + t * d0) + t * t * ((1 + 2 * s) * y1 - s * d1);
    }
}

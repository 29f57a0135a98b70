using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>
/// A simulated transient: in every filter a rise and a fall, f(t) = A·e^(−(t − t₀)/τ_fall)/(1 + e^(−(t − t₀)/τ_rise)), with the colours of a black body.
/// Redder filters peak later and fade more slowly, as a cooling body does.
/// </summary>
public sealed class Transient : ILightCurveFit
{
    /// <summary>The kinds.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["like Ia", "plateau", "short"];

    /// <summary>Filters g and r, in Å.</summary>
    public static double[] TwoFilters { get; } = [4741.64, 6173.23];

    /// <summary>Filters u, g, r, i, z and y, in Å.</summary>
    public static double[] SixFilters { get; } = [3751.36, 4741.64, 6173.23, 7501.62, 8679.19, 9711.53];

    private readonly double _rise, _fall, _temperature, _plateau;

    private Transient(int kind, double rise, double fall, double temperature, double plateau) =>
        (Kind, _rise, _fall, _temperature, _plateau) = (kind, rise, fall, temperature, plateau);

    /// <summary>Its kind, a place in <see cref="Kinds"/>.</summary>
    public int Kind { get; }

    /// <summary>Draws a transient that began near time 0.</summary>
    public static Transient Draw(RandomStream random)
    {
        var kind = random.Next(3);
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        return kind switch
        {
            0 => new(kind, Between(2, 6), Between(15, 30), Between(9e3, 1.2e4), 0),
            1 => new(kind, Between(2, 10), Between(25, 60), Between(6e3, 1e4), Between(60, 90)),
            _ => new(kind, Between(1, 3), Between(5, 12), Between(8e3, 1.2e4), 0),
        };
    }

    /// <summary>The true flux; that of g is of the size 100.</summary>
    public double Flux(double time, double wavelength)
    {
        var red = wavelength / 4741.64;
        double t = time - (2 * (red - 1)), fall = _fall * Math.Sqrt(red);
        var risen = 1 / (1 + Math.Exp(-t / _rise));
        var bump = Math.Exp(-t / fall) * risen;
        // For t far before the rise both factors run off against each other; the product goes to 0.
        if (!double.IsFinite(bump) || t < -20 * _rise) bump = 0;
        var plateau = _plateau > 0 ? 0.5 * risen / (1 + Math.Exp((t - _plateau) / 5)) : 0;
        return 150 * Planck(wavelength) / Planck(4741.64) * (bump + plateau);
    }

    /// <inheritdoc/>
    public FluxEstimate Predict(double[] times, double[] wavelengths) => new([.. times.Zip(wavelengths, Flux)], [.. times.Select(_ => 0.0)]);

    /// <summary>Observes it on irregular nights: about every third, one stretch of bad weather, not every filter each night, errors of 3 to 15 % and a floor, 3 % of outliers.</summary>
    /// <param name="filters">The survey's filters.</param>
    /// <param name="random">Nights and noise.</param>
    public LightCurve Observe(double[] filters, RandomStream random)
    {
        var share = filters.Length == 2 ? 0.8 : 0.35;
        double[] badWeather = [(80 * random.NextDouble()) - 5, 7 + (5 * random.NextDouble())];
        List<double> times = [], wavelengths = [], fluxes = [], errors = [];
        for (var night = -15 - (10 * random.NextDouble()); night < 100; night += 0.9 + (2.1 * random.NextExponential()))
        {
            if (night > badWeather[0] && night < badWeather[0] + badWeather[1]) continue;
            foreach (var wavelength in filters)
            {
                if (random.NextDouble() > share) continue;
                var time = night + (0.1 * random.NextDouble());
                var flux = Flux(time, wavelength);
                var error = (flux * (0.03 + (0.12 * random.NextDouble()))) + 2;
                times.Add(time);
                wavelengths.Add(wavelength);
                errors.Add(error);
                fluxes.Add(flux + (error * random.NextNormal() * (random.NextDouble() < 0.03 ? 5 : 1)));
            }
        }
        return new([.. times], [.. wavelengths], [.. fluxes], [.. errors]);
    }

    // λ⁻⁵/(e^(hc/λkT) − 1); hc/k = 1.4388e8 Å·K.
    private double Planck(double wavelength) => Math.Pow(wavelength / 5000, -5) / (Math.Exp(1.4388e8 / (wavelength * _temperature)) - 1);
}

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>Brings one object's time, log₁₀ wavelength and flux to mean 0 and standard deviation 1. What is constant stays at 0.</summary>
internal sealed class CurveScaling
{
    private readonly (double Mean, double Deviation) _time, _wavelength, _flux;

    /// <summary>The scaling of an object; from the points a model is fitted to, never from held-out ones.</summary>
    public CurveScaling(LightCurve observations)
    {
        observations.EnsureSense();
        _time = Of(observations.Times);
        _wavelength = Of([.. observations.Wavelengths.Select(wavelength => Math.Log10(wavelength))]);
        _flux = Of(observations.Fluxes);
    }

    /// <summary>One standard unit of flux.</summary>
    public double FluxUnit => _flux.Deviation;

    /// <summary>Inputs of a model, point by point: (2n), t and log λ.</summary>
    public double[] Inputs(double[] times, double[] wavelengths)
    {
        var inputs = new double[2 * times.Length];
        for (var i = 0; i < times.Length; i++)
        {
            inputs[2 * i] = (times[i] - _time.Mean) / _time.Deviation;
            inputs[(2 * i) + 1] = (Math.Log10(wavelengths[i]) - _wavelength.Mean) / _wavelength.Deviation;
        }
        return inputs;
    }

    /// <summary>Fluxes in standard units.</summary>
    public double[] Scale(double[] fluxes) => [.. fluxes.Select(flux => (flux - _flux.Mean) / _flux.Deviation)];

    /// <summary>A flux from standard units.</summary>
    public double Flux(double scaled) => _flux.Mean + (_flux.Deviation * scaled);

    private static (double, double) Of(double[] values)
    {
        var mean = values.Average();
        var deviation = Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
        // One filter only, or one night: a deviation of rounding errors must not blow them up.
        return (mean, deviation > 1e-9 * Math.Max(1e-300, Math.Abs(mean)) ? deviation : 1);
    }
}

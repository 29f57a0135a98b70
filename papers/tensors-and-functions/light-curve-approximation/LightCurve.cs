namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>The observations of one object: when, in which light, how bright, how sure. In no particular order.</summary>
/// <param name="Times">t in days: (n).</param>
/// <param name="Wavelengths">λ of the filter in Å, above 0: (n).</param>
/// <param name="Fluxes">F: (n); negative values are legitimate noise.</param>
/// <param name="Errors">σ of each flux, 0 where unknown: (n).</param>
public sealed record LightCurve(double[] Times, double[] Wavelengths, double[] Fluxes, double[] Errors)
{
    /// <summary>The number of observations.</summary>
    public int Count => Times.Length;

    /// <summary>Some of the observations.</summary>
    public LightCurve Take(IReadOnlyList<int> places) =>
        new([.. places.Select(i => Times[i])], [.. places.Select(i => Wavelengths[i])], [.. places.Select(i => Fluxes[i])], [.. places.Select(i => Errors[i])]);

    /// <summary>Refuses what no model can be fitted to.</summary>
    /// <exception cref="ArgumentException">No observations, lists of different lengths, numbers that are not finite, a wavelength that is not positive, a negative error.</exception>
    public void EnsureSense()
    {
        if (Count == 0) throw new ArgumentException("There are no observations.");
        if (Wavelengths.Length != Count || Fluxes.Length != Count || Errors.Length != Count) throw new ArgumentException("Times, wavelengths, fluxes and errors must be equally many.");
        for (var i = 0; i < Count; i++)
            if (!double.IsFinite(Times[i]) || !double.IsFinite(Fluxes[i]) || !(Wavelengths[i] > 0) || !double.IsFinite(Wavelengths[i]) || !(Errors[i] >= 0))
                throw new ArgumentException($"Observation {i + 1} makes no sense: time {Times[i]}, wavelength {Wavelengths[i]}, flux {Fluxes[i]} ± {Errors[i]}.");
    }
}

/// <summary>A way to make a curve of scattered observations.</summary>
public interface ILightCurveModel
{
    /// <summary>Its name.</summary>
    string Name { get; }

    /// <summary>Fits one object.</summary>
    /// <param name="observations">The object's points.</param>
    /// <param name="random">First weights, starts of a search, samples.</param>
    /// <exception cref="ArgumentException">The observations make no sense.</exception>
    ILightCurveFit Fit(LightCurve observations, Praxis.Numerics.RandomStream random);
}

/// <summary>A fitted object.</summary>
public interface ILightCurveFit
{
    /// <summary>Flux and standard deviation of a new observation at some times and wavelengths.</summary>
    /// <param name="times">t in days: (m).</param>
    /// <param name="wavelengths">λ in Å: (m).</param>
    FluxEstimate Predict(double[] times, double[] wavelengths);
}

/// <summary>Predicted fluxes.</summary>
/// <param name="Mean">Flux: (m).</param>
/// <param name="Deviation">Its standard deviation: (m); NaN where the model has none.</param>
public sealed record FluxEstimate(double[] Mean, double[] Deviation)
{
    /// <summary>The same without negative fluxes.</summary>
    public FluxEstimate Clipped() => this with { Mean = [.. Mean.Select(flux => Math.Max(0, flux))] };
}

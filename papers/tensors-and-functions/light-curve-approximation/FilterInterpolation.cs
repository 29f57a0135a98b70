using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>What one does without a model: straight lines between the points of each filter, the end points carried on. No error is known.</summary>
public sealed class FilterInterpolation : ILightCurveModel
{
    /// <inheritdoc/>
    public string Name => "straight lines";

    /// <inheritdoc/>
    public ILightCurveFit Fit(LightCurve observations, RandomStream random)
    {
        observations.EnsureSense();
        return new Fitted([.. Enumerable.Range(0, observations.Count)
            .GroupBy(i => observations.Wavelengths[i])
            .Select(filter => (filter.Key, filter
                // Several exposures at one time count as their mean.
                .GroupBy(i => observations.Times[i])
                .Select(night => (night.Key, night.Average(i => observations.Fluxes[i])))
                .OrderBy(point => point.Key)
                .ToArray()))]);
    }

    private sealed record Fitted((double Wavelength, (double Time, double Flux)[] Points)[] Filters) : ILightCurveFit
    {
        public FluxEstimate Predict(double[] times, double[] wavelengths) =>
            new([.. times.Zip(wavelengths, At)], [.. times.Select(_ => double.NaN)]);

        // A filter without points borrows those of the nearest one.
        private double At(double time, double wavelength)
        {
            var points = Filters.MinBy(filter => Math.Abs(filter.Wavelength - wavelength)).Points;
            var after = Array.FindIndex(points, point => point.Time >= time);
            if (after == 0) return points[0].Flux;
            if (after < 0) return points[^1].Flux;
            var (left, right) = (points[after - 1], points[after]);
            return left.Flux + ((right.Flux - left.Flux) * (time - left.Time) / (right.Time - left.Time));
        }
    }
}

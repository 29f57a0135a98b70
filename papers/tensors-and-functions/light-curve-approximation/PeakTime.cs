namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>When an object is brightest.</summary>
public static class PeakTime
{
    /// <summary>Equally spaced times.</summary>
    public static double[] Grid(double from, double to, int points) => [.. Enumerable.Range(0, points).Select(i => from + ((to - from) * i / (points - 1)))];

    /// <summary>The time at which the fluxes of all filters together, negative ones as 0, are largest.</summary>
    /// <param name="fit">The curves.</param>
    /// <param name="from">Where to begin looking.</param>
    /// <param name="to">Where to end.</param>
    /// <param name="filters">The filters' wavelengths.</param>
    public static double Of(ILightCurveFit fit, double from, double to, IReadOnlyList<double> filters)
    {
        var grid = Grid(from, to, 400);
        var sums = new double[grid.Length];
        foreach (var wavelength in filters)
            foreach (var (i, flux) in fit.Predict(grid, [.. grid.Select(_ => wavelength)]).Clipped().Mean.Index()) sums[i] += flux;
        return grid[Array.IndexOf(sums, sums.Max())];
    }
}

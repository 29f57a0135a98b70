using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>The figures of study and tool.</summary>
internal static class LightCurveFigures
{
    /// <summary>One object in two filters with the curves of two models.</summary>
    public static Figure OneObject(RandomStream random, PerceptronModel perceptron, GaussianProcessModel process)
    {
        var item = SimulatedObject.Draw(random, twoFilters: true);
        var network = perceptron.Fit(item.Observations, random.Fork("perceptron"));
        var gaussian = process.Fit(item.Observations, random.Fork("process"));
        var grid = PeakTime.Grid(item.Observations.Times.Min(), item.Observations.Times.Max(), 150);
        return new Figure
        {
            Title = "One simulated object in two filters",
            Description = "Observed points with their errors, the true curve dashed, the perceptron's curve, and the Gaussian process with a band of one standard deviation of a new observation.",
            Panels = [.. item.Filters.Zip(["g", "r"]).Select(filter =>
            {
                var (wavelength, name) = filter;
                double[] wavelengths = [.. grid.Select(_ => wavelength)];
                var band = gaussian.Predict(grid, wavelengths).Clipped();
                return new Panel
                {
                    Title = $"filter {name}, {wavelength:0} Å",
                    X = new Axis("time since the explosion, days"),
                    Y = new Axis("flux"),
                    Marks =
                    [
                        new Line(grid, band.Mean, [.. band.Mean.Zip(band.Deviation, (m, d) => m - d)], [.. band.Mean.Zip(band.Deviation, (m, d) => m + d)]) { Name = "Gaussian process" },
                        new Line(grid, network.Predict(grid, wavelengths).Clipped().Mean) { Name = "perceptron" },
                        new Line(grid, [.. grid.Select(time => item.Truth.Flux(time, wavelength))], Dashed: true) { Name = "truth" },
                        .. Points(item.Observations, wavelength),
                    ],
                };
            })],
        };
    }

    /// <summary>A filter's points with their errors as strokes.</summary>
    public static IEnumerable<Mark> Points(LightCurve observations, double wavelength)
    {
        int[] own = [.. Enumerable.Range(0, observations.Count).Where(i => observations.Wavelengths[i] == wavelength)];
        double[] times = [.. own.Select(i => observations.Times[i])], fluxes = [.. own.Select(i => observations.Fluxes[i])];
        yield return new Scatter(times, fluxes) { Name = "observed", Color = 3 };
        if (own.Any(i => observations.Errors[i] > 0))
            yield return new Segments([.. own.Select(i => new Segment(observations.Times[i], observations.Fluxes[i] - observations.Errors[i], observations.Times[i], observations.Fluxes[i] + observations.Errors[i]))]) { Color = 3 };
    }

    /// <summary>Median error ratios by model and split.</summary>
    public static Figure Ratios(string[] models, IReadOnlyList<string> splits, IReadOnlyList<double[]> medians) => new()
    {
        Title = "Error at held-out points, compared with the Gaussian process",
        Description = "Median over objects of the ratio of a model's error to that of the Gaussian process without stated errors, which has 1 by definition, for three ways of holding points out. Below 1 is better.",
        Panels =
        [
            new Panel
            {
                X = new Axis("median ratio of errors"),
                Y = new Axis(Categories: models),
                Marks = [.. splits.Select((split, s) => (Mark)new Bars(medians[s]) { Name = $"held out: {split}" }), new Rule(1, Vertical: true)],
            },
        ],
    };

    /// <summary>Fit time against the number of points.</summary>
    public static Figure FitTimes(string[] models, IReadOnlyList<(int Points, double[] Seconds)> times) => new()
    {
        Title = "Time of a fit",
        Description = "Time of one fit against the number of points of the object, logarithmic, one dot for each object and model.",
        Panels =
        [
            new Panel
            {
                X = new Axis("points of the object"),
                Y = new Axis("time, milliseconds", AxisScale.Log),
                Marks = [.. models.Select((model, m) => new Scatter([.. times.Select(time => (double)time.Points)], [.. times.Select(time => Math.Round(1000 * time.Seconds[m], 3))]) { Name = model })],
            },
        ],
    };
}

using System.Globalization;
using System.Text;
using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>Regular curves in every band from the reader's irregular observations, with the error measured on points held out in turn.</summary>
[Paper("light-curve-approximation")]
public sealed class LightCurveTool : ITool<LightCurveToolOptions>
{
    private const int FewestPoints = 6;
    private const int Folds = 5;

    /// <inheritdoc/>
    public string Says => "Make regular, gap-free curves of one object in every band from irregular noisy observations.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "supernova.csv -o curves.csv",
        "supernova.csv --model gaussian --points 200 --html curves.html",
        "sensors.csv --wavelengths low=100,high=200 --keep-negative",
    ];

    /// <inheritdoc/>
    public ToolReport Use(LightCurveToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = ObservationTable.Read(options.Observations, options.Wavelengths);
        var curve = table.Curve;
        if (curve.Count < FewestPoints) throw new ToolException($"{options.Observations.Path}: {curve.Count} observations; at least {FewestPoints} are needed.");
        double from = curve.Times.Min(), to = curve.Times.Max();
        if (from == to) throw new ToolException($"{options.Observations.Path}: all observations are of one time, {from.ToString("R", CultureInfo.InvariantCulture)}. A curve needs several times.");
        var hasErrors = curve.Errors.All(error => error > 0);
        ILightCurveModel model = options.Model switch
        {
            LightCurveChoice.Gaussian => new GaussianProcessModel(restarts: 5, usesErrors: hasErrors),
            LightCurveChoice.Bayesian => new BayesianNetworkModel(),
            _ => PerceptronModel.ByLbfgs(),
        };

        var held = new double[curve.Count];
        double[] deviations = new double[curve.Count], lines = new double[curve.Count];
        var order = context.Random("folds").Permutation(curve.Count);
        for (var fold = 0; fold < Folds; fold++)
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"held-out fifth {fold + 1} of {Folds}", 0.9 * fold / Folds);
            int[] test = [.. order.Where((_, i) => i % Folds == fold)];
            var given = curve.Take([.. order.Except(test)]);
            var points = curve.Take(test);
            var estimate = Predict(model.Fit(given, context.Random($"fold {fold}")), points.Times, points.Wavelengths);
            var simple = Predict(new FilterInterpolation().Fit(given, context.Random("lines")), points.Times, points.Wavelengths);
            foreach (var (i, place) in test.Index()) (held[place], deviations[place], lines[place]) = (estimate.Mean[i], WithNoise(estimate.Deviation[i], points.Errors[i]), simple.Mean[i]);
        }
        cancel.ThrowIfCancellationRequested();
        context.Report("all points", 0.9);
        var fit = model.Fit(curve, context.Random("all points"));
        var peak = PeakTime.Of(fit, from, to, [.. table.Bands.Select(band => band.Wavelength)]);
        var grid = PeakTime.Grid(from, to, options.Points);
        var curves = table.Bands.Select(band => Predict(fit, grid, [.. grid.Select(_ => band.Wavelength)])).ToList();

        double error = Root(held), simpleError = Root(lines);
        var mean = curve.Fluxes.Average();
        var relative = error / Math.Max(double.Epsilon, Math.Sqrt(curve.Fluxes.Average(flux => (flux - mean) * (flux - mean))));
        List<string> remarks = [.. table.Remarks];
        if (table.Bands.Count == 1) remarks.Add("There is one band only; wavelength plays no part.");
        foreach (var band in table.Bands)
            if (curve.Wavelengths.Count(wavelength => wavelength == band.Wavelength) is var points && points < 3)
                remarks.Add($"Band {band.Name} has {points} point{(points == 1 ? "" : "s")}: its curve is borrowed from the other bands.");
        if (peak <= from + ((to - from) / 400) || peak >= to - ((to - from) / 400)) remarks.Add("The largest flux lies at an end of the observed time: the peak itself was perhaps not observed.");
        if (simpleError < error) remarks.Add($"Straight lines between the points of each band do better on held-out points here ({Numbers.Short(simpleError)}): this model does not fit the object well; try another --model.");
        var bandWidth = options.Model == LightCurveChoice.Perceptron ? "the root mean square of the training residuals, the same everywhere" : options.Model == LightCurveChoice.Bayesian ? "the spread of 100 draws of the weights, which is too narrow as a rule" : hasErrors ? "that of the curve and of unexplained scatter; the error of an observation comes on top" : "that of a new observation";

        return new ToolReport
        {
            Headline = $"{table.Bands.Count} band{(table.Bands.Count == 1 ? "" : "s")} from {curve.Count} points by a {model.Name}: brightest at {peak.ToString("0.##", CultureInfo.InvariantCulture)}; held-out points are missed by {Numbers.Short(error)} (root mean square), {Numbers.Short(100 * relative)} % of the fluxes' own scatter.",
            Guarantee = $"None: a smooth curve through noisy points is a guess between them, and nothing is said outside {from.ToString("0.##", CultureInfo.InvariantCulture)} to {to.ToString("0.##", CultureInfo.InvariantCulture)}. The error is measured on points held out in turn.",
            Measures =
            [
                new("held-out error", error, Note: $"root mean square over {Folds} parts held out in turn, noise of the points included"),
                new("of straight lines", simpleError, Note: "the same, for lines between the points of each band"),
                new("within 1 σ", Enumerable.Range(0, curve.Count).Average(i => Math.Abs(held[i] - curve.Fluxes[i]) <= deviations[i] ? 1.0 : 0.0), Note: "share of held-out points; 0.68 if σ is right"),
                new("within 1.96 σ", Enumerable.Range(0, curve.Count).Average(i => Math.Abs(held[i] - curve.Fluxes[i]) <= 1.96 * deviations[i] ? 1.0 : 0.0), Note: "0.95 if σ is right"),
                new("peak time", peak, Note: "largest sum over bands"),
            ],
            Figures = [Draw(table, grid, curves)],
            Remarks = [.. remarks, $"The curves' σ is {bandWidth}."],
            Outputs = [new TextOutput("curves", $"time, band, flux and σ on {options.Points} times for each band", Csv(table, grid, curves))],
        };

        FluxEstimate Predict(ILightCurveFit fitted, double[] times, double[] wavelengths) =>
            options.KeepNegative ? fitted.Predict(times, wavelengths) : fitted.Predict(times, wavelengths).Clipped();

        // A process that was told the errors of its points says nothing of those of new ones.
        double WithNoise(double deviation, double noise) => options.Model == LightCurveChoice.Gaussian && hasErrors ? Math.Sqrt((deviation * deviation) + (noise * noise)) : deviation;

        double Root(double[] predicted) => Math.Sqrt(predicted.Zip(curve.Fluxes, (guess, flux) => (guess - flux) * (guess - flux)).Average());
    }

    private static Figure Draw(ObservationTable table, double[] grid, List<FluxEstimate> curves) => new()
    {
        Title = "Observations and curves",
        Description = "One panel for each band: the observed fluxes with their errors, and the curve with a band of one standard deviation.",
        Panels = [.. table.Bands.Take(12).Zip(curves, (band, curve) => new Panel
        {
            Title = $"band {band.Name}",
            X = new Axis("time"),
            Y = new Axis("flux"),
            Marks =
            [
                new Line(grid, curve.Mean, [.. curve.Mean.Zip(curve.Deviation, (m, d) => m - d)], [.. curve.Mean.Zip(curve.Deviation, (m, d) => m + d)]) { Name = "curve" },
                .. LightCurveFigures.Points(table.Curve, band.Wavelength),
            ],
        })],
    };

    private static string Csv(ObservationTable table, double[] grid, List<FluxEstimate> curves)
    {
        var text = new StringBuilder("time,band,flux,flux_err\n");
        foreach (var (band, curve) in table.Bands.Zip(curves))
            for (var i = 0; i < grid.Length; i++)
                text.Append(CultureInfo.InvariantCulture, $"{grid[i]:R},{band.Name},{curve.Mean[i]:R},{curve.Deviation[i]:R}\n");
        return text.ToString();
    }
}

using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>
/// Simulates transients, fits every model to parts of their points, and measures the error against the true flux, the time of a fit, the
/// distance of the peak, and how well the kind of object is told from the curves.
/// </summary>
[Paper("light-curve-approximation")]
public sealed class LightCurveStudy : IStudy
{
    private const int FewestForTiming = 50;
    private static readonly PerceptronModel Perceptron = PerceptronModel.ByLbfgs();
    private static readonly GaussianProcessModel Process = new(restarts: 5);
    private static readonly ILightCurveModel[] Models =
        [Perceptron, PerceptronModel.ByAdam(), new BayesianNetworkModel(), Process, new GaussianProcessModel(restarts: 5, usesErrors: true), new FilterInterpolation()];

    // What is compared by peak and class.
    private static readonly ILightCurveModel[] WholeModels = [Perceptron, Process, new FilterInterpolation()];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var count = context.Pick(smoke: 2, small: 4, full: 8);
        var results = new SeedResult[context.Seeds.Count];
        var done = 0;
        Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = 2 }, s =>
        {
            var seed = context.Seeds[s];
            results[s] = new SeedResult(seed, [.. Enumerable.Range(0, count).Select(i =>
            {
                cancel.ThrowIfCancellationRequested();
                return Measure(SimulatedObject.Draw(context.Random(seed, $"object {i}"), i % 2 == 0), context.Random(seed, $"fits {i}"), cancel);
            })]);
            context.Report($"objects of seed {seed}", 0.7 * Interlocked.Increment(ref done) / results.Length);
        });
        Errors(found, results);
        Peaks(found, results);
        Classes(found, results);
        Times(context, found, cancel);
        found.Add(LightCurveFigures.OneObject(context.Random(context.Seeds[0], "shown object"), Perceptron, Process));
        found.Remark("The error is measured against the true flux, so that noise in the held-out points does not hide differences. Negative predictions count as 0 for every model.");
        found.Remark("The paper's normalizing flow (eight coupling layers, 3,000 steps with fluxes drawn anew) is not built here.");
        found.Remark("Fits of either kind take milliseconds here, for both are written as plain loops over arrays. A perceptron's time grows with the number of points, that of a Gaussian process with its cube: with one start the process is the faster one below about 70 points and the slower one above.");
        found.Remark("The process without stated errors is the baseline, for the networks get no errors either; the row with stated errors shows what a reader who has them gives away.");
        return Task.FromResult(found.Build());
    }

    private static ObjectResult Measure(SimulatedObject item, RandomStream random, CancellationToken cancel)
    {
        var errors = new Dictionary<string, double[]>();
        var within = new List<double[]>();
        foreach (var (s, split) in item.Splits(random.Fork("splits")).Index())
        {
            var given = item.Observations.Take(split.Given);
            var held = item.Observations.Take(split.Held);
            double[] truth = [.. held.Times.Zip(held.Wavelengths, item.Truth.Flux)];
            errors[split.Name] = [.. Models.Select((model, m) =>
            {
                cancel.ThrowIfCancellationRequested();
                var estimate = model.Fit(given, random.Fork($"{split.Name}, {m}")).Predict(held.Times, held.Wavelengths);
                if (s == 0) within.Add([Share(estimate, held, 1, model), Share(estimate, held, 1.96, model)]);
                return Math.Sqrt(estimate.Clipped().Mean.Zip(truth, (guess, flux) => (guess - flux) * (guess - flux)).Average());
            })];
        }
        double from = item.Observations.Times.Min(), to = item.Observations.Times.Max();
        var truePeak = PeakTime.Of(item.Truth, from, to, item.Filters);
        var peaks = new List<double>();
        var features = new List<double[]>();
        foreach (var (m, model) in WholeModels.Index())
        {
            cancel.ThrowIfCancellationRequested();
            var fit = model.Fit(item.Observations, random.Fork($"whole, {m}"));
            var peak = PeakTime.Of(fit, from, to, item.Filters);
            peaks.Add(Math.Min(20, Math.Abs(peak - truePeak)));
            features.Add(CurveFeatures(fit, peak, from, to));
        }
        return new ObjectResult(item.Truth.Kind, item.Observations.Count, errors, [.. within], [.. peaks], [.. features]);
    }

    // A process that was told the errors of its points says nothing of those of new ones: they come on top.
    private static double Share(FluxEstimate estimate, LightCurve held, double deviations, ILightCurveModel model) =>
        Enumerable.Range(0, held.Count).Average(i => Math.Abs(held.Fluxes[i] - estimate.Mean[i])
            <= deviations * (model is GaussianProcessModel { UsesErrors: true } ? Math.Sqrt((estimate.Deviation[i] * estimate.Deviation[i]) + (held.Errors[i] * held.Errors[i])) : estimate.Deviation[i]) ? 1.0 : 0.0);

    // 64 fluxes in g and 64 in r from 20 days before to 80 days after the peak, of the largest; where nothing was observed, the nearest end.
    private static double[] CurveFeatures(ILightCurveFit fit, double peak, double from, double to)
    {
        double[] grid = [.. PeakTime.Grid(peak - 20, peak + 80, 64).Select(time => Math.Clamp(time, from, to))];
        double[] fluxes = [.. Transient.TwoFilters.SelectMany(filter => fit.Predict(grid, [.. grid.Select(_ => filter)]).Clipped().Mean)];
        var largest = Math.Max(fluxes.Max(), 1e-9);
        return [.. fluxes.Select(flux => flux / largest)];
    }

    private static void Errors(FindingsBuilder found, SeedResult[] results)
    {
        int perceptron = Array.IndexOf(Models, Perceptron), process = Array.IndexOf(Models, Process);
        var rows = new List<IReadOnlyList<string>>();
        var medians = new List<double[]>();
        foreach (var split in SimulatedObject.SplitNames)
        {
            foreach (var result in results)
                found.ObservePair("C1", "error", split, result.Seed, Geometric(result.Objects.Select(o => o.Errors[split][perceptron])), Geometric(result.Objects.Select(o => o.Errors[split][process])));
            double[][] ratios = [.. Enumerable.Range(0, Models.Length).Select(m => results.SelectMany(result => result.Objects).Select(o => o.Errors[split][m] / o.Errors[split][process]).ToArray())];
            medians.Add([.. ratios.Select(ratio => Summary.Median(ratio))]);
            rows.AddRange(Models.Select((model, m) => (IReadOnlyList<string>)
            [
                split, model.Name, $"{Summary.Median(results.SelectMany(result => result.Objects).Select(o => o.Errors[split][m])):0.00}",
                $"{Summary.Quantile(ratios[m], 0.25):0.00}", $"{Summary.Median(ratios[m]):0.00}", $"{Summary.Quantile(ratios[m], 0.75):0.00}",
                split == SimulatedObject.SplitNames[0] ? Percent(m, 0) : "", split == SimulatedObject.SplitNames[0] ? Percent(m, 1) : "",
            ]));
        }
        found.Add(LightCurveFigures.Ratios([.. Models.Select(model => model.Name)], SimulatedObject.SplitNames, medians));
        found.Add(new FindingsTable("Error at held-out points (peak fluxes are of the size 100), its ratio to that of the Gaussian process, and the share of held-out fluxes within the stated error",
            ["held out", "model", "median error", "ratio, lower quartile", "ratio, median", "ratio, upper quartile", "within 1 σ, %", "within 1.96 σ, %"], rows));

        string Percent(int model, int width)
        {
            var share = results.SelectMany(result => result.Objects).Average(o => o.Within[model][width]);
            return Models[model] is FilterInterpolation ? "no σ" : $"{100 * share:0}";
        }
    }

    private static void Peaks(FindingsBuilder found, SeedResult[] results)
    {
        foreach (var result in results)
            found.ObservePair("C3", "peak-time", "", result.Seed, result.Objects.Average(o => o.Peaks[0]), result.Objects.Average(o => o.Peaks[1]));
    }

    private static void Classes(FindingsBuilder found, SeedResult[] results)
    {
        var right = WholeModels.Select((_, m) => results.Select(result =>
        {
            var classifier = LinearClassifier.Train([.. results.Where(other => other != result).SelectMany(other => other.Objects).Select(o => (o.Features[m], o.Kind))], Transient.Kinds.Count);
            return result.Objects.Average(o => classifier.Classify(o.Features[m]) == o.Kind ? 1.0 : 0.0);
        }).ToArray()).ToArray();
        foreach (var (s, result) in results.Index())
            found.ObservePair("C3", "classification", "", result.Seed, right[0][s], right[1][s]);
        var all = results.SelectMany(result => result.Objects).ToList();
        found.Add(new FindingsTable($"Peak and class from curves fitted to all points ({all.Count} objects)",
            ["model", "median distance of the peak, days", "mean, at most 20 days each", "class told, %"],
            [.. WholeModels.Select((model, m) => (IReadOnlyList<string>)
                [model.Name, $"{Summary.Median(all.Select(o => o.Peaks[m])):0.00}", $"{all.Average(o => o.Peaks[m]):0.00}", $"{100 * right[m].Average():0.0}"])]));
    }

    private static void Times(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        ILightCurveModel[] timed = [Perceptron, Process, new GaussianProcessModel(restarts: 0), PerceptronModel.ByAdam(), new BayesianNetworkModel()];
        var objects = context.Pick(smoke: 1, small: 2, full: 3);
        var all = new List<(int Points, double[] Seconds)>();
        foreach (var (s, seed) in context.Seeds.Index())
        {
            context.Report($"times, seed {seed}", 0.7 + (0.3 * s / context.Seeds.Count));
            var own = new List<double[]>();
            for (var draw = 0; own.Count < objects; draw++)
            {
                var item = SimulatedObject.Draw(context.Random(seed, $"timed object {draw}"), draw % 2 == 0);
                if (item.Observations.Count < FewestForTiming) continue;
                var seconds = timed.Select(_ => new double[3]).ToArray();
                // In turns, so that a disturbance of the machine meets all alike.
                for (var turn = 0; turn < 3; turn++)
                    foreach (var (m, model) in timed.Index())
                    {
                        cancel.ThrowIfCancellationRequested();
                        if (m > 2 && turn > 0) continue; // shown only
                        var watch = Stopwatch.StartNew();
                        model.Fit(item.Observations, context.Random(seed, $"timed fit {draw}, {turn}"));
                        seconds[m][turn] = watch.Elapsed.TotalSeconds;
                    }
                own.Add([.. seconds.Select((values, m) => m > 2 ? values[0] : Summary.Median(values))]);
                all.Add((item.Observations.Count, own[^1]));
            }
            double Mean(int model) => Geometric(own.Select(seconds => seconds[model]));
            found.ObservePair("C2", "time-six-starts", "", seed, Mean(0), Mean(1));
            found.ObservePair("C2", "time-one-start", "", seed, Mean(0), Mean(2));
        }
        found.Add(LightCurveFigures.FitTimes([.. timed.Select(model => model.Name)], all));
        found.Add(new FindingsTable($"Time of a fit, objects of {all.Min(o => o.Points)} to {all.Max(o => o.Points)} points, milliseconds",
            ["model", "lower quartile", "median", "upper quartile"],
            [.. timed.Select((model, m) => (IReadOnlyList<string>)[model.Name, .. new[] { 0.25, 0.5, 0.75 }.Select(share => $"{1000 * Summary.Quantile(all.Select(o => o.Seconds[m]), share):0.0}")])]));
    }

    private static double Geometric(IEnumerable<double> values) => Math.Exp(values.Average(value => Math.Log(value)));

    private sealed record SeedResult(long Seed, ObjectResult[] Objects);

    // Errors by split and model; shares within one and two deviations by model; the rest by whole model.
    private sealed record ObjectResult(int Kind, int Points, Dictionary<string, double[]> Errors, double[][] Within, double[] Peaks, double[][] Features);
}

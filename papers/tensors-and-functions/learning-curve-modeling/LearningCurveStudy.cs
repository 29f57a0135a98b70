using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>
/// Measures learning curves of taggers and classifiers level by level, forecasts each from its first trusted level, and looks at what came:
/// the error of the forecast beside simpler ones, the stopping rule, the order of systems, and anchors on distorted observations.
/// </summary>
[Paper("learning-curve-modeling")]
public sealed class LearningCurveStudy : IStudy
{
    private const double LatestForecast = 0.75;
    private static readonly double[] Thresholds = [2, 1, 0.5];
    private static readonly TraceOptions Options = new();

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var measured = MeasureCurves(context, cancel);
        var followed = new Dictionary<long, List<FollowedCurve>>();
        foreach (var seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            followed[seed] = [.. measured[seed].Select(curve => new FollowedCurve(curve, LearningTrace.Of(curve.Sizes, curve.Scores, Options)))];
        }
        context.Report("forecasts", 0.85);
        Forecasts(context, found, followed);
        Stops(context, found, followed, cancel);
        Orders(context, found, followed);
        Anchors(context, found, measured, cancel);

        var shown = followed[context.Seeds[0]];
        found.Add(LearningCurveFigures.Trace(shown.FirstOrDefault(curve => curve.Curve.Task == "Bible" && curve.Reached) ?? shown.FirstOrDefault(curve => curve.Reached) ?? shown[0]));
        found.Remark($"The working level needs a slope of at most {Options.LargestSlope} points a step (the paper's 4·10⁻⁵ points a word at steps of 5·10³ words) on {Options.LookAhead + 1} levels in a row. A forecast is made only when that window has been seen; dated back to the prediction level itself it would lean on observations not made yet.");
        found.Remark("The exact form of the convergence criterion is not in our sources: ε is the distance between a trend at its last intersection with the trend before and its own asymptote, wherever that intersection lies.");
        found.Remark("Test items stay the same along a curve, so that neighbouring scores share their noise; a seed draws another order and another test.");
        return Task.FromResult(found.Build());
    }

    private static Dictionary<long, ObservedCurve[]> MeasureCurves(StudyContext context, CancellationToken cancel)
    {
        var digits = PictureLearners.Digits(context.Data);
        var levels = context.Pick(smoke: 20, small: 40, full: 40);
        var small = context.Scale != Scale.Smoke;
        var bible = small ? VowelRestoration.Bible(context.Data) : null;
        var novels = context.Scale == Scale.Full ? VowelRestoration.Novels(context.Data) : null;
        var fashion = context.Scale == Scale.Full ? PictureLearners.Fashion(context.Data) : null;
        var curves = new ObservedCurve[context.Seeds.Count][];
        var done = 0;
        // Seeds are independent of each other; each has its own random numbers, so their order does not matter.
        Parallel.For(0, context.Seeds.Count, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = 2 }, s =>
        {
            var seed = context.Seeds[s];
            RandomStream Random(string task) => context.Random(seed, task);
            List<ObservedCurve> all = [.. digits.Learn("digits", Random("digits"), 1400 / levels, levels, tests: 397, cancel)];
            if (bible is not null) all.AddRange(bible.Learn("Bible", Random("Bible"), step: 5000, levels, testWords: 10_000, cancel));
            if (novels is not null) all.AddRange(novels.Learn("novels", Random("novels"), step: 5000, levels, testWords: 10_000, cancel));
            if (fashion is not null) all.AddRange(fashion.Learn("clothing", Random("clothing"), 8000 / levels, levels, tests: 2000, cancel));
            curves[s] = [.. all];
            context.Report($"learning curves, seed {seed}", 0.8 * Interlocked.Increment(ref done) / context.Seeds.Count);
        });
        return context.Seeds.Zip(curves).ToDictionary(pair => pair.First, pair => pair.Second);
    }

    private static void Forecasts(StudyContext context, FindingsBuilder found, Dictionary<long, List<FollowedCurve>> followed)
    {
        var all = new List<(string Task, double Trend, double[] Simple)>();
        var none = 0;
        foreach (var (seed, curves) in followed)
        {
            var ready = curves.Where(curve => curve.ReachedBy(LatestForecast)).ToList();
            none += ready.Count == 0 ? 1 : 0;
            if (ready.Count == 0) ready = curves; // no curve of this seed was trusted in time: all are forecast at three quarters, without the rule
            var errors = new List<(string Task, double Trend, double[] Simple)>();
            foreach (var item in ready)
            {
                var level = Math.Min(item.Trace.ForecastLevel ?? int.MaxValue, (int)(LatestForecast * item.Trace.Levels));
                var after = Math.Max(level, item.Trace.Levels / 2);
                double[] x = item.Curve.Sizes[..level], y = item.Curve.Scores[..level];
                errors.Add((item.Curve.Task,
                    item.Curve.PercentageError(item.Trace.Trend(level).Evaluate, after),
                    [.. SimpleForecasts.Names.Select(name => item.Curve.PercentageError(SimpleForecasts.Fit(name, x, y), after))]));
            }
            found.Observe("C1", "percentage-error", "", seed, Summary.Median(errors.Select(error => error.Trend)));
            foreach (var (i, name) in SimpleForecasts.Names.Index())
                found.ObservePair("C1", "against-simple-forecasts", name, seed, GeometricMean(errors.Select(error => error.Trend)), GeometricMean(errors.Select(error => error.Simple[i])));
            all.AddRange(errors);
        }

        string[] tasks = [.. all.Select(error => error.Task).Distinct()];
        found.Add(LearningCurveFigures.Errors(tasks, [.. tasks.Select(task => all.Where(error => error.Task == task).ToList()).Select(errors => (double[])
        [
            Summary.Median(errors.Select(error => error.Trend)),
            .. SimpleForecasts.Names.Select((_, i) => Summary.Median(errors.Select(error => error.Simple[i]))),
        ])]));
        var curveCount = followed.Values.Sum(curves => curves.Count);
        var inTime = followed.Values.Sum(curves => curves.Count(curve => curve.ReachedBy(LatestForecast)));
        found.Remark($"{inTime} of {curveCount} curves had a forecast within three quarters of their levels; the others stay out of C1, for the method itself withholds a forecast."
            + (none > 0 ? $" In {none} seeds no curve had one; there all curves were forecast at three quarters." : ""));
        found.Add(new FindingsTable("Curves by task and system (means over seeds)",
            ["task", "system", "first score, %", "last score, %", "seeds with a forecast in time", "level of the forecast", "its error, %", "exponent b at the last level", "ceiling there, %"],
            [.. followed.Values.SelectMany(curves => curves).GroupBy(item => (item.Curve.Task, item.Curve.System)).Select(group =>
            {
                var items = group.ToList();
                var ready = items.Where(item => item.ReachedBy(LatestForecast)).ToList();
                return (IReadOnlyList<string>)
                [
                    group.Key.Task, group.Key.System,
                    $"{items.Average(item => item.Curve.Scores[0]):0.0}", $"{items.Average(item => item.Curve.Scores[^1]):0.0}",
                    $"{ready.Count} of {items.Count}",
                    ready.Count > 0 ? $"{ready.Average(item => item.Trace.ForecastLevel!.Value):0.0}" : "none",
                    ready.Count > 0 ? $"{ready.Average(item => item.Curve.PercentageError(item.Trace.Trend(item.Trace.ForecastLevel!.Value).Evaluate, Math.Max(item.Trace.ForecastLevel!.Value, item.Trace.Levels / 2))):0.00}" : "none",
                    $"{Summary.Median(items.Select(item => item.Trace.Trend(item.Trace.Levels).B)):0.00}",
                    $"{Summary.Median(items.Select(item => item.Trace.Trend(item.Trace.Levels).Asymptote)):0.0}",
                ];
            })]));
    }

    private static void Stops(StudyContext context, FindingsBuilder found, Dictionary<long, List<FollowedCurve>> followed, CancellationToken cancel)
    {
        var synthetic = context.Seeds.ToDictionary(seed => seed, seed => Synthetic(context.Random(seed, "synthetic curves"))
            .Select(curve => new FollowedCurve(curve, LearningTrace.Of(curve.Sizes, curve.Scores, Options))).ToList());
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (name, bySeed) in new[] { ("measured curves", followed), ("synthetic curves", synthetic) })
        {
            var stops = new List<(long Seed, ObservedCurve Curve, double Threshold, double Error, double Saved)>();
            foreach (var (seed, curves) in bySeed)
                foreach (var item in curves)
                {
                    cancel.ThrowIfCancellationRequested();
                    foreach (var threshold in Thresholds)
                        if (item.Trace.ConvergenceLevel(threshold) is { } level && level < item.Trace.Levels)
                            stops.Add((seed, item.Curve, threshold, Math.Abs(item.Trace.Trend(level).Evaluate(item.Curve.Sizes[^1]) - item.Curve.Scores[^1]), 1 - (item.Curve.Sizes[level - 1] / item.Curve.Sizes[^1])));
                }
            var without = 0;
            foreach (var seed in context.Seeds)
            {
                var own = stops.Where(stop => stop.Seed == seed).ToList();
                without += own.Count == 0 ? 1 : 0;
                // Where nothing stops early, training goes on to the last level, whose score then is known.
                found.ObserveShare("C2", "within-threshold", name, seed, own.Count == 0 ? 1 : own.Count(stop => stop.Error <= stop.Threshold), Math.Max(1, own.Count));
            }
            if (without > 0) found.Remark($"{name}: in {without} seeds no curve stopped before its last level; each counts as one kept promise.");
            foreach (var group in stops.GroupBy(stop => (stop.Curve.Task, System: name == "synthetic curves" ? "any" : stop.Curve.System)))
            {
                var systems = bySeed.Values.SelectMany(curves => curves).Count(item => item.Curve.Task == group.Key.Task && (group.Key.System == "any" || item.Curve.System == group.Key.System));
                rows.Add([
                    group.Key.Task, group.Key.System, $"{systems}",
                    .. Thresholds.Select(threshold => group.Where(stop => stop.Threshold == threshold).ToList())
                        .Select(own => own.Count > 0 ? $"{own.Count(stop => stop.Error <= stop.Threshold)} of {own.Count}" : "no stop"),
                    $"{Summary.Median(group.Select(stop => stop.Error)):0.00}", $"{100 * group.Average(stop => stop.Saved):0}",
                ]);
            }
        }
        found.Add(new FindingsTable("The stopping rule: stops before the last level, and what the forecast was worth",
            ["task", "system", "curves", "within τ = 2", "within τ = 1", "within τ = 0.5", "median error, points", "training data saved, %"], rows));
        found.Remark("The rule stops mostly where the power law is wrong: systems that soon learn nothing more (nearest mean, naive Bayes) have curves that are flat up to noise, or bend down, and their trends meet far out, close to the asymptote. Steady learners have exponents below ½; there the trend at its last intersection is many points below its ceiling, and the rule does not stop within 40 levels.");
    }

    // Power laws with noise: what the working hypotheses describe.
    private static IEnumerable<ObservedCurve> Synthetic(RandomStream random)
    {
        double[] sizes = [.. Enumerable.Range(1, 40).Select(level => 5000.0 * level)];
        double Between(double low, double high) => low + ((high - low) * random.NextDouble());
        for (var i = 0; i < 4; i++)
        {
            double b = Between(0.3, 1.2), c = Between(85, 97), a = Between(10, 30) * Math.Pow(sizes[0], b), noise = Between(0.05, 0.3);
            var truth = new PowerLaw(a, b, c);
            yield return new ObservedCurve("synthetic", $"b = {b:0.00}", sizes, [.. sizes.Select(size => truth.Evaluate(size) + (noise * random.NextNormal()))]);
        }
    }

    private static void Orders(StudyContext context, FindingsBuilder found, Dictionary<long, List<FollowedCurve>> followed)
    {
        var levels = new List<double>();
        foreach (var (seed, curves) in followed)
        {
            int pairs = 0, byTrend = 0, raw = 0;
            // Pairs without a forecast in time are compared at three quarters of the levels, where training would be judged anyhow if at all.
            foreach (var one in curves)
                foreach (var other in curves.Where(other => other.Curve.Task == one.Curve.Task && string.CompareOrdinal(one.Curve.System, other.Curve.System) < 0))
                {
                    var last = one.Curve.Scores[^1] - other.Curve.Scores[^1];
                    if (Math.Abs(last) <= 0.5) continue;
                    var latest = (int)(LatestForecast * one.Trace.Levels);
                    var level = Math.Min(latest, Math.Max(one.Trace.ForecastLevel ?? latest, other.Trace.ForecastLevel ?? latest));
                    var size = one.Curve.Sizes[^1];
                    pairs++;
                    levels.Add(level);
                    byTrend += Math.Sign(one.Trace.Trend(level).Evaluate(size) - other.Trace.Trend(level).Evaluate(size)) == Math.Sign(last) ? 1 : 0;
                    raw += Math.Sign(one.Curve.Scores[level - 1] - other.Curve.Scores[level - 1]) == Math.Sign(last) ? 1 : 0;
                }
            found.ObserveShare("C3", "order", "", seed, byTrend, pairs);
            found.ObservePair("C3", "order-against-raw", "", seed, (double)byTrend / pairs, (double)raw / pairs);
        }
        found.Remark($"Pairs of systems were compared at level {Summary.Median(levels):0} in the median; a pair without a forecast by then was compared at three quarters of the levels.");
    }

    private static void Anchors(StudyContext context, FindingsBuilder found, Dictionary<long, ObservedCurve[]> measured, CancellationToken cancel)
    {
        int used = 0, all = 0;
        foreach (var (seed, curves) in measured)
        {
            List<double> with = [], without = [];
            foreach (var curve in curves)
            {
                cancel.ThrowIfCancellationRequested();
                all++;
                var distorted = curve.Distorted(0.05, context.Random(seed, $"distortion, {curve.Name}"));
                var plain = LearningTrace.Of(distorted.Sizes, distorted.Scores, Options);
                var anchored = LearningTrace.Of(distorted.Sizes, distorted.Scores, Options with { Anchors = true });
                var latest = (int)(LatestForecast * plain.Levels);
                // Distortion often keeps the rule from speaking at all; anchors then have no level to begin at.
                var first = plain.PredictionLevel ?? int.MaxValue;
                if (first >= latest) continue;
                used++;
                double Error(LearningTrace trace) => Enumerable.Range(first + 1, latest - first).Average(level => curve.PercentageError(trace.Trend(level).Evaluate, level));
                with.Add(Error(anchored));
                without.Add(Error(plain));
            }
            // Without a curve to compare, anchors change nothing.
            found.ObservePair("C3", "anchors", "", seed, with.Count > 0 ? GeometricMean(with) : 1, without.Count > 0 ? GeometricMean(without) : 1);
        }
        found.Remark($"Of {all} distorted curves {used} had a prediction level within three quarters of their levels, and anchors were compared on those.");
    }

    private static double GeometricMean(IEnumerable<double> values) => Math.Exp(values.Average(value => Math.Log(value)));
}

/// <summary>A measured curve and its learning trace.</summary>
internal sealed record FollowedCurve(ObservedCurve Curve, LearningTrace Trace)
{
    /// <summary>Whether there is a forecast before the end.</summary>
    public bool Reached => ReachedBy(1);

    /// <summary>Whether there is a forecast within a share of the levels.</summary>
    public bool ReachedBy(double share) => Trace.ForecastLevel <= share * Trace.Levels;
}

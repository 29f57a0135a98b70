using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.SlicedWassersteinControlVariates;

/// <summary>
/// Errors of estimates with and without control variates on the same directions, their times, and gradient flows driven by them. The
/// baseline is the plain Monte Carlo average; orthogonal and evenly spread directions are shown beside.
/// </summary>
[Paper("sliced-wasserstein-control-variates")]
public sealed class SlicedWassersteinControlVariatesStudy : IStudy
{
    private static readonly (ControlVariate Variate, string Name)[] FlowMethods =
        [(ControlVariate.None, EstimateErrors.Plain), (ControlVariate.Lower, EstimateErrors.Lower), (ControlVariate.Upper, EstimateErrors.Upper)];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        MeasureErrors(context, found, cancel);
        MeasureTime(context, found, cancel);
        MeasureFlows(context, found, cancel);
        found.Remark("Errors are of the squared distance: the root of an unbiased estimate is biased. They are taken about the truth, so the bias that fitting γ̂ on the same directions brings counts against the control variates.");
        found.Remark("The truth comes from many more directions with both variates by regression (its standard error is at most a tenth of the smallest error judged); tests compare the estimator with quadrature over the circle.");
        found.Remark("With coinciding means the lower-bound variate is identically zero and the estimate is the plain one, digit for digit; such clouds are left out of its check and kept in the check of the upper bound.");
        found.Remark("Where the upper bound gains little (normal clouds with a small shift), its terms s_X² + s_Y² vary from direction to direction by the sampling of the points, about 2/√n, while W depends on their difference only: a control variate is as good as its correlation with what it controls.");
        found.Remark("In three dimensions a randomly rotated Fibonacci lattice needs no control variate to be better than one; it has no counterpart of that quality in 64 dimensions. Blocks of d orthogonal directions integrate both variates exactly, since the squares of θᵀv over an orthonormal basis add up to ‖v‖²: where L is a few times d they take away the same part of the noise without a fit, and the lead of the control variates over them is small. Where L is below d they help little. Neither is judged here.");
        found.Remark("The guard in γ̂'s denominator is relative to the squared estimate instead of the fixed 10⁻²⁴, so that the unit of the data does not matter. Flows differentiate through γ̂; where a control variate made the value negative, the step was a plain one.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1: mean squared errors at equal directions.</summary>
    private static void MeasureErrors(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 60, small: 200, full: 200);
        var pool = context.Pick(smoke: 1000, small: 4000, full: 10_000);
        int[] judged = [10, 100], counts = context.Pick<int[]>(smoke: judged, small: [5, 10, 50, 100, 1000], full: [5, 10, 50, 100, 1000]);
        var pairs = Pairs(context, n).ToList();
        var all = new List<(CloudPair Pair, EstimateErrors[] Errors)>();
        foreach (var pair in pairs)
        {
            context.Report(pair.Name, 0.5 * all.Count / pairs.Count);
            all.Add((pair, context.Once($"errors, {pair.Name}", () => Errors(context, pair, pool, counts, cancel))));
        }
        foreach (var (pair, errors) in all)
            foreach (var count in judged)
                foreach (var (seed, error) in context.Seeds.Zip(errors))
                {
                    var setting = $"{pair.Name}, L = {count}";
                    var plain = error.At(EstimateErrors.Plain, count).SquaredError;
                    if (pair.MeansDiffer) found.ObservePair("C1", "lower-error", setting, seed, error.At(EstimateErrors.Lower, count).SquaredError, plain);
                    found.ObservePair("C1", "upper-error", setting, seed, error.At(EstimateErrors.Upper, count).SquaredError, plain);
                }
        found.Add(ControlVariateFigures.ErrorAgainstDirections(all));
        foreach (var count in judged) found.Add(ControlVariateTables.Errors(all, count));
    }

    private static EstimateErrors[] Errors(StudyContext context, CloudPair pair, int pool, int[] counts, CancellationToken cancel)
    {
        // Data are the same for every seed, and so is their truth.
        var fixedClouds = pair.Random ? ((PointCloud X, PointCloud Y)?)null : pair.Draw(context.Random(0, pair.Name));
        var fixedTruth = fixedClouds is { } data ? EstimateErrors.TruthOf(data.X, data.Y, 5 * pool, context.Random(0, $"truth, {pair.Name}"), cancel) : 0;
        return context.Seeds.ToArray().InParallel(seed =>
        {
            var random = context.Random(seed, pair.Name);
            var (x, y) = fixedClouds ?? pair.Draw(random.Fork("clouds"));
            var truth = pair.Random ? EstimateErrors.TruthOf(x, y, pool, random.Fork("truth"), cancel) : fixedTruth;
            return EstimateErrors.Measure(x, y, truth, pool, counts, random, cancel);
        }, cancel);
    }

    private static IEnumerable<CloudPair> Pairs(StudyContext context, int n)
    {
        yield return CloudPair.ShiftedNormal(n, 3, 0.3);
        yield return CloudPair.SameMean(n);
        yield return CloudPair.RollAndSphere(n);
        yield return CloudPair.Classes(context.Data.Table("wine.csv"), "wine, classes 0 and 1", "class", 0, 1, standardise: true);
        if (context.Scale == Scale.Smoke) yield break;
        yield return CloudPair.ShiftedGamma(n, 3, 3);
        yield return CloudPair.ShiftedNormal(n, 64, 1);
        var digits = context.Data.Table("digits.csv.gz");
        yield return CloudPair.Classes(digits, "digits 0 and 1", "digit", 0, 1, standardise: false);
        if (context.Scale == Scale.Small) yield break;
        yield return CloudPair.Classes(digits, "digits 3 and 8", "digit", 3, 8, standardise: false);
        yield return CloudPair.Classes(context.Data.Table("breast-cancer.csv"), "breast cancer, malignant and benign", "benign", 0, 1, standardise: true);
    }

    /// <summary>C1: what the variate costs in time.</summary>
    private static void MeasureTime(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const int directions = 100, repeats = 15;
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (n, d) in context.Pick<(int, int)[]>([(200, 3)], [(200, 3), (200, 64)], [(200, 3), (1000, 3), (200, 64)]))
        {
            var setting = $"n = {n}, d = {d}, L = {directions}";
            context.Report($"time, {setting}", 0.5);
            var times = new List<(double Plain, double Lower, double Upper)>();
            foreach (var seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(seed, $"time, {setting}");
                var (x, y) = CloudPair.ShiftedNormal(n, d, 1).Draw(random);
                var theta = Directions.Uniform(directions, d, random.Fork("directions"));
                var (plain, lower, upper) = (double.PositiveInfinity, double.PositiveInfinity, double.PositiveInfinity);
                // In turns, so that what disturbs the machine disturbs all; the fastest is the one least disturbed.
                for (var i = 0; i < repeats; i++)
                {
                    plain = Math.Min(plain, Seconds(ControlVariate.None));
                    lower = Math.Min(lower, Seconds(ControlVariate.Lower));
                    upper = Math.Min(upper, Seconds(ControlVariate.Upper));
                }
                times.Add((plain, lower, upper));
                found.ObservePair("C1", "cost", setting, seed, upper, plain);

                double Seconds(ControlVariate variate)
                {
                    var start = Stopwatch.GetTimestamp();
                    SlicedWasserstein.Estimate(x, y, theta, variate);
                    return Stopwatch.GetElapsedTime(start).TotalSeconds;
                }
            }
            rows.Add([setting, Milliseconds(times.Select(t => t.Plain)), Milliseconds(times.Select(t => t.Lower)), Milliseconds(times.Select(t => t.Upper))]);
        }
        found.Add(new FindingsTable($"Time of one estimate in milliseconds (fastest of {repeats}, median over seeds)",
            ["clouds", EstimateErrors.Plain, EstimateErrors.Lower, EstimateErrors.Upper], rows));

        static string Milliseconds(IEnumerable<double> seconds) => Numbers.Fixed(1e3 * Summary.Median(seconds), 3);
    }

    /// <summary>C2: gradient flows from a swiss roll.</summary>
    private static void MeasureFlows(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 40, small: 150, full: 300);
        var steps = context.Pick(smoke: 50, small: 500, full: 1000);
        int[] milestones = [.. new[] { 0, 10, 20, 50, 100, 200, 300, 500, 700, 1000 }.Where(step => step <= steps)];
        (string Name, Func<int, RandomStream, Tensor> Draw) moon = ("double moon", Shapes.DoubleMoon), sphere = ("sphere", Shapes.Sphere);
        ((string Name, Func<int, RandomStream, Tensor> Draw) Target, int Directions)[] settings = context.Pick<((string, Func<int, RandomStream, Tensor>), int)[]>(
            smoke: [(moon, 10)], small: [(moon, 10), (sphere, 10)], full: [(moon, 10), (sphere, 10), (moon, 100)]);
        var curves = new List<(string Name, string Method, FlowCurve[] Curves)>();
        foreach (var (target, directions) in settings)
        {
            var setting = $"swiss roll to {target.Name}, L = {directions}";
            var byMethod = new Dictionary<ControlVariate, FlowCurve[]>();
            foreach (var (variate, name) in FlowMethods)
            {
                context.Report($"{setting}, {name}", 0.55 + 0.45 * curves.Count / (settings.Length * FlowMethods.Length));
                byMethod[variate] = context.Once($"flow, {setting}, {name}", () => context.Seeds.ToArray().InParallel(seed =>
                {
                    var random = context.Random(seed, $"flow, {setting}");
                    var (start, goal) = (Shapes.SwissRoll(n, random.Fork("start")), target.Draw(n, random.Fork("target")));
                    var options = new FlowOptions { Directions = directions, Variate = variate, Steps = steps };
                    var distances = new List<double>();
                    // Exact distances on the way cost as much as the flow: the first five seeds are enough for a curve.
                    var curve = seed - context.Seeds[0] < 5;
                    var flow = GradientFlow.Run(start, goal, options, random.Fork("directions"), (step, cloud) =>
                    {
                        if (step == steps || curve && Array.IndexOf(milestones, step) >= 0) distances.Add(Assignment.Wasserstein2(cloud, goal));
                    }, cancel);
                    return new FlowCurve([.. distances], flow.PlainSteps);
                }, cancel));
                curves.Add((setting, name, byMethod[variate]));
            }
            for (var s = 0; s < context.Seeds.Count; s++)
            {
                var plain = byMethod[ControlVariate.None][s].Final;
                found.ObservePair("C2", "flow-lower", setting, context.Seeds[s], byMethod[ControlVariate.Lower][s].Final, plain);
                found.ObservePair("C2", "flow-upper", setting, context.Seeds[s], byMethod[ControlVariate.Upper][s].Final, plain);
            }
        }
        found.Add(ControlVariateFigures.Flows(curves, milestones));
        found.Add(ControlVariateFigures.Snapshots(context, n, [.. new[] { 0, steps / 10, steps }.Distinct()], cancel));
        found.Add(ControlVariateTables.Flows(curves));
        found.Remark($"C2 was looked at after {steps:N0} steps of size 0.01 on n·SW₂ (the root, as in the reference code, so that the length of a step hardly falls near the target), one step size for all methods; the exact distance is that of all {n} points to all {n}.");
    }
}

/// <summary>One flow: exact distances at the milestones (or at the end only), and how often a plain step was needed.</summary>
internal sealed record FlowCurve(double[] Distances, int PlainSteps)
{
    /// <summary>The distance after the last step.</summary>
    public double Final => Distances[^1];
}

/// <summary>Seeds side by side.</summary>
internal static class SeedsInParallel
{
    /// <summary>The results in the order of the seeds, whatever the number of threads.</summary>
    public static TResult[] InParallel<TResult>(this long[] seeds, Func<long, TResult> compute, CancellationToken cancel)
    {
        var results = new TResult[seeds.Length];
        Parallel.For(0, seeds.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i => results[i] = compute(seeds[i]));
        return results;
    }
}

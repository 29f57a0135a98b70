using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>
/// Fits random networks with weights from ranges 1 to 200 to functions on [0, 1], looks where the error stands still, compares that with the ridgelet
/// spectrum outside the range, and solves the smallest range again with twice the digits.
/// </summary>
[Paper("bandlimited-random-networks")]
public sealed class RandomNetworkStudy : IStudy
{
    private const double CutOff = 1e-14;
    private const int ManyUnits = 600;
    private const int SlopeUnits = 300;
    private const int ExtendedUnits = 80;
    private static readonly double[] Ranges = [1, 2, 5, 10, 20, 50, 100, 200];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        int[] units = context.Pick<int[]>(smoke: [20, 200, 600], small: [10, 20, 50, 100, 200, 300, 600], full: [10, 20, 50, 100, 200, 300, 600]);
        var seeds = new List<SeedErrors>();
        foreach (var (s, seed) in context.Seeds.Index())
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"networks of seed {seed}", 0.8 * s / context.Seeds.Count);
            seeds.Add(context.Once($"networks, seed {seed}", () => Measure(context, seed, units, cancel)));
        }
        Floors(found, seeds, units);
        context.Report("ridgelet spectra", 0.82);
        Spectra(found, seeds, cancel);
        context.Report("more digits", 0.9);
        MoreDigits(context, found, cancel);
        BestRanges(found, seeds);
        Bounds(found, seeds);
        found.Add(RandomNetworkFigures.Spectrum());
        found.Remark("For an activation that is real-analytic and no polynomial, on a bounded interval, networks with weights from any small interval are dense if the output weights may grow without bound (a classical result). The floors measured in double precision are therefore floors of the arithmetic: singular values below 10⁻¹⁴ of the largest are lost. The table of bounds shows them move with the bound on the output weights, and the check with more digits moves them further.");
        found.Remark("Both the energy outside a range and the error are taken relative to the target's own, so that targets can be compared. Weights and offsets are both uniform in [−λ, λ], as in the paper; drawing the offset as a·x₀ instead wastes no units on places outside [0, 1].");
        return Task.FromResult(found.Build());
    }

    private static SeedErrors Measure(StudyContext context, long seed, int[] units, CancellationToken cancel)
    {
        var random = context.Random(seed, "points");
        const int train = 600;
        // Training points are equally spaced; validation and test points lie anywhere.
        var x = Tensor.FromArray([.. Enumerable.Range(0, train).Select(i => (i + 0.5) / train)]).Reshape(train, 1);
        Tensor validation = random.Uniform(150, 1), test = random.Uniform(300, 1);
        Tensor[] Values(Tensor points) => [.. RangeTarget.All.Select(target => Tensor.FromArray([.. points.ToArray().Select(target.Function)]))];
        Tensor[] y = Values(x), yValidation = Values(validation), yTest = Values(test);
        double[] sizes = [.. yTest.Select(values => values.FrobeniusNorm() / Math.Sqrt(values.Length))];

        var errors = RangeTarget.All.Select(_ => Ranges.Select(_ => new double[units.Length]).ToArray()).ToArray();
        var validationErrors = RangeTarget.All.Select(_ => Ranges.Select(_ => new double[units.Length]).ToArray()).ToArray();
        var bounds = new List<BoundedError>();
        double[] allRanges = [0.5, .. Ranges];
        var slopes = RangeTarget.All.Select(_ => new double[allRanges.Length]).ToArray(); // validation errors with 300 units
        foreach (var (r, range) in allRanges.Index())
            foreach (var n in units.Append(SlopeUnits).Distinct())
            {
                cancel.ThrowIfCancellationRequested();
                if (r == 0 && n != SlopeUnits) continue;
                var layer = RandomLayer.Draw(n, 1, range, HiddenActivation.Gaussian, context.Random(seed, $"units, {range}, {n}"));
                var solver = new OutputSolver(layer.Features(x));
                Tensor atValidation = layer.Features(validation), atTest = layer.Features(test);
                foreach (var t in Enumerable.Range(0, RangeTarget.All.Count))
                {
                    var weights = solver.Truncated(y[t], CutOff);
                    var validationError = Error(atValidation, weights, yValidation[t]);
                    if (n == SlopeUnits) slopes[t][r] = validationError;
                    if (r == 0 || Array.IndexOf(units, n) is not (>= 0 and var place)) continue;
                    validationErrors[t][r - 1][place] = validationError;
                    errors[t][r - 1][place] = Error(atTest, weights, yTest[t]);
                    if (range != 1 || n != ManyUnits) continue;
                    foreach (var bound in new[] { 1e2, 1e4, 1e6, 1e8 })
                    {
                        var kept = solver.Bounded(y[t], bound);
                        bounds.Add(new(t, bound, Error(atTest, kept, yTest[t]) / sizes[t], kept.FrobeniusNorm()));
                    }
                    bounds.Add(new(t, double.MaxValue, errors[t][0][place] / sizes[t], weights.FrobeniusNorm()));
                }
            }
        return new SeedErrors(seed, sizes, errors, validationErrors, slopes, allRanges, [.. bounds]);
    }

    private static double Error(Tensor features, Tensor weights, Tensor truth) =>
        (LinearAlgebra.MatVec(features, weights) - truth).FrobeniusNorm() / Math.Sqrt(truth.Length);

    private static void Floors(FindingsBuilder found, List<SeedErrors> seeds, int[] units)
    {
        int last = Array.IndexOf(units, ManyUnits), before = Array.IndexOf(units, 200);
        foreach (var seed in seeds)
        {
            var bumps = seed.Errors[0];
            found.Observe("C1", "standstill", "", seed.Seed, Math.Log10(bumps[0][before] / bumps[0][last]));
            var best = Enumerable.Range(0, Ranges.Length).MinBy(r => seed.Validation[0][r][last]);
            found.ObservePair("C1", "floor", "", seed.Seed, bumps[0][last], bumps[best][last]);
        }
        found.Add(RandomNetworkFigures.Errors(units, Ranges, [.. Enumerable.Range(0, RangeTarget.All.Count).Select(t => Ranges.Select((_, r) =>
            units.Select((_, u) => Summary.Median(seeds.Select(seed => seed.Errors[t][r][u] / seed.Sizes[t]))).ToArray()).ToArray())]));
    }

    private static void Spectra(FindingsBuilder found, List<SeedErrors> seeds, CancellationToken cancel)
    {
        var outside = new List<double[]>();
        foreach (var target in RangeTarget.All)
        {
            cancel.ThrowIfCancellationRequested();
            var spectrum = RidgeletSpectrum.Of(target.Function);
            outside.Add([.. Ranges.Select(spectrum.EnergyOutside)]);
        }
        foreach (var seed in seeds)
            found.Observe("C1", "spectrum", "", seed.Seed, RankCorrelation.Of(
                [.. outside.SelectMany(values => values)],
                [.. Enumerable.Range(0, RangeTarget.All.Count).SelectMany(t => seed.Errors[t].Select(byUnits => byUnits.Min() / seed.Sizes[t]))]));
        found.Add(new FindingsTable("Share of the ridgelet energy outside the range, and the least relative test error with any number of units (median over seeds)",
            ["target", .. Ranges.Select(range => $"λ = {range}")],
            [.. RangeTarget.All.SelectMany((target, t) => new IReadOnlyList<string>[]
            {
                [$"{target.Name}, energy outside", .. outside[t].Select(share => $"{share:0.0e0}")],
                [$"{target.Name}, error", .. Ranges.Select((_, r) => $"{Summary.Median(seeds.Select(seed => seed.Errors[t][r].Min() / seed.Sizes[t])):0.0e0}")],
            })]));
    }

    private static void MoreDigits(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] periods = [2, 4];
        var rows = new List<(int Periods, double Extended, double Plain)>();
        foreach (var seed in context.Seeds)
        {
            cancel.ThrowIfCancellationRequested();
            var layer = RandomLayer.Draw(ExtendedUnits, 1, 1, HiddenActivation.Gaussian, context.Random(seed, "extended units"));
            const int train = 120;
            double[] x = [.. Enumerable.Range(0, train).Select(i => (i + 0.5) / train)], test = context.Random(seed, "extended test").Uniform(100).ToArray();
            DoubleDouble[][] Columns(double[] points) => [.. Enumerable.Range(0, ExtendedUnits).Select(i => points.Select(point =>
            {
                var t = ((DoubleDouble)layer.Weights[i, 0] * point) - layer.Offsets[i];
                return DoubleDouble.Exp(t * t * -0.5);
            }).ToArray())];
            double[][] y = [.. periods.Select(q => x.Select(RangeTarget.Sine(q).Function).ToArray())];
            var weights = ExtendedLeastSquares.Solve(Columns(x), [.. y.Select(values => values.Select(value => (DoubleDouble)value).ToArray())]);
            var atTest = Columns(test);
            var solver = new OutputSolver(layer.Features(Tensor.FromArray(x).Reshape(train, 1)));
            var plainTest = layer.Features(Tensor.FromArray(test).Reshape(test.Length, 1));
            foreach (var (k, q) in periods.Index())
            {
                double[] truth = [.. test.Select(RangeTarget.Sine(q).Function)];
                double sum = 0;
                for (var p = 0; p < test.Length; p++)
                {
                    DoubleDouble value = -truth[p];
                    for (var i = 0; i < ExtendedUnits; i++) value += weights[k][i] * atTest[i][p];
                    sum += Math.Pow((double)value, 2);
                }
                var extended = Math.Sqrt(sum / test.Length);
                var plain = Error(plainTest, solver.Truncated(Tensor.FromArray(y[k]), CutOff), Tensor.FromArray(truth));
                found.ObservePair("C2", "more-digits", RangeTarget.Sine(q).Name, seed, extended, plain);
                rows.Add((q, extended, plain));
            }
        }
        found.Add(new FindingsTable($"Range 1, {ExtendedUnits} units: test error (root mean square; a sine has 0.71) with 16 and with 32 digits, medians over seeds",
            ["target", "16 digits", "32 digits"],
            [.. periods.Select(q => (IReadOnlyList<string>)
                [RangeTarget.Sine(q).Name, $"{Summary.Median(rows.Where(row => row.Periods == q).Select(row => row.Plain)):0.0e0}", $"{Summary.Median(rows.Where(row => row.Periods == q).Select(row => row.Extended)):0.0e0}"])]));
    }

    private static void BestRanges(FindingsBuilder found, List<SeedErrors> seeds)
    {
        double[] logarithms = [.. RangeTarget.Periods.Select(q => Math.Log(q))];
        var best = seeds.Select(seed => RangeTarget.Periods.Select((_, k) => seed.SlopeRanges[Array.IndexOf(seed.SlopeErrors[k + 1], seed.SlopeErrors[k + 1].Min())]).ToArray()).ToList();
        foreach (var (seed, ranges) in seeds.Zip(best))
            found.Observe("C3", "range-slope", "", seed.Seed, Summary.Slope(logarithms, [.. ranges.Select(range => Math.Log(range))]));
        var smallest = seeds.Select(seed => RangeTarget.Periods.Select((_, k) => seed.SlopeRanges[Math.Max(0, Array.FindIndex(seed.SlopeErrors[k + 1], error => error < 1e-4))]).ToArray()).ToList();
        found.Add(RandomNetworkFigures.BestRange([.. RangeTarget.Periods], best, smallest));
        found.Remark("The best range grows more slowly than the frequency because sines of few periods have no single best range: from 5 to 50 all come down to the last digits of double precision, and which of them is least hangs on the draw. The smallest range that reaches a given error does move up with the frequency; the figure shows both.");
    }

    private static void Bounds(FindingsBuilder found, List<SeedErrors> seeds)
    {
        var bounds = seeds[0].Bounds.Select(entry => entry.Bound).Distinct().ToList();
        found.Add(new FindingsTable($"Range 1, {ManyUnits} units: relative test error by the bound on the norm of the output weights (median over seeds)",
            ["target", .. bounds.Select(bound => bound == double.MaxValue ? "none, cut-off 10⁻¹⁴" : $"‖c‖ ≤ {bound:0e0}"), "‖c‖ without bound"],
            [.. RangeTarget.All.Select((target, t) => (IReadOnlyList<string>)
            [
                target.Name,
                .. bounds.Select(bound => $"{Summary.Median(seeds.SelectMany(seed => seed.Bounds).Where(entry => entry.Target == t && entry.Bound == bound).Select(entry => entry.Error)):0.0e0}"),
                $"{Summary.Median(seeds.SelectMany(seed => seed.Bounds).Where(entry => entry.Target == t && entry.Bound == double.MaxValue).Select(entry => entry.Norm)):0e0}",
            ])]));
    }

    /// <summary>Errors by target, range and units; validation errors with 300 units by target and range.</summary>
    internal sealed record SeedErrors(long Seed, double[] Sizes, double[][][] Errors, double[][][] Validation, double[][] SlopeErrors, double[] SlopeRanges, BoundedError[] Bounds);

    /// <summary>The error under a bound on the output weights.</summary>
    internal sealed record BoundedError(int Target, double Bound, double Error, double Norm);
}

using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>
/// Interpolates fixed and random functions, plateaus and halo profiles, and measures every spline on a dense grid. Baselines: the same
/// search without the integral test, and equally spaced knots (in x and in ln x), as many as the same largest error needs.
/// </summary>
[Paper("autoknots")]
public sealed class AutoKnotsStudy : IStudy
{
    private static readonly double[] PlateauWidths = [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002];
    private const double PlateauTolerance = 1e-5;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var points = context.Pick(smoke: 10_000, small: 20_000, full: 100_000);
        double[] tolerances = context.Pick<double[]>([1e-4, 1e-8], [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10], [1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10]);

        FixedFunctions(context, found, points, tolerances, cancel);
        RandomFunctions(context, found, points, context.Pick<double[]>([1e-4, 1e-8], [1e-4, 1e-6, 1e-8, 1e-10], [1e-4, 1e-6, 1e-8, 1e-10]), cancel);
        FewerKnots(context, found, context.Pick(smoke: 5_000, small: 10_000, full: 20_000), cancel);
        Plateaus(context, found, context.Pick(smoke: 5_000, small: 10_000, full: 20_000), cancel);
        Haloes(context, found, points, context.Pick<double[]>([1e-4, 1e-6], [1e-4, 1e-6, 1e-8], [1e-4, 1e-6, 1e-8]), cancel);
        ZeroCrossings(found, cancel);

        found.Remark($"Errors were looked at on {points:N0} equally spaced points; between them nothing was measured.");
        found.Remark("As in the reference library, the first spline has 6 knots, unusual width is judged by the intervals before their last halving, and every midpoint becomes a knot.");
        found.Remark("With logarithmic spacing the integral test uses the parabola through the three unevenly spaced points in x, as the released code does. The released code has no refinement there; here unusual width is then judged in ln x.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1 on fixed functions, and the figure of knots against δ.</summary>
    private static void FixedFunctions(StudyContext context, FindingsBuilder found, int points, double[] tolerances, CancellationToken cancel)
    {
        var knots = new Dictionary<string, List<double>>();
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (f, index) in TestFunction.Fixed.Select((f, i) => (f, i)))
        {
            var grid = new DenseGrid(f, points);
            knots[f.Name] = [];
            foreach (var tolerance in tolerances)
            {
                cancel.ThrowIfCancellationRequested();
                context.Report($"{f.Name}, δ = {tolerance:0e0}", 0.1 * index / TestFunction.Fixed.Count);
                var auto = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, Options(f, tolerance), cancel);
                var error = grid.Measure(auto.Spline, tolerance);
                found.Observe("C1", "fixed-functions", $"{f.Name}, δ = {tolerance:0e0}", 0, error.ShareAbove);
                knots[f.Name].Add(auto.Knots);
                if (tolerance is 1e-4 or 1e-8) rows.Add(Compare(f, grid, tolerance, auto, error, cancel));
            }
        }
        found.Add(AutoKnotsFigures.KnotsAndErrors(context.Pick(smoke: 300, small: 600, full: 600)));
        found.Add(AutoKnotsFigures.KnotsByTolerance(tolerances, knots));
        found.Add(new FindingsTable(
            "Knots for the fixed functions; equally spaced: as many as reach the same largest error",
            ["function", "range", "δ", "largest error ÷ δ", "AutoKnots", "without integral test", "its largest error ÷ δ", "equal in x", "equal in ln x"], rows));
    }

    private static IReadOnlyList<string> Compare(
        TestFunction f, DenseGrid grid, double tolerance, AutoKnotsInterpolation auto, GridError error, CancellationToken cancel)
    {
        var points = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, Options(f, tolerance) with { TestsIntegral = false }, cancel);
        return
        [
            f.Name, $"{f.From:0.##} to {f.To:0.##}", $"{tolerance:0e0}",
            $"{error.Largest / tolerance:0.000}", $"{auto.Knots:N0}",
            $"{points.Knots:N0}", $"{grid.Measure(points.Spline, tolerance).Largest / tolerance:0.000}",
            Count(EqualSpacing.KnotsFor(f, grid, error.Largest, KnotSpacing.Linear)),
            f.From > 0 ? Count(EqualSpacing.KnotsFor(f, grid, error.Largest, KnotSpacing.Logarithmic)) : "no logarithm",
        ];

        static string Count(int? knots) => knots is { } needed ? $"{needed:N0}" : "more than 400,000";
    }

    /// <summary>C1 on random functions.</summary>
    private static void RandomFunctions(StudyContext context, FindingsBuilder found, int points, double[] tolerances, CancellationToken cancel)
    {
        var draws = context.Pick(smoke: 1, small: 4, full: 10);
        var rows = new List<IReadOnlyList<string>>();
        var settings = TestFunction.Families.SelectMany(family => tolerances.Select(tolerance => (family, tolerance))).ToList();
        foreach (var ((family, tolerance), index) in settings.Select((setting, i) => (setting, i)))
        {
            var setting = $"{family}, δ = {tolerance:0e0}";
            var measured = context.Once(setting, () => context.Seeds.Select((seed, s) =>
            {
                var random = context.Random(seed, setting);
                var successes = 0;
                var withoutIntegral = 0;
                long knots = 0;
                double largest = 0;
                for (var draw = 0; draw < draws; draw++)
                {
                    cancel.ThrowIfCancellationRequested();
                    var f = TestFunction.Draw(family, random);
                    var grid = new DenseGrid(f, points);
                    var auto = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, Options(f, tolerance), cancel);
                    var error = grid.Measure(auto.Spline, tolerance);
                    if (auto.Converged && error.Succeeds) successes++;
                    largest = Math.Max(largest, error.Largest / tolerance);
                    knots += auto.Knots;
                    var plain = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, Options(f, tolerance) with { TestsIntegral = false }, cancel);
                    if (plain.Converged && grid.Measure(plain.Spline, tolerance).Succeeds) withoutIntegral++;
                }
                context.Report(setting, 0.1 + 0.4 * (index + (s + 1.0) / context.Seeds.Count) / settings.Count, ("successes", successes), ("of", draws));
                return new RandomFunctionResult(seed, successes, withoutIntegral, (double)knots / draws, largest);
            }).ToList());

            foreach (var result in measured) found.ObserveShare("C1", "random-functions", setting, result.Seed, result.Successes, draws);
            rows.Add(
            [
                family, $"{tolerance:0e0}", $"{measured.Sum(r => r.Successes)} of {draws * measured.Count}",
                $"{measured.Sum(r => r.WithoutIntegralTest)} of {draws * measured.Count}",
                $"{measured.Average(r => r.MeanKnots):N0}", $"{measured.Max(r => r.LargestError):0.00}",
            ]);
        }
        found.Add(new FindingsTable(
            "Random functions with at most 0.1 % of the points above δ(|f| + 1)",
            ["family", "δ", "AutoKnots", "without integral test", "mean knots", "largest error ÷ δ"], rows));
    }

    /// <summary>C1: uneven knots against even ones on functions that ask for uneven ones.</summary>
    private static void FewerKnots(StudyContext context, FindingsBuilder found, int points, CancellationToken cancel)
    {
        var draws = context.Pick(smoke: 1, small: 4, full: 10);
        foreach (var tolerance in context.Pick<double[]>([1e-4], [1e-4, 1e-8], [1e-4, 1e-8]))
        {
            var setting = $"sums of Gaussians, δ = {tolerance:0e0}";
            var measured = context.Once($"equal knots, {setting}", () => context.Seeds.Select((seed, s) =>
            {
                var random = context.Random(seed, $"equal knots, {setting}");
                var atMost = 0;
                double logRatio = 0;
                for (var draw = 0; draw < draws; draw++)
                {
                    cancel.ThrowIfCancellationRequested();
                    var f = TestFunction.Draw("sums of Gaussians", random);
                    var grid = new DenseGrid(f, points);
                    var auto = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, Options(f, tolerance), cancel);
                    var equal = EqualSpacing.KnotsFor(f, grid, grid.Measure(auto.Spline, tolerance).Largest, KnotSpacing.Linear)
                        ?? throw new InvalidOperationException("More than 400,000 equally spaced knots for a sum of Gaussians: the measured error must be wrong.");
                    if (auto.Knots <= equal) atMost++;
                    logRatio += Math.Log((double)auto.Knots / equal) / draws;
                }
                context.Report($"equally spaced knots, δ = {tolerance:0e0}", 0.5 + 0.15 * (s + 1) / context.Seeds.Count);
                return new KnotRatioResult(seed, atMost, logRatio);
            }).ToList());
            foreach (var result in measured) found.ObserveShare("C1", "fewer-knots", setting, result.Seed, result.AtMost, draws);
            found.Remark($"On {setting}, AutoKnots took {Math.Exp(measured.Average(r => r.MeanLogRatio)):0.00} times the knots of equal spacing at the same largest error (geometric mean of {draws * measured.Count} draws).");
        }
    }

    /// <summary>C2: Gaussians on a plateau with 0, 1 and 2 refinements.</summary>
    private static void Plateaus(StudyContext context, FindingsBuilder found, int points, CancellationToken cancel)
    {
        var positions = context.Pick(smoke: 4, small: 12, full: 25);
        // (seed, width): how the positions of one seed fared
        var measured = context.Once("plateaus", () => context.Seeds.SelectMany((seed, s) => PlateauWidths.Select(width =>
        {
            var random = context.Random(seed, $"plateau, width {width}");
            int[] successes = new int[3], knots = new int[3]; // (refinements)
            int seen = 0, seenFailures = 0, repaired = 0, broken = 0;
            for (var i = 0; i < positions; i++)
            {
                cancel.ThrowIfCancellationRequested();
                var f = TestFunction.Plateau(random.NextDouble(), width);
                var grid = new DenseGrid(f, points);
                var succeeded = new bool[3];
                var met = false;
                for (var refinements = 0; refinements < 3; refinements++)
                {
                    var auto = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, Options(f, PlateauTolerance) with { Refinements = refinements }, cancel);
                    succeeded[refinements] = grid.Measure(auto.Spline, PlateauTolerance).Succeeds;
                    met |= auto.SawStructure;
                    if (succeeded[refinements]) successes[refinements]++;
                    knots[refinements] += auto.Knots;
                }
                if (met) seen++;
                if (met && !succeeded[0]) seenFailures++;
                if (met && !succeeded[0] && succeeded[1]) repaired++;
                if (succeeded[0] && !succeeded[1]) broken++;
            }
            context.Report($"plateaus, width {width}", 0.65 + 0.2 * (s + 1) / context.Seeds.Count);
            return new PlateauResult(seed, width, successes, [.. knots.Select(k => (double)k / positions)], seen, seenFailures, repaired, broken);
        })).ToList());

        foreach (var bySeed in measured.GroupBy(r => r.Seed))
        {
            found.ObservePair("C2", "success-rate", "", bySeed.Key,
                bySeed.Average(r => (double)r.Successes[1] / positions), bySeed.Average(r => (double)r.Successes[0] / positions));
            var failures = bySeed.Sum(r => r.SeenFailures);
            if (failures > 0) found.ObserveShare("C2", "failures-removed", "", bySeed.Key, bySeed.Sum(r => r.Repaired), failures);
        }

        var trials = positions * context.Seeds.Count;
        var rows = PlateauWidths.Select(width => measured.Where(r => r.Width == width).ToList()).ToList();
        found.Add(AutoKnotsFigures.PlateauSuccess(PlateauWidths, [.. rows.Select(atWidth => Enumerable.Range(0, 3).Select(r => (double)atWidth.Sum(a => a.Successes[r]) / trials).ToArray())], [.. rows.Select(atWidth => (double)atWidth.Sum(a => a.Seen) / trials)]));
        found.Add(new FindingsTable(
            $"Gaussians on a plateau, {trials} random positions, δ = {PlateauTolerance:0e0}: successes and mean knots",
            ["standard deviation", "met by the first eleven values", "no refinement", "one", "two", "failures met, no refinement", "of them repaired by one", "knots, none", "knots, one", "knots, two"],
            [.. rows.Select(atWidth => (IReadOnlyList<string>)
            [
                $"{atWidth[0].Width}", $"{atWidth.Sum(r => r.Seen)}",
                .. Enumerable.Range(0, 3).Select(k => $"{atWidth.Sum(r => r.Successes[k])}"),
                $"{atWidth.Sum(r => r.SeenFailures)}", $"{atWidth.Sum(r => r.Repaired)}",
                .. Enumerable.Range(0, 3).Select(k => $"{atWidth.Average(r => r.MeanKnots[k]):0}"),
            ])]));
        int all = trials * PlateauWidths.Length, failed = all - measured.Sum(r => r.Successes[0]), unseen = all - measured.Sum(r => r.Seen);
        found.Remark($"Of {all:N0} plateaus {failed:N0} failed without refinement, {unseen:N0} of them because no value met the Gaussian. One refinement repaired {measured.Sum(r => r.Repaired):N0} and broke {measured.Sum(r => r.Broken):N0}.");
    }

    /// <summary>C3: projected halo profiles over six powers of ten of the radius.</summary>
    private static void Haloes(StudyContext context, FindingsBuilder found, int points, double[] tolerances, CancellationToken cancel)
    {
        const double from = 1e-3, to = 1e3;
        var radii = AutoKnotsMethod.EquallySpaced(from, to, points, KnotSpacing.Logarithmic);
        var curves = new List<ErrorCurve>();
        var rows = new List<IReadOnlyList<string>>();
        var profiles = new[] { HaloProfile.NavarroFrenkWhite, HaloProfile.Hernquist };
        for (var p = 0; p < profiles.Length; p++)
        {
            var profile = profiles[p];
            double[] surface = [.. radii.Select(profile.SurfaceDensity)], mean = [.. radii.Select(profile.MeanSurfaceDensity)];
            var withinFirst = profile.MassWithin(from);
            for (var d = 0; d < tolerances.Length; d++)
            {
                cancel.ThrowIfCancellationRequested();
                var setting = $"{profile.Name}, δ = {tolerances[d]:0e0}";
                context.Report(setting, 0.85 + 0.15 * (p + (double)d / tolerances.Length) / profiles.Length);
                var options = new AutoKnotsOptions { Tolerance = tolerances[d], Spacing = KnotSpacing.Logarithmic };

                var sigma = AutoKnotsMethod.Interpolate(profile.IntegrateLineOfSight, from, to, options, cancel);
                var values = new double[points];
                sigma.Spline.EvaluateAscending(radii, values);
                double[] sigmaErrors = [.. values.Zip(surface, (value, truth) => Math.Abs(value / truth - 1) / tolerances[d])];

                // Σ̄(<R) = 2/R²·∫₀ᴿ RΣ dR, from the first radius on by the exact integral of the spline of RΣ.
                var weighted = AutoKnotsMethod.Interpolate(r => r * profile.IntegrateLineOfSight(r), from, to, options, cancel);
                weighted.Spline.IntegrateAscending(radii, values);
                double[] meanErrors = [.. radii.Select((r, i) => Math.Abs(2 * (withinFirst + values[i]) / (r * r) / mean[i] - 1) / tolerances[d])];

                found.Observe("C3", "surface-density", setting, 0, sigmaErrors.Max());
                found.Observe("C3", "mean-surface-density", setting, 0, meanErrors.Max());
                rows.Add([profile.Name, $"{tolerances[d]:0e0}", $"{sigma.Knots:N0}", $"{sigmaErrors.Max():0.000}", $"{weighted.Knots:N0}", $"{meanErrors.Max():0.000}"]);
                if (tolerances[d] == 1e-6) curves.Add(new ErrorCurve(profile.Name, radii, sigmaErrors, meanErrors));
            }
        }
        found.Add(AutoKnotsFigures.Haloes(curves));
        found.Add(new FindingsTable(
            "Projected haloes, R from 0.001 to 1000 scale radii",
            ["profile", "δ", "knots of Σ", "largest error of Σ ÷ δ", "knots of RΣ", "largest error of the mean ÷ δ"], rows));
    }

    /// <summary>What happens without a floor where f is zero: the proviso of the paper's page, measured.</summary>
    private static void ZeroCrossings(FindingsBuilder found, CancellationToken cancel)
    {
        (string Name, Func<double, double> F)[] functions =
        [
            ("sin x on 0.1 to 6.3 (crosses zero)", Math.Sin),
            ("1 − cos(x − 2) on 0.1 to 6.3 (touches zero)", x => 1 - Math.Cos(x - 2)),
        ];
        found.Add(new FindingsTable(
            "A relative tolerance where f is zero: knots with and without a floor",
            ["function", "δ", "ε = 1", "ε = 0"],
            [.. functions.SelectMany(f => new[] { 1e-4, 1e-8 }.Select(tolerance => (IReadOnlyList<string>)
                [f.Name, $"{tolerance:0e0}", Outcome(f.F, tolerance, 1), Outcome(f.F, tolerance, 0)]))]));

        string Outcome(Func<double, double> f, double tolerance, double scale)
        {
            try
            {
                var auto = AutoKnotsMethod.Interpolate(f, 0.1, 6.3, new() { Tolerance = tolerance, Scale = scale, MostKnots = 100_000 }, cancel);
                return auto.Converged ? $"{auto.Knots:N0}" : "no end within 100,000 knots";
            }
            catch (InterpolationException)
            {
                return "stopped: taken for a discontinuity";
            }
        }
    }

    private static AutoKnotsOptions Options(TestFunction f, double tolerance) => new() { Tolerance = tolerance, Scale = f.Scale };

    private sealed record RandomFunctionResult(long Seed, int Successes, int WithoutIntegralTest, double MeanKnots, double LargestError);

    private sealed record KnotRatioResult(long Seed, int AtMost, double MeanLogRatio);

    private sealed record PlateauResult(long Seed, double Width, int[] Successes, double[] MeanKnots, int Seen, int SeenFailures, int Repaired, int Broken);
}

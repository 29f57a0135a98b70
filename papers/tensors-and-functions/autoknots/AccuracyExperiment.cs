using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>C1: how closely splines meet their tolerance, and how many knots they take for it.</summary>
internal static class AccuracyExperiment
{
    /// <summary>C1 on fixed functions, and the figure of knots against δ.</summary>
    public static void FixedFunctions(StudyContext context, FindingsBuilder found, int points, double[] tolerances, CancellationToken cancel)
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
                var auto = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, f.OptionsFor(tolerance), cancel);
                var error = grid.Measure(auto.Spline, tolerance);
                found.Observe("C1", "fixed-functions", $"{f.Name}, δ = {tolerance:0e0}", 0, error.ShareAbove);
                knots[f.Name].Add(auto.Knots);
                if (tolerance is 1e-4 or 1e-8) rows.Add(Compare(f, grid, tolerance, auto, error, cancel));
            }
        }
        found.Add(AutoKnotsFigures.KnotsAndErrors(context.Pick(smoke: 300, small: 600, full: 600)));
        found.Add(AutoKnotsFigures.KnotsByTolerance(tolerances, knots));
        found.Add(new FindingsTable(
            "Knots for the fixed functions; halved where the grid shows errors, and equally spaced: as many as reach the same largest error",
            ["function", "range", "δ", "largest error ÷ δ", "AutoKnots", "without integral test", "its largest error ÷ δ", "halved where the grid shows errors", "equal in x", "equal in ln x"], rows));
    }

    private static IReadOnlyList<string> Compare(
        TestFunction f, DenseGrid grid, double tolerance, AutoKnotsInterpolation auto, GridError error, CancellationToken cancel)
    {
        var points = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, f.OptionsFor(tolerance) with { TestsIntegral = false }, cancel);
        return
        [
            f.Name, $"{f.From:0.##} to {f.To:0.##}", $"{tolerance:0e0}",
            $"{error.Largest / tolerance:0.000}", $"{auto.Knots:N0}",
            $"{points.Knots:N0}", $"{grid.Measure(points.Spline, tolerance).Largest / tolerance:0.000}",
            Count(GridAdaptiveSpline.KnotsFor(f, grid, error.Largest)),
            Count(EqualSpacing.KnotsFor(f, grid, error.Largest, KnotSpacing.Linear)),
            f.From > 0 ? Count(EqualSpacing.KnotsFor(f, grid, error.Largest, KnotSpacing.Logarithmic)) : "no logarithm",
        ];

        static string Count(int? knots) => knots is { } needed ? $"{needed:N0}" : "more than 400,000";
    }

    /// <summary>C1 on random functions.</summary>
    public static void RandomFunctions(StudyContext context, FindingsBuilder found, int points, double[] tolerances, CancellationToken cancel)
    {
        var draws = context.Pick(smoke: 1, small: 4, full: 10);
        var rows = new List<IReadOnlyList<string>>();
        int changedByIntegralTest = 0, stopped = 0;
        var settings = TestFunction.Families.SelectMany(family => tolerances.Select(tolerance => (family, tolerance))).ToList();
        foreach (var ((family, tolerance), index) in settings.Select((setting, i) => (setting, i)))
        {
            var setting = $"{family}, δ = {tolerance:0e0}";
            var measured = context.Once(setting, () => context.Seeds.Select((seed, s) =>
            {
                var random = context.Random(seed, setting);
                var successes = 0;
                var withoutIntegral = 0;
                var changed = 0;
                var stops = 0;
                long knots = 0;
                double largest = 0;
                for (var draw = 0; draw < draws; draw++)
                {
                    cancel.ThrowIfCancellationRequested();
                    var f = TestFunction.Draw(family, random);
                    var grid = new DenseGrid(f, points);
                    if (Attempt(f, f.OptionsFor(tolerance), cancel) is not { } auto)
                    {
                        stops++;
                        continue;
                    }
                    var error = grid.Measure(auto.Spline, tolerance);
                    if (error.Succeeds) successes++;
                    largest = Math.Max(largest, error.Largest / tolerance);
                    knots += auto.Knots;
                    var plain = Attempt(f, f.OptionsFor(tolerance) with { TestsIntegral = false }, cancel);
                    if (plain?.Knots != auto.Knots) changed++;
                    if (plain is not null && grid.Measure(plain.Spline, tolerance).Succeeds) withoutIntegral++;
                }
                context.Report(setting, 0.1 + 0.4 * (index + (s + 1.0) / context.Seeds.Count) / settings.Count, ("successes", successes), ("of", draws));
                return new RandomFunctionResult(seed, successes, withoutIntegral, changed, stops, (double)knots / Math.Max(1, draws - stops), largest);
            }).ToList());

            foreach (var result in measured) found.ObserveShare("C1", "random-functions", setting, result.Seed, result.Successes, draws);
            changedByIntegralTest += measured.Sum(r => r.ChangedByIntegralTest);
            stopped += measured.Sum(r => r.Stopped);
            rows.Add(
            [
                family, $"{tolerance:0e0}", $"{measured.Sum(r => r.Successes)} of {draws * measured.Count}",
                $"{measured.Sum(r => r.WithoutIntegralTest)} of {draws * measured.Count}",
                $"{measured.Sum(r => r.Stopped)}", $"{measured.Average(r => r.MeanKnots):N0}", $"{measured.Max(r => r.LargestError):0.00}",
            ]);
        }
        found.Remark("For a cubic spline Simpson's rule is exact, so halving in x makes the error of the integral 2h/3 times the error at the midpoint: the integral test can reject what the point test accepts only in an interval in which f changes sign. "
            + $"It changed the number of knots of {changedByIntegralTest:N0} of {settings.Count * context.Seeds.Count * draws:N0} random functions.");
        if (stopped > 0)
            found.Remark($"On {stopped} random functions the search stopped; they count as ones that missed their tolerance. There the function's own rounding errors exceed δ(|f| + 1): a polynomial through two close places with far heights reaches values around a million.");
        found.Add(new FindingsTable(
            "Random functions with at most 0.1 % of the points above δ(|f| + 1)",
            ["family", "δ", "AutoKnots", "without integral test", "stopped", "mean knots", "largest error ÷ δ"], rows));
    }

    /// <summary>The interpolation, or null when the search stops without having met its tests.</summary>
    private static AutoKnotsInterpolation? Attempt(TestFunction f, AutoKnotsOptions options, CancellationToken cancel)
    {
        try
        {
            var found = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, options with { MostKnots = 200_000 }, cancel);
            return found.Converged ? found : null;
        }
        catch (InterpolationException)
        {
            return null;
        }
    }

    /// <summary>C1: uneven knots against even ones on functions that ask for uneven ones.</summary>
    public static void FewerKnots(StudyContext context, FindingsBuilder found, int points, double[] tolerances, CancellationToken cancel)
    {
        var draws = context.Pick(smoke: 1, small: 4, full: 10);
        foreach (var tolerance in tolerances)
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
                    var auto = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, f.OptionsFor(tolerance), cancel);
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

    /// <summary>What happens without a floor where f is zero: the proviso of the paper's page, measured.</summary>
    public static void ZeroCrossings(FindingsBuilder found, CancellationToken cancel)
    {
        (string Name, Func<double, double> F)[] functions =
        [
            ("sin x on 0.1 to 6.3 (crosses zero)", Math.Sin),
            ("1 − cos(x − 2) on 0.1 to 6.3 (touches zero)", x => 1 - Math.Cos(x - 2)),
        ];
        found.Add(new FindingsTable(
            "A relative tolerance where f is zero: knots with and without a floor",
            ["function", "δ", "ε = 1", "ε = 0"],
            [.. functions.SelectMany(f => new[] { 1e-4, 1e-8, 1e-10 }.Select(tolerance => (IReadOnlyList<string>)
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

    private sealed record RandomFunctionResult(long Seed, int Successes, int WithoutIntegralTest, int ChangedByIntegralTest, int Stopped, double MeanKnots, double LargestError);

    private sealed record KnotRatioResult(long Seed, int AtMost, double MeanLogRatio);
}

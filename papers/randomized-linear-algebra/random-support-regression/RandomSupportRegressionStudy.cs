using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>
/// The random-pivot Lasso on designs with nearly dependent columns and random supports: how its error depends on how close the
/// columns are, on d and on n, beside plain Lasso, ridge and least squares on the true support.
/// </summary>
[Paper("random-support-regression")]
public sealed class RandomSupportRegressionStudy : IStudy
{
    private const int Nonzeros = 6;       // k
    private const int TwinNonzeros = 4;
    private const double Mild = 1e-1;     // δ of the paired baseline
    private const double Close = 1e-3;
    private const int Supports = 200;     // for the goodness of the features

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var closeness = MeasureCloseness(context, cancel);
        CheckCloseness(found, context, closeness);
        var sizes = MeasureSizes(context, cancel);
        CheckSizes(found, context, sizes);
        CheckGoodness(found, context, cancel);
        var supports = MeasureSupports(context, cancel);

        found.Add(RegressionFigures.ErrorAgainstCloseness(closeness));
        found.Add(RegressionFigures.RandomAndAdversarial(supports));
        found.Add(RegressionFigures.ErrorAgainstRows(sizes, Nonzeros));
        found.Add(RegressionTables.Errors([.. closeness, .. supports]));
        var unconverged = closeness.Concat(supports).Sum(entry => entry.Errors.Sum(e => e.Unconverged));
        found.Remark($"Lasso fits that did not reach a duality gap of 10⁻⁶ of the objective at zero: {unconverged:0} of all fits on a path. Unconverged fits would look like extra shrinkage.");
        found.Remark("'Best' picks the penalty of each path with the smallest true error (oracle tuning, the same for every method); 'theory' takes λ = σ√(2 ln d/n) with the known σ = 0.3; 'validated' is 5-fold cross-validation, for which span, residuals and Lasso are computed anew from the training rows.");
        found.Remark("The random pivots are ours, not the paper's first phase, and their heuristic reason covers ln κ = polylog(d) only; m = 2k pivots, one draw, not tuned. The signal has mean square 1 and its energy spread evenly over all directions that the columns on the support span, also those in which they hardly differ.");
        found.Remark("What the comparison with plain Lasso says and what not: in the half-cluster plain Lasso does not get worse with 1/δ either, because already at δ = 0.1 the differences within the cluster cost it more than they are worth. Its best point is a small penalty that nearly interpolates y, good on these rows and bad on others; cross-validation therefore takes a large penalty and gives those differences up. Among twins, random supports hardly ever hold a pair, and there is nothing to gain: the pivots only cost their share σ²m/N.");
        found.Remark("Where the study stopped looking: clusters and twins as close as 10⁻⁵, a geometric spectrum over six decades, d up to 1,600, N up to 266, k = 4 and 6. Consistent with the claim is all that this can be: it says nothing of all X or of condition number 2^poly(d).");
        return Task.FromResult(found.Build());
    }

    /// <summary>Half-clusters and twins at several δ; everything but δ is the same for a seed.</summary>
    private static List<Measured> MeasureCloseness(StudyContext context, CancellationToken cancel)
    {
        var differences = context.Pick<double[]>([Mild, Close], [Mild, 1e-2, Close], [Mild, 1e-2, Close, 1e-4, 1e-5]);
        (int n, int d) = context.Pick((48, 80), (100, 400), (100, 400));
        var draws = context.Pick(1, 1, 2);
        var measured = new List<Measured>();
        foreach (var (design, k) in new[] { ("half-cluster", Nonzeros), ("twins", TwinNonzeros) })
            foreach (var difference in differences)
            {
                var validate = design == "half-cluster" && difference is < Mild and >= Close;
                var setting = $"{design}, δ = {difference:0e0}";
                context.Report(setting, 0.55 * measured.Count / (2 * differences.Length));
                var errors = context.Once(setting, () => context.Seeds.Select(seed => MethodErrors.Mean([.. Enumerable.Range(0, draws).Select(draw =>
                {
                    cancel.ThrowIfCancellationRequested();
                    var random = context.Random(seed, $"{design}, {draw}");
                    var x = design == "twins" ? Designs.Twins(n, d, difference, random.Fork("X")) : Designs.HalfCluster(n, d, difference, random.Fork("X"));
                    var problem = SparseProblem.Of(x, random.Fork("support").Choose(k, d), random.Fork("signal"));
                    return MethodErrors.Of(problem, 2 * k, validate, random.Fork("method"));
                })])).ToArray());
                measured.Add(new Measured(design, difference, validate, errors));
            }
        return measured;
    }

    private static void CheckCloseness(FindingsBuilder found, StudyContext context, List<Measured> measured)
    {
        foreach (var entry in measured)
        {
            var mild = measured.Single(other => other.Design == entry.Design && other.Difference == Mild);
            var setting = $"{entry.Design}, δ = {entry.Difference:0e0}";
            for (var i = 0; i < context.Seeds.Count; i++)
            {
                if (entry != mild) found.ObservePair("C1", "conditioning", setting, context.Seeds[i], entry.Errors[i].PivotTheory, mild.Errors[i].PivotTheory);
                if (entry.Validated) found.ObservePair("C1", "against-lasso", setting, context.Seeds[i], entry.Errors[i].PivotValidated, entry.Errors[i].LassoValidated);
            }
        }
    }

    /// <summary>The theory's penalty over a grid of d and N = c·k²·ln d.</summary>
    private static List<SizeErrors> MeasureSizes(StudyContext context, CancellationToken cancel)
    {
        var dimensions = context.Pick<int[]>([100, 200], [200, 400, 800], [200, 400, 800, 1600]);
        var shares = context.Pick<double[]>([0.5, 1], [0.25, 0.5, 1], [0.25, 0.5, 1]);
        var draws = context.Pick(1, 2, 4);
        var measured = new List<SizeErrors>();
        foreach (var d in dimensions)
            foreach (var share in shares)
            {
                var n = (int)Math.Ceiling(share * Nonzeros * Nonzeros * Math.Log(d));
                context.Report($"d = {d}, N = {n}", 0.55 + 0.3 * measured.Count / (dimensions.Length * shares.Length));
                measured.Add(new SizeErrors(d, n, share, context.Once($"sizes, d = {d}, N = {n}", () => context.Seeds.Select(seed => Enumerable.Range(0, draws).Average(draw =>
                {
                    cancel.ThrowIfCancellationRequested();
                    var random = context.Random(seed, $"sizes, {d}, {n}, {draw}");
                    var problem = SparseProblem.Of(Designs.HalfCluster(n, d, Close, random.Fork("X")), random.Fork("support").Choose(Nonzeros, d), random.Fork("signal"));
                    var pivot = new PivotLasso(RandomPivots.Draw(problem.X, 2 * Nonzeros, random.Fork("pivots")), problem.Y);
                    return problem.Error(pivot.Fit(PivotLasso.PenaltyFor(SparseProblem.Noise, n, d)).Fitted);
                })).ToArray())));
            }
        return measured;
    }

    private static void CheckSizes(FindingsBuilder found, StudyContext context, List<SizeErrors> measured)
    {
        var alongDimension = measured.Where(entry => entry.Share == 0.5).ToList();
        var fixedDimension = measured.Where(entry => entry.Dimension == context.Pick(200, 800, 800)).ToList();
        for (var i = 0; i < context.Seeds.Count; i++)
        {
            found.Observe("C1", "dimension", "", context.Seeds[i], Summary.LogSlope(
                [.. alongDimension.Select(entry => (double)entry.Dimension)], [.. alongDimension.Select(entry => entry.Errors[i])]));
            found.Observe("C1", "samples", "", context.Seeds[i], Summary.LogSlope(
                [.. fixedDimension.Select(entry => (double)entry.Rows)], [.. fixedDimension.Select(entry => entry.Errors[i])]));
        }
    }

    /// <summary>g(T) of random supports with the pivots' features, and for comparison with the columns as they are.</summary>
    private static void CheckGoodness(FindingsBuilder found, StudyContext context, CancellationToken cancel)
    {
        (int n, int d) = context.Pick((48, 80), (100, 400), (100, 400));
        var supports = context.Pick(50, Supports, Supports);
        (string Name, Func<RandomStream, Tensor> Make)[] designs =
        [
            ("independent", random => Designs.Independent(n, d, random)),
            ("half-cluster, δ = 1e-3", random => Designs.HalfCluster(n, d, Close, random)),
            ("half-cluster, δ = 1e-5", random => Designs.HalfCluster(n, d, 1e-5, random)),
            ("twins, δ = 1e-3", random => Designs.Twins(n, d, Close, random)),
            ("geometric spectrum, 6 decades", random => Designs.Geometric(n, d, 6, random)),
        ];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (i, (name, make)) in designs.Index())
        {
            context.Report($"goodness of features, {name}", 0.85 + 0.1 * i / designs.Length);
            var values = context.Once($"goodness, {name}", () => context.Seeds.Select(seed =>
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(seed, $"goodness, {name}");
                var x = make(random.Fork("X"));
                var features = RandomPivots.Draw(x, 2 * Nonzeros, random.Fork("pivots")).Features;
                var after = Goodness.OfRandomSupports(features, Nonzeros, supports, random.Fork("supports"));
                var before = Goodness.OfRandomSupports(x, Nonzeros, supports, random.Fork("supports"));
                return new[] { Rank(after, 0.5), Rank(after, 0.9), Rank(before, 0.5), Rank(before, 0.9) };
            }).ToArray());
            for (var s = 0; s < context.Seeds.Count; s++)
                found.Observe("C1", "goodness", name, context.Seeds[s], values[s][1] / (Nonzeros * Math.Log(d)));
            rows.Add([name, .. new[] { 2, 3, 0, 1 }.Select(column => Numbers.Short(Summary.Median(values.Select(v => v[column]))))]);
        }
        found.Add(new FindingsTable(
            $"How large a coefficient can be on a random support of k = {Nonzeros} columns, for a signal of mean square 1 (medians over seeds)",
            ["design", "columns as they are: median", "90 %", "after the pivots: median", "90 %"], rows));

        // An order statistic, because a support with dependent columns has an infinite value.
        static double Rank(double[] ascending, double share) => ascending[(int)Math.Ceiling(share * ascending.Length) - 1];
    }

    /// <summary>Twins, with the support at random and with the support made of two pairs of twins.</summary>
    private static List<Measured> MeasureSupports(StudyContext context, CancellationToken cancel)
    {
        (int n, int d) = context.Pick((48, 80), (100, 400), (100, 400));
        var measured = new List<Measured>();
        foreach (var adversarial in new[] { false, true })
        {
            var name = adversarial ? "twins, support of two pairs" : "twins, random support";
            context.Report(name, adversarial ? 0.98 : 0.95);
            var errors = context.Once($"{name} k = {TwinNonzeros}", () => context.Seeds.Select(seed =>
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(seed, "supports");
                var x = Designs.Twins(n, d, 1e-2, random.Fork("X"));
                int[] pairs = random.Fork("pairs").Choose(TwinNonzeros / 2, d / 2);
                int[] support = adversarial ? [.. pairs, .. pairs.Select(i => i + d / 2)] : random.Fork("support").Choose(TwinNonzeros, d);
                return MethodErrors.Of(SparseProblem.Of(x, support, random.Fork("signal")), 2 * TwinNonzeros, validate: false, random.Fork("method"));
            }).ToArray());
            measured.Add(new Measured(name, 1e-2, false, errors));
        }
        return measured;
    }
}

/// <summary>The errors of all methods in one setting.</summary>
/// <param name="Design">The design's name.</param>
/// <param name="Difference">δ.</param>
/// <param name="Validated">Whether cross-validation was done.</param>
/// <param name="Errors">One entry per seed.</param>
internal sealed record Measured(string Design, double Difference, bool Validated, MethodErrors[] Errors);

/// <summary>The error of the random-pivot Lasso at one size.</summary>
/// <param name="Dimension">d.</param>
/// <param name="Rows">N.</param>
/// <param name="Share">c in N = c·k²·ln d.</param>
/// <param name="Errors">One entry per seed.</param>
internal sealed record SizeErrors(int Dimension, int Rows, double Share, double[] Errors);

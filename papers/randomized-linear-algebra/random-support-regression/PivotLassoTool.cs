using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>Random-pivot Lasso beside plain Lasso on the reader's table, compared by the error on held-out rows.</summary>
[Paper("random-support-regression")]
public sealed class PivotLassoTool : ITool<PivotLassoToolOptions>
{
    private const int PathLength = 30;
    private const double SmallestShare = 1e-3;
    private const int FewestRows = 10;

    /// <inheritdoc/>
    public string Says => "Regress sparsely on columns that depend on each other, and see whether random pivots predict better than plain Lasso.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "table.csv --target price -o coefficients.csv",
        "data/breast-cancer.csv --target benign --pivots 8",
    ];

    /// <inheritdoc/>
    public ToolReport Use(PivotLassoToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var (features, y, target) = options.Table.Table().Split(options.Target); // y: (n)
        features.EnsureNoConstantColumns();
        var design = RegressionDesign.Of(features, intercept: true);
        var x = design.Matrix.Slice(1, 1, design.Matrix.Columns - 1).Contiguous(); // (n, d), without the column of ones
        (int n, int d) = (x.Rows, x.Columns);
        var most = Math.Min(n / 4, d - 1);
        if (n < FewestRows || d < 2)
            throw new ToolException($"{features.Source}: {n} rows and {d} columns beside the target; at least {FewestRows} rows and 2 columns are needed.");
        if (options.Folds > n) throw new ToolException($"--folds {options.Folds}: there are only {n} rows.");
        if (options.Pivots > most) throw new ToolException($"--pivots {options.Pivots}: at most {most} suit {n} rows and {d} columns, because every pivot costs error.");
        if (y.Max() == y.Min()) throw new ToolException($"{features.Source}: the target {target} has the same value in every row. Choose another column.");

        int[] counts = options.Pivots is { } given ? [given] : [.. Enumerable.Range(0, 31).Select(i => 1 << i).TakeWhile(count => count <= Math.Min(most, 64))];
        var centred = y - y.Mean();
        context.Report("plain Lasso", 0.05);
        var lasso = new Lasso(x, centred);
        var penalties = Lasso.Penalties(lasso.LargestPenalty, PathLength, SmallestShare);
        var lassoErrors = CrossValidation.Errors(x, y, options.Folds, context.Random("folds"), (train, observed, held) =>
            Predict(train, observed, held, (a, b) => new Lasso(a, b).Path(penalties).Select(fit => fit.Coefficients)));
        var lassoBest = CrossValidation.Best(lassoErrors);

        var candidates = new List<(int Count, double Penalty, double Error, int[][] Pivots)>();
        foreach (var (i, count) in counts.Index())
        {
            cancel.ThrowIfCancellationRequested();
            context.Report($"{count} pivots", 0.1 + 0.8 * i / counts.Length);
            int[][] sets = [.. Enumerable.Range(0, options.Draws).Select(draw => RandomPivots.Choose(count, n, d, context.Random($"pivots, {count}, {draw}")))];
            var largest = sets.Max(set => new PivotLasso(RandomPivots.Of(x, set), centred).LargestPenalty);
            var path = Lasso.Penalties(largest > 0 ? largest : lasso.LargestPenalty, PathLength, SmallestShare);
            var errors = CrossValidation.Errors(x, y, options.Folds, context.Random("folds"), (train, observed, held) =>
            {
                cancel.ThrowIfCancellationRequested();
                return Predict(train, observed, held, (a, b) => Average(a, b, sets, path));
            });
            var best = CrossValidation.Best(errors);
            candidates.Add((count, path[best], errors[best], sets));
        }
        var chosen = candidates.MinBy(candidate => candidate.Error);
        var pivotCoefficients = Average(x, centred, chosen.Pivots, [chosen.Penalty]).Single(); // (d)
        var lassoCoefficients = lasso.Fit(penalties[lassoBest]).Coefficients;                   // (d)
        var variance = CrossValidation.Errors(x, y, options.Folds, context.Random("folds"), (_, observed, held) => Tensor.Full(observed.Mean(), 1, held.Rows))[0];

        context.Report("how good the features are", 0.95);
        var k = Math.Clamp(lassoCoefficients.ToArray().Count(w => w != 0), 2, Math.Clamp(Math.Min(d - chosen.Count, n / 4), 2, 10));
        var before = Quantiles(x, k, context);
        var pivots = RandomPivots.Of(x, chosen.Pivots[0]);
        var after = pivots.Kept.Count >= k ? Quantiles(pivots.Features, k, context) : null;
        var gain = 1 - chosen.Error / lassoErrors[lassoBest];
        var full = Tensor.Zeros(d + 1);
        full[0] = y.Mean();
        for (var j = 0; j < d; j++) full[j + 1] = pivotCoefficients[j];
        return new ToolReport
        {
            Headline = $"{target} from {d} columns: Lasso after {chosen.Count} random pivots has a held-out mean squared error of {Numbers.Short(chosen.Error)}, plain Lasso {Numbers.Short(lassoErrors[lassoBest])}: {(gain >= 0 ? $"{Numbers.Short(100 * gain)} % less" : $"{Numbers.Short(-100 * gain)} % more, so plain Lasso is the better choice here")}.",
            Guarantee = "None for a given table: the paper's theorem is for random supports and for its own procedure, of which this is our simpler reconstruction. The errors below are measured on held-out rows.",
            Measures =
            [
                new("held-out error, pivot Lasso", chosen.Error, Note: $"{options.Folds}-fold cross-validation, mean square"),
                new("held-out error, plain Lasso", lassoErrors[lassoBest], Note: "same folds"),
                new("held-out error of the mean", variance, Note: "what explaining nothing gives"),
                new("pivots", chosen.Count),
                new("sets of pivots averaged", options.Draws),
                new("penalty, pivot Lasso", chosen.Penalty),
                new("penalty, plain Lasso", penalties[lassoBest]),
                new("condition of the table", LinearAlgebra.Condition(x), Note: "standardised columns"),
            ],
            Tables =
            [
                Goodness(k, before, after),
                Features(design, lassoCoefficients, pivotCoefficients, chosen.Pivots),
            ],
            Remarks =
            [
                "Number of pivots and penalties are chosen by the same held-out rows whose error is shown: both errors are a little flattering.",
                "Where columns nearly depend on each other the coefficients are not unique, only the predictions are.",
                .. pivots.Dropped.Count > 0 ? [$"Columns that depend on the first set of pivots and got no coefficient from it: {string.Join(", ", pivots.Dropped.Take(20).Select(j => features.NameOf(j)))}{(pivots.Dropped.Count > 20 ? ", …" : "")}."] : Array.Empty<string>(),
            ],
            Outputs = [new MatrixOutput("coefficients", $"the constant and {d} coefficients of the pivot Lasso in the table's units", design.InTableUnits(full).Reshape(1, d + 1), design.Names)],
        };
    }

    /// <summary>The mean over the sets of pivots of the coefficients at each penalty.</summary>
    private static IEnumerable<Tensor> Average(Tensor x, Tensor y, int[][] sets, IReadOnlyList<double> penalties)
    {
        Tensor[]? sums = null;
        foreach (var set in sets)
        {
            Tensor[] fitted = [.. new PivotLasso(RandomPivots.Of(x, set), y).Path(penalties).Select(fit => fit.Coefficients)];
            sums = sums is null ? fitted : [.. sums.Zip(fitted, (a, b) => a + b)];
        }
        return sums!.Select(sum => sum / sets.Length);
    }

    // Centres by the training rows, so that nothing of the held-out rows is known.
    private static Tensor Predict(Tensor train, Tensor observed, Tensor held, Func<Tensor, Tensor, IEnumerable<Tensor>> fit)
    {
        var (centre, mean) = (train.Mean(0), observed.Mean());
        return Tensor.Stack(0, [.. fit(train - centre, observed - mean).Select(w => LinearAlgebra.MatVec(held - centre, w) + mean)]); // (values, held)
    }

    private static double[] Quantiles(Tensor columns, int k, ToolContext context)
    {
        var values = RandomSupportRegression.Goodness.OfRandomSupports(columns, k, 200, context.Random("supports"));
        return [values[99], values[179]];
    }

    private static FindingsTable Goodness(int k, double[] before, double[]? after) => new(
        $"How large a coefficient can be on {k} random columns, for a signal of mean square 1 (large: ℓ1 penalties do not suit the columns)",
        ["features", "median", "90 %"],
        [
            ["columns as they are", Numbers.Short(before[0]), Numbers.Short(before[1])],
            .. after is null ? [] : new[] { (IReadOnlyList<string>)["after the first set of pivots", Numbers.Short(after[0]), Numbers.Short(after[1])] },
        ]);

    private static FindingsTable Features(RegressionDesign design, Tensor lasso, Tensor pivot, int[][] sets)
    {
        var order = Enumerable.Range(0, lasso.Length).Where(j => lasso[j] != 0 || pivot[j] != 0)
            .OrderByDescending(j => Math.Max(Math.Abs(lasso[j]), Math.Abs(pivot[j]))).Take(20);
        return new FindingsTable(
            "Largest coefficients, in units of standardised columns",
            ["column", "pivot Lasso", "plain Lasso", "sets in which it is a pivot"],
            [.. order.Select(j => (IReadOnlyList<string>)[design.Names[j + 1], Numbers.Short(pivot[j]), Numbers.Short(lasso[j]), $"{sets.Count(set => set.Contains(j))}"])]);
    }
}

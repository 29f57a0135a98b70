using System.Text.Json;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>Which columns and directions of the reader's table explain its target, with the quality on rows that were not trained on.</summary>
[Paper("rbf-active-subspace")]
public sealed class ActiveSubspaceTool : ITool<ActiveSubspaceToolOptions>
{
    private const int FewestRows = 20, MostInputs = 500, MostClasses = 100, MostRows = 20_000, MostPoints = 1500, Shown = 20;
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <inheritdoc/>
    public string Says => "Learn which columns of a table, and which directions in it, explain a target.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "data/diabetes.csv --target progression --html report.html",
        "data.csv --target y --directions 3 -o importance.csv",
    ];

    /// <inheritdoc/>
    public ToolReport Use(ActiveSubspaceToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var (table, target, targetName) = options.Table.Table().Split(options.Target); // target: (n)
        var dropped = Standardization.Of(table.Values);
        int[] kept = [.. Enumerable.Range(0, table.Values.Columns).Where(j => !dropped.IsConstant(j))];
        string[] names = [.. kept.Select(table.NameOf)];
        var (n, d) = (table.Values.Rows, kept.Length);
        Check(table, target, targetName, n, d, options);
        var x = table.Values.TakeColumns(kept); // (n, d)
        double[] classes = IsClass(target, options.Kind) ? [.. target.ToArray().Distinct().Order()] : [];
        if (classes.Length > MostClasses) throw new ToolException($"{table.Source}: the target {targetName} has {classes.Length} different values; at most {MostClasses} classes are told apart. Use --kind value for a measured value.");
        var codes = classes.Length > 0;
        var y = codes ? QualityExperiment.Codes(target.Map(value => Array.IndexOf(classes, value)), classes.Length) : target.Reshape(n, 1); // (n, outputs)
        var fresh = options.Predict is { } file ? RowsToPredict(file, table, kept, targetName) : null;

        var network = new NetworkOptions { Centres = options.Centres ?? Math.Clamp(n / 4, 4, 64), LearnsCentres = options.LearnCentres, CentrePenalty = options.LearnCentres ? 1e-4 : 0 };
        IReadOnlyList<double> penalties = options.Penalty is { } given ? [given] : NetworkSelection.DefaultPenalties;
        context.Report("training without a fifth of the rows, to measure the quality", 0.1);
        var order = context.Random("held-out fifth").Permutation(n);
        var (test, train) = (order[..(n / 5)], order[(n / 5)..]);
        var (xTrain, yTrain, xTest, yTest) = (x.TakeRows(train), y.TakeRows(train), x.TakeRows(test), y.TakeRows(test));
        if (Standardization.Of(yTrain, together: codes).Deviations.MaxAbs() == 0)
            throw new ToolException($"{table.Source}: all but a few rows have the same {targetName}; there is too little to explain.");
        var quality = QualityOf(NetworkSelection.Fit(xTrain, yTrain, network, penalties, context.Random("network"), codes, cancel).Network.Predict(xTest), yTest, codes);
        var linear = QualityOf(LinearModel.Fit(xTrain, yTrain, codes, context.Random("linear"))(xTest), yTest, codes);
        context.Report("training on all rows", 0.6);
        var (trained, penalty) = NetworkSelection.Fit(x, y, network, penalties, context.Random("network"), codes, cancel);

        var metric = trained.Metric;
        var k = Math.Min(options.Directions, d);
        var (importance, diagonal) = (metric.Importance, metric.DiagonalImportance);
        var ranking = LearnedMetric.Ranking(importance);
        var projection = metric.Project(trained.Standardised(x), k); // (n, k)
        var measure = codes ? "accuracy" : "R²";
        return new ToolReport
        {
            Headline = $"{targetName} from {d} columns: most depends on {string.Join(", ", ranking.Take(3).Select(j => names[j]))}; the first direction has {Numbers.Short(100 * metric.Share(1))} % of the metric. "
                + $"On rows not trained on, {measure} is {Numbers.Short(quality)} ({(codes ? "logistic" : "linear")} regression: {Numbers.Short(linear)}).",
            Guarantee = "None. Quality is measured on a random fifth of the rows that was not trained on; the ranking is that of a network trained on all rows and is worth as much as the network explains.",
            Measures =
            [
                new($"{measure} on held-out rows", quality, Note: $"{test.Length} rows, trained and chosen on the other {train.Length}"),
                new($"{measure} of {(codes ? "logistic" : "linear")} regression", linear, Note: "same rows"),
                codes ? new($"{measure} of the most frequent class", Enumerable.Range(0, classes.Length).Max(c => yTest.Column(c).Mean()), Note: "same rows")
                    : new("root mean squared error on held-out rows", Math.Sqrt((1 - quality) * (yTest - yTest.Mean()).Square().Mean()), Note: $"in the units of {targetName}"),
                new("share of the first eigenvalue", metric.Share(1)),
                new($"share of the first {k} eigenvalues", metric.Share(k)),
                new("penalty λ_u", penalty, Note: options.Penalty is null ? "chosen on a held-out quarter" : null),
                new("centres", trained.Centres.Rows),
                new("steps of training", trained.Steps),
            ],
            Tables = [RankingTable(names, ranking, importance, diagonal), DirectionsTable(names, metric, k)],
            Figures = [Importances(names, ranking, importance, diagonal, metric), Projection(projection, target, classes, targetName)],
            Remarks = [.. Remarks(table, dropped, x, names, metric, ranking, diagonal, codes, targetName, options)],
            Outputs =
            [
                new MatrixOutput("importance", $"importance Σ γ|V| (first row) and diagonal of the metric (second row) of {d} columns, each with sum 1", Tensor.Stack(0, importance, diagonal), names),
                new MatrixOutput("directions", $"{k} directions as rows, in standardised columns", metric.Leading(k).Transpose().Contiguous(), names),
                new MatrixOutput("projection", $"the table's {n} rows in {k} directions", projection, [.. Enumerable.Range(1, k).Select(i => $"z{i}")]),
                .. fresh is null ? [] : new ToolOutput[] { new MatrixOutput("predictions", $"{fresh.Rows} predictions of {targetName}", Predictions(trained.Predict(fresh), classes), [targetName]) },
                new TextOutput("model", "the trained network as JSON", Model(trained, names, targetName, classes)),
            ],
        };
    }

    private static double QualityOf(Tensor predicted, Tensor y, bool codes) => codes || y.Max() > y.Min() ? QualityExperiment.Quality(predicted, y, codes) : 0;

    private static void Check(InputTable table, Tensor target, string targetName, int n, int d, ActiveSubspaceToolOptions options)
    {
        if (n < FewestRows) throw new ToolException($"{table.Source}: {n} rows; at least {FewestRows} are needed to train, to choose and to measure.");
        if (n > MostRows) throw new ToolException($"{table.Source}: {n} rows; at most {MostRows} are taken. Give a random sample of the rows.");
        if (d == 0) throw new ToolException($"{table.Source}: every column but the target has one value only; nothing can be explained by them.");
        if (d > MostInputs) throw new ToolException($"{table.Source}: {d} columns beside the target; at most {MostInputs} are taken, for the metric has a number for each pair. Leave columns out.");
        if (target.Max() == target.Min()) throw new ToolException($"{table.Source}: the target {targetName} has the same value in every row. Choose another column.");
        if (options.Centres > n * 3 / 5) throw new ToolException($"--centres {options.Centres}: at most {n * 3 / 5} suit {n} rows, of which two fifths are held out while settings are chosen and measured.");
    }

    private static bool IsClass(Tensor target, TargetKind kind) => kind == TargetKind.Class
        || (kind == TargetKind.Auto && target.ToArray() is var values && values.All(value => value == Math.Floor(value)) && values.Distinct().Count() <= 10);

    private static Tensor RowsToPredict(InputFile file, InputTable table, int[] kept, string targetName)
    {
        var rows = file.Table();
        var wanted = Enumerable.Range(0, table.Values.Columns).Select(table.NameOf).ToList();
        // Columns are found by name where both tables name them, so that the target may be there and the order may differ.
        if (table.Names is not null && rows.Names is { } found)
        {
            if (wanted.FirstOrDefault(name => !found.Contains(name)) is { } missing)
                throw new ToolException($"{file.Path}: there is no column '{missing}', which {targetName} was learned from. Give a table with the same columns.");
            return rows.Values.TakeColumns([.. kept.Select(j => rows.ColumnIndex(wanted[j]))]);
        }
        return rows.Values.Columns == wanted.Count ? rows.Values.TakeColumns(kept)
            : throw new ToolException($"{file.Path}: {rows.Values.Columns} columns, but {targetName} was learned from {wanted.Count}. Give the same columns in the same order, without the target.");
    }

    private static Tensor Predictions(Tensor outputs, double[] classes)
    {
        if (classes.Length == 0) return outputs;
        var labels = outputs.ArgMax(1);
        return Tensor.Wrap([.. Enumerable.Range(0, outputs.Rows).Select(i => classes[(int)labels[i]])], outputs.Rows, 1);
    }

    private static FindingsTable RankingTable(string[] names, int[] ranking, Tensor importance, Tensor diagonal)
    {
        var byDiagonal = LearnedMetric.Ranking(diagonal);
        return new FindingsTable(
            names.Length > Shown ? $"The {Shown} most important of {names.Length} columns" : "Columns by importance",
            ["rank", "column", "importance", "diagonal of the metric", "rank by it"],
            [.. ranking.Take(Shown).Select((j, i) => (IReadOnlyList<string>)[$"{i + 1}", names[j], Numbers.Short(importance[j]), Numbers.Short(diagonal[j]), $"{Array.IndexOf(byDiagonal, j) + 1}"])]);
    }

    private static FindingsTable DirectionsTable(string[] names, LearnedMetric metric, int k) => new(
        "Directions, in standardised columns: the largest entries",
        ["direction", "eigenvalue", "share", "entries"],
        [.. Enumerable.Range(0, k).Select(i => (IReadOnlyList<string>)
        [
            $"{i + 1}", Numbers.Short(metric.Eigenvalues[i]), Numbers.Short(metric.Eigenvalues[i] / Math.Max(metric.Eigenvalues.Sum(), double.Epsilon)),
            string.Join(", ", LearnedMetric.Ranking(metric.Directions.Column(i).Abs()).Take(5).Select(j => $"{names[j]} {Numbers.Fixed(metric.Directions[j, i], 2)}")),
        ])]);

    private static Figure Importances(string[] names, int[] ranking, Tensor importance, Tensor diagonal, LearnedMetric metric)
    {
        int[] top = [.. ranking.Take(Shown)];
        var count = Math.Min(Shown, names.Length);
        var sum = Math.Max(metric.Eigenvalues.Sum(), double.Epsilon);
        return new Figure
        {
            Title = "Importance of columns and eigenvalues of the metric",
            Description = $"Left, the columns by importance; {names[top[0]]} comes first. Right, how the learned metric's eigenvalues fall: the first has {Numbers.Short(100 * metric.Share(1))} % of their sum.",
            Panels =
            [
                new Panel
                {
                    Title = "importance",
                    X = new Axis("share", Low: 0),
                    Y = new Axis(Categories: [.. top.Select(j => names[j])]),
                    Marks = [new Bars([.. top.Select(j => importance[j])]) { Name = "Σ γ|V|" }, new Bars([.. top.Select(j => diagonal[j])]) { Name = "diagonal" }],
                },
                new Panel
                {
                    Title = "eigenvalues",
                    X = new Axis("eigenvalue"),
                    Y = new Axis("share of the sum", Low: 0),
                    Marks = [new Line([.. Enumerable.Range(1, count).Select(i => (double)i)], [.. Enumerable.Range(0, count).Select(i => metric.Eigenvalues[i] / sum)], Points: true)],
                },
            ],
        };
    }

    // The rows in the leading directions: classes apart, or a measured value against the first direction.
    private static Figure Projection(Tensor projection, Tensor target, double[] classes, string targetName)
    {
        var step = Math.Max(1, (projection.Rows + MostPoints - 1) / MostPoints);
        int[] rows = [.. Enumerable.Range(0, projection.Rows).Where(i => i % step == 0)];
        var second = projection.Columns > 1;
        double[] cuts = [.. new[] { 0.25, 0.5, 0.75 }.Select(share => Summary.Quantile(target.ToArray(), share))];
        var groups = classes.Length > 0
            ? rows.GroupBy(i => target[i]).OrderBy(group => group.Key).Select(group => ($"{targetName} {Numbers.Short(group.Key)}", group.ToArray())).ToList()
            : rows.GroupBy(i => cuts.Count(cut => target[i] > cut)).OrderBy(group => group.Key).Select(group => (new[] { "lowest quarter", "second", "third", "highest" }[group.Key], group.ToArray())).ToList();
        var plane = new Panel
        {
            Title = second ? "rows in the two leading directions" : "rows in the leading direction",
            X = new Axis("first direction"),
            Y = new Axis(second ? "second direction" : targetName),
            Marks = [.. groups.Select(group => new Scatter([.. group.Item2.Select(i => projection[i, 0])], [.. group.Item2.Select(i => second ? projection[i, 1] : target[i])], 4) { Name = group.Item1 })],
        };
        var against = new Panel
        {
            Title = $"{targetName} against the first direction",
            X = new Axis("first direction"),
            Y = new Axis(targetName),
            Marks = [new Scatter([.. rows.Select(i => projection[i, 0])], [.. rows.Select(i => target[i])], 4)],
        };
        return new Figure
        {
            Title = "Supervised projection",
            Description = "The table's rows in the leading directions of the learned metric" + (classes.Length > 0 ? ", a colour for each class." : "; colours are quarters of the target's values."),
            Panels = classes.Length == 0 && second ? [against, plane] : [plane],
        };
    }

    private static IEnumerable<string> Remarks(
        InputTable table, Standardization dropped, Tensor x, string[] names, LearnedMetric metric, int[] ranking, Tensor diagonal, bool codes, string targetName, ActiveSubspaceToolOptions options)
    {
        string[] constant = [.. Enumerable.Range(0, table.Values.Columns).Where(dropped.IsConstant).Select(table.NameOf)];
        if (constant.Length > 0) yield return $"Left out, for they have one value only: {string.Join(", ", constant.Take(Shown))}{(constant.Length > Shown ? ", …" : "")}.";
        if (options.Kind == TargetKind.Auto) yield return codes ? $"{targetName} has few whole values and was taken for a class; --kind value takes it for a measured value." : $"{targetName} was taken for a measured value; --kind class takes it for a class.";
        if (metric.Eigenvalues.Sum() <= 0) yield return "The metric is zero: the penalty λ_u was too large for this table, and the ranking means nothing. Give a smaller --penalty.";
        else if (names.Length > 1 && metric.Eigenvalues[1] > 0.9 * metric.Eigenvalues[0])
            yield return "The first two eigenvalues are nearly equal: their directions may turn into each other, and the importance Σ γ|V| with them. Trust the diagonal of the metric, which does not depend on the choice.";
        var few = Math.Min(5, names.Length);
        if (!ranking.Take(few).ToHashSet().SetEquals(LearnedMetric.Ranking(diagonal).Take(few)))
            yield return $"The {few} most important columns differ between the two scores; the order is not settled there.";
        var alike = Alike(x, names).ToList();
        if (alike.Count > 0) yield return $"Columns that nearly say the same share their importance: {string.Join("; ", alike)}.";
        yield return "Importance refers to standardised columns, so units do not matter.";
    }

    // Among the first columns only, for a table of pairs of hundreds says nothing.
    private static IEnumerable<string> Alike(Tensor x, string[] names)
    {
        var z = Standardization.Of(x).Apply(x);
        var correlation = LinearAlgebra.MatMul(z, z, transposeA: true, transposeB: false) / x.Rows; // (d, d)
        return (from a in Enumerable.Range(0, names.Length)
                from b in Enumerable.Range(0, a)
                where Math.Abs(correlation[a, b]) > 0.95
                orderby Math.Abs(correlation[a, b]) descending
                select $"{names[b]} and {names[a]} (correlation {Numbers.Fixed(correlation[a, b], 3)})").Take(5);
    }

    private static string Model(RadialBasisNetwork network, string[] names, string targetName, double[] classes) => JsonSerializer.Serialize(
        new
        {
            formula = "y = outputMeans + outputDeviations * sum_m weights[m] * exp(-|L'(z - centres[m])|^2 / 2), z = (x - inputMeans) / inputDeviations",
            target = targetName,
            classes,
            inputs = names,
            inputMeans = network.Inputs.Means.ToArray(),
            inputDeviations = network.Inputs.Deviations.ToArray(),
            outputMeans = network.Outputs.Means.ToArray(),
            outputDeviations = network.Outputs.Deviations.ToArray(),
            centres = Rows(network.Centres),
            factor = Rows(network.Factor),
            weights = Rows(network.Weights),
        }, Indented);

    private static double[][] Rows(Tensor matrix) => [.. Enumerable.Range(0, matrix.Rows).Select(i => matrix.Row(i).ToArray())];
}

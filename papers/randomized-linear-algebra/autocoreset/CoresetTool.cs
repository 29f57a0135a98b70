using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.AutoCoreset;

/// <summary>A coreset of the reader's table for one of four models, with the gap measured against the solution on all rows.</summary>
[Paper("autocoreset")]
public sealed class CoresetTool : ITool<CoresetToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Build a coreset: few weighted rows of a table on which a model trains almost as on all of them.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "table.csv --model logistic --target label --size 200 -o coreset.csv",
        "data/digits.csv.gz --model k-means --clusters 10 --size 150",
        "data/diabetes.csv --size 60 --test-share 0",
    ];

    /// <inheritdoc/>
    public ToolReport Use(CoresetToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = options.Table.Table();
        var (features, targets) = Read(options, table);
        var (train, test) = Split(table.Values.Rows, options.TestShare, context.Random("split"));
        var scaling = Scaling.Of(features, train, table.Source);
        var points = scaling.Apply(features, targets, train);
        var held = test.Length > 0 ? scaling.Apply(features, targets, test) : points;
        var n = points.Count;
        var m = options.Size ?? Math.Min(100, (n + 1) / 2);
        if (m > n) throw new ToolException($"--size {m}: only {n} rows of {table.Source} are trained on. Ask for fewer points, or lower --test-share.");
        IScoredProblem problem = options.Model switch
        {
            CoresetModel.Linear => new LinearRegressionProblem(points),
            CoresetModel.Logistic => new LogisticRegressionProblem(Classified(points, table.Source), options.Penalty),
            CoresetModel.Svm => new SupportVectorProblem(Classified(points, table.Source), options.Penalty),
            _ => options.Clusters <= m
                ? new KMeansProblem(points, options.Clusters)
                : throw new ToolException($"--clusters {options.Clusters}: a coreset of {m} points cannot have so many centres. Ask for more points or fewer centres."),
        };

        context.Report("solving on all rows, to measure the gap", 0.1);
        var full = problem.Solve(Coreset.Everything(n), context.Random("all rows"));
        var best = problem.Costs(full).Sum();
        cancel.ThrowIfCancellationRequested();
        context.Report("building the coreset", 0.4);
        IVectorSummation summation = options.Summation switch
        {
            SummationChoice.Importance => new ImportanceSummation(),
            SummationChoice.BestUniform => new BestUniformSummation(),
            _ => new CaratheodorySummation(),
        };
        CoresetResult built;
        Tensor uniform;
        try
        {
            built = CoresetConstruction.Build(problem, m, context.Random("coreset"), new CoresetOptions { Summation = summation }, cancel);
            context.Report("solving on a uniform sample, to compare", 0.9);
            var stream = context.Random("uniform");
            uniform = problem.Solve(CoresetConstruction.Uniform(problem, m, stream), stream);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException)
        {
            throw new ToolException($"--size {m}: {error.Message}", error);
        }

        double Gap(double cost) => best > 0 ? cost / best - 1 : cost;
        var gap = Gap(built.Cost);
        var uniformGap = Gap(problem.Costs(uniform).Sum());
        var where = test.Length > 0 ? $"{test.Length} rows kept apart" : "the rows trained on";
        return new ToolReport
        {
            Headline = $"{built.Coreset.Points.Length} of {n} rows: the {Named(options.Model)} trained on them costs {Numbers.Short(100 * gap)} % more on all rows than the one trained on all; on a uniform sample of {m} rows it is {Numbers.Short(100 * uniformGap)} %.",
            Guarantee = options.Summation == SummationChoice.Caratheodory
                ? $"The weighted rows have the same summed cost as all rows for each of the {built.Solutions.Count} solutions collected (relative error measured: {Numbers.Short(built.LargestSumError)}){(options.Model == CoresetModel.Linear ? ", and for every mixture of their quadratic costs" : "")}. For other solutions nothing is promised: the gap is measured."
                : "None: the summed costs are matched at random, not exactly. The gap is measured.",
            Measures =
            [
                new("gap on all rows", gap, Note: "F(x_C)/F(x_P) − 1; x_P from the same solver on all rows"),
                new("gap of a uniform sample", uniformGap, Note: $"one sample of {m} rows, with replacement"),
                new("largest error of a summed cost", built.LargestSumError, Note: "relative, over the solutions collected"),
                new($"{problem.ScoreName}, coreset", problem.Score(built.Solution, held), Note: where),
                new($"{problem.ScoreName}, uniform sample", problem.Score(uniform, held), Note: where),
                new($"{problem.ScoreName}, all rows", problem.Score(full, held), Note: where),
                new("solver calls", built.SolverCalls),
            ],
            Remarks =
            [
                "Columns were brought to mean 0 and standard deviation 1 by the rows trained on; costs and k-means distances are in those units. The file holds the rows as they were given.",
                .. options.Model == CoresetModel.KMeans ? new[] { "k-means has local optima: a gap below 0 means that the coreset led to a better one than all rows did." } : [],
            ],
            Outputs = [Output(table, train, built.Coreset)],
        };
    }

    private static string Named(CoresetModel model) => model switch
    {
        CoresetModel.Linear => "linear regression",
        CoresetModel.Logistic => "logistic regression",
        CoresetModel.Svm => "support vector machine",
        _ => "k-means clustering",
    };

    private static (InputTable Features, double[] Targets) Read(CoresetToolOptions options, InputTable table)
    {
        if (options.Model != CoresetModel.KMeans)
        {
            var (features, target, name) = table.Split(options.Target);
            var values = target.ToArray();
            if (options.Model == CoresetModel.Linear) return (features, values);
            double[] kinds = [.. values.Distinct().Order().Take(3)];
            if (kinds.Length != 2)
                throw new ToolException($"{table.Source}: {name} has {(kinds.Length == 1 ? "one value only" : "more than two values")}; a classifier tells two values apart. Name another column with --target, or take --model linear.");
            return (features, [.. values.Select(value => value == kinds[1] ? 1.0 : -1.0)]);
        }
        return options.Target is null
            ? (table, [])
            : throw new ToolException("--target: k-means has no target. Leave the option out, or name another --model.");
    }

    private static LabelledPoints Classified(LabelledPoints points, string source) => points.Targets.Distinct().Count() == 2
        ? points
        : throw new ToolException($"{source}: all rows left to train on are of one class. Lower --test-share, or give more rows.");

    private static (int[] Train, int[] Test) Split(int rows, double share, RandomStream random)
    {
        var order = random.Permutation(rows);
        var held = (int)(share * rows);
        return ([.. order[held..].Order()], [.. order[..held].Order()]);
    }

    /// <summary>The rows chosen as they were given, with their number from 1 and their weight.</summary>
    private static MatrixOutput Output(InputTable table, int[] train, Coreset coreset)
    {
        var columns = table.Values.Columns;
        var values = Tensor.Zeros(coreset.Points.Length, columns + 2); // (m, columns + 2)
        for (var i = 0; i < coreset.Points.Length; i++)
        {
            var row = train[coreset.Points[i]];
            values[i, 0] = row + 1;
            values[i, 1] = coreset.Weights[i];
            table.Values.RowSpan(row).CopyTo(values.RowSpan(i)[2..]);
        }
        return new MatrixOutput("coreset", $"({coreset.Points.Length}, {columns + 2}): row number from 1, weight, and the row",
            values, ["row", "weight", .. Enumerable.Range(0, columns).Select(table.NameOf)]);
    }

    /// <summary>Means and deviations of the rows trained on.</summary>
    private sealed record Scaling(double[] Means, double[] Deviations)
    {
        public static Scaling Of(InputTable features, int[] rows, string source)
        {
            var (means, deviations) = (new double[features.Values.Columns], new double[features.Values.Columns]);
            for (var j = 0; j < means.Length; j++)
            {
                double[] column = [.. rows.Select(i => features.Values[i, j])];
                means[j] = column.Average();
                deviations[j] = Math.Sqrt(column.Average(value => (value - means[j]) * (value - means[j])));
                // A column that does not vary among these rows is taken along as zeros: digits have such pixels.
                if (!(deviations[j] > 0)) deviations[j] = double.PositiveInfinity;
            }
            return deviations.All(double.IsPositiveInfinity)
                ? throw new ToolException($"{source}: no column varies. There is nothing to learn from.")
                : new Scaling(means, deviations);
        }

        public LabelledPoints Apply(InputTable features, double[] targets, int[] rows)
        {
            var values = Tensor.Zeros(rows.Length, Means.Length); // (rows, d)
            for (var i = 0; i < rows.Length; i++)
                for (var j = 0; j < Means.Length; j++)
                    values[i, j] = (features.Values[rows[i], j] - Means[j]) / Deviations[j];
            return new LabelledPoints(values, targets.Length == 0 ? [] : [.. rows.Select(i => targets[i])]);
        }
    }
}

using System.Diagnostics;
using Praxis.Lab;

namespace Praxis.Papers.RandomizedLinearAlgebra.RepeatedRandomSampling;

/// <summary>What <c>praxis use repeated-random-sampling</c> takes.</summary>
public sealed record SubsetTrainingOptions
{
    /// <summary>The table.</summary>
    [Input("TABLE", "Table of numbers with a column of classes, one example a row: .csv, .tsv, .npy, .npz or .mtx")]
    public required InputFile Table { get; init; }

    /// <summary>The column of classes.</summary>
    [Option("Column of classes (any different numbers), by name or by number from 1; without it the last", ValueName = "COLUMN")]
    public string? Target { get; init; }

    /// <summary>Shares to try.</summary>
    [Option("Shares of the data in a round, written with commas, each above 0 and at most 1", ValueName = "SHARES")]
    public double[] Shares { get; init; } = [0.03, 0.1, 0.3];

    /// <summary>Rounds.</summary>
    [Option("Rounds of training", Minimum = 1, Maximum = 10_000, ValueName = "ROUNDS")]
    public int Rounds { get; init; } = 30;

    /// <summary>Hidden units.</summary>
    [Option("Hidden units; 0 for softmax regression", Minimum = 0, Maximum = 4096, ValueName = "UNITS")]
    public int Hidden { get; init; } = 32;

    /// <summary>The learning rate.</summary>
    [Option("Learning rate at the start; it falls to 0 over the steps taken", Above = 0, Maximum = 10, ValueName = "RATE")]
    public double Rate { get; init; } = 0.1;
}

/// <summary>Trains on the reader's labelled table with repeated random subsets, with a static subset and with all data.</summary>
[Paper("repeated-random-sampling")]
public sealed class SubsetTrainingTool : ITool<SubsetTrainingOptions>
{
    private const int MostClasses = 1000;

    /// <inheritdoc/>
    public string Says => "Train a small classifier on a labelled table with a fresh random subset in each round, and compare accuracy and time with all data.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "table.csv --target class --shares 0.05,0.1 -o accuracy.csv",
        "data/breast-cancer.csv --target benign --hidden 0",
    ];

    /// <inheritdoc/>
    public ToolReport Use(SubsetTrainingOptions options, ToolContext context, CancellationToken cancel)
    {
        var (features, target, name) = options.Table.Table().Split(options.Target);
        double[] classes = [.. target.ToArray().Distinct().Order()];
        if (classes.Length < 2) throw new ToolException($"{features.Source}: {name} has the value {Numbers.Short(classes[0])} in every row. Classification needs at least two classes.");
        if (classes.Length > Math.Min(MostClasses, target.Length / 2))
            throw new ToolException($"{features.Source}: {name} has {classes.Length} different values in {target.Length} rows; that is a measurement, not a class. Name the column of classes with --target.");
        if (options.Shares.Length == 0) throw new ToolException("--shares: give at least one share, such as 0.1.");
        foreach (var share in options.Shares)
            if (!(share > 0 && share <= 1)) throw new ToolException($"--shares: {share} is no share of the data; give numbers above 0 and at most 1.");
        if (target.Length < 10) throw new ToolException($"{features.Source}: {target.Length} rows are too few to train and to test; give at least 10.");

        int[] labels = [.. target.ToArray().Select(value => Array.BinarySearch(classes, value))];
        // Every class counts, also one that is held out whole.
        var data = LabelledData.Split(features.Values, labels, context.Random("split")) with { Classes = classes.Length };
        var n = data.Labels.Length;
        foreach (var share in options.Shares)
            if (RepeatedSubsets.SizeOf(n, share) < classes.Length)
                throw new ToolException($"--shares {Numbers.Short(share)}: {RepeatedSubsets.SizeOf(n, share)} examples in a round for {classes.Length} classes. Take a larger share.");
        var training = new TrainingOptions { Rounds = options.Rounds, Hidden = options.Hidden, Rate = options.Rate, TestEveryRound = false };

        int[] all = [.. Enumerable.Range(0, n)];
        context.Report("training on all data", 0);
        var full = Run((_, _) => all);
        var rows = new List<(double Share, double Repeated, double Static, double Seconds)>();
        foreach (var share in options.Shares)
        {
            context.Report($"training with r = {Numbers.Short(share)}", (1.0 + rows.Count) / (1 + options.Shares.Length));
            var subsets = new RepeatedSubsets(n, share, context.Random("subsets").NextInt64());
            var repeated = Run((_, _) => subsets.Next());
            var chosen = context.Random("static").Choose(subsets.Size, n);
            rows.Add((share, repeated.Accuracy, Run((_, _) => chosen).Accuracy, repeated.Seconds));
        }
        var output = Tensor.Zeros(rows.Count, 5); // (shares, 5)
        for (var i = 0; i < rows.Count; i++)
            (output[i, 0], output[i, 1], output[i, 2], output[i, 3], output[i, 4]) = (rows[i].Share, rows[i].Repeated, rows[i].Static, full.Accuracy, rows[i].Seconds);
        var best = rows.MaxBy(row => row.Repeated);
        var held = data.TestLabels.Length;
        return new ToolReport
        {
            Headline = $"{name} from {features.Values.Columns} columns: {100 * best.Repeated:0.0} % right on {held} held-out rows with fresh subsets of {100 * best.Share:0.#} % a round, {100 * full.Accuracy:0.0} % with all data in every round.",
            Guarantee = $"None for one training run. Accuracies are measured on {held} held-out rows: differences below about {100 * Math.Sqrt(full.Accuracy * (1 - full.Accuracy) / held) + 50.0 / held:0.0} % are within chance.",
            Measures =
            [
                .. rows.Select(row => new ToolMeasure($"accuracy, repeated subsets, r = {Numbers.Short(row.Share)}", row.Repeated)),
                new("accuracy, all data", full.Accuracy),
                new("time, all data", full.Seconds, "s"),
            ],
            Tables =
            [
                new FindingsTable("Accuracy on held-out rows and time", ["share in a round", "repeated subsets", "one static subset", "seconds"],
                [
                    .. rows.Select(row => (IReadOnlyList<string>)[Numbers.Short(row.Share), Numbers.Fixed(row.Repeated, 3), Numbers.Fixed(row.Static, 3), Numbers.Fixed(row.Seconds, 2)]),
                    ["all data", Numbers.Fixed(full.Accuracy, 3), "", Numbers.Fixed(full.Seconds, 2)],
                ]),
            ],
            Remarks = [$"{n} rows to train on, {held} held out, columns standardised; {options.Rounds} rounds with batches of {training.Batch}, momentum 0.9, a learning rate that falls from {Numbers.Short(options.Rate)} to 0 over the steps taken."],
            Outputs = [new MatrixOutput("accuracy", "share, accuracy with repeated subsets, with one static subset, with all data, seconds", output, ["share", "repeated", "static", "all", "seconds"])],
        };

        (double Accuracy, double Seconds) Run(Func<int, Perceptron, int[]> subset)
        {
            var start = Stopwatch.GetTimestamp();
            var accuracy = Trainer.Train(data, subset, training, context.Random("training"), cancel: cancel).Accuracies[^1];
            return (accuracy, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }
    }
}

using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>C2 on the digits 3 and 8: how much of the spectrum lies in one eigenvalue, and which pixels matter.</summary>
internal static class DigitsExperiment
{
    public static Line Run(StudyContext context, FindingsBuilder found, StudySizes sizes, double from, double to, CancellationToken cancel)
    {
        const string name = "digits 3 versus 8";
        var table = FeatureTable.Load(context.Data, "digits");
        int[] rows = [.. Enumerable.Range(0, table.Target.Length).Where(i => table.Target[i] is 3 or 8)];
        var (x, y) = (table.Features.TakeRows(rows), table.Target.Take(0, rows).Map(label => label == 8 ? 1 : 0).Reshape(rows.Length, 1));
        var results = Seeds.Each(context, name, from, to, seed => Measure(x, y, sizes, context.Random(seed, name), cancel), cancel);
        foreach (var (seed, result) in context.Seeds.Zip(results)) found.Observe("C2", "one-dominates", name, seed, result.Shares[0]);
        found.Add(Figure(results[0]));
        found.Remark($"Digits 3 versus 8: on the 30 % of rows not trained on, the network is right for {100 * results.Average(r => r.Accuracy):0.0} % (mean of seeds); "
            + $"the first eigenvalue has {results.Average(r => r.Shares[0]):0.00} of the sum, the second {results.Average(r => r.Shares[1]):0.00}. "
            + $"The penalty λ_u decides this as much as the data: chosen were {string.Join(", ", sizes.Penalties.Select(p => $"{Numbers.Short(p)} ({results.Count(r => r.Penalty == p)} times)"))}.");
        return SubspaceExperiment.Spectrum(name, [.. results.Select(r => r.Shares)]);
    }

    private static DigitsResult Measure(Tensor x, Tensor y, StudySizes sizes, RandomStream random, CancellationToken cancel)
    {
        var order = random.Fork("split").Permutation(x.Rows);
        var (train, test) = (order[(order.Length * 3 / 10)..], order[..(order.Length * 3 / 10)]);
        var selected = NetworkSelection.Fit(x.TakeRows(train), y.TakeRows(train), sizes.Network, sizes.Penalties, random.Fork("network"), cancel: cancel);
        var (network, truth) = (selected.Network, y.TakeRows(test));
        var predicted = network.Predict(x.TakeRows(test));
        var projected = network.Metric.Project(network.Standardised(x.TakeRows(test)), 2); // (rows, 2)
        return new DigitsResult(
            [.. Enumerable.Range(0, 20).Select(k => network.Metric.Eigenvalues[k] / network.Metric.Eigenvalues.Sum())],
            Enumerable.Range(0, test.Length).Count(i => predicted[i, 0] > 0.5 == truth[i, 0] > 0.5) / (double)test.Length,
            network.Metric.Importance.ToArray(), projected.Column(0).ToArray(), projected.Column(1).ToArray(), truth.ToArray(), selected.MetricPenalty);
    }

    private static Figure Figure(DigitsResult result) => new()
    {
        Title = "Digits 3 versus 8: which pixels matter, and the supervised projection",
        Description = "Left, the importance of the 8×8 pixels: it is largest left of the middle, rows 2 to 5, where the strokes of an 8 close and those of a 3 leave a gap; constant pixels of the margin have none. "
            + "Right, the test rows in the two leading directions of the learned metric: the first alone nearly parts the two digits.",
        Panels =
        [
            new Panel
            {
                Title = "importance of the pixels",
                EqualAspect = true,
                X = new Axis("column"),
                Y = new Axis("row"),
                Marks = [new HeatMap([.. Enumerable.Range(0, 8).Select(row => (IReadOnlyList<double>)[.. result.Importance.Skip(8 * row).Take(8).Select(v => Math.Round(v, 4))])]) { ValueLabel = "share of importance", Low = 0 }],
            },
            new Panel
            {
                Title = "test rows",
                X = new Axis("first direction"),
                Y = new Axis("second direction"),
                Marks = [Digit(result, 0), Digit(result, 1)],
            },
        ],
    };

    private static Scatter Digit(DigitsResult result, int label)
    {
        int[] rows = [.. Enumerable.Range(0, result.Labels.Length).Where(i => (int)result.Labels[i] == label)];
        return new Scatter([.. rows.Select(i => Math.Round(result.First[i], 3))], [.. rows.Select(i => Math.Round(result.Second[i], 3))]) { Name = label == 0 ? "3" : "8" };
    }

    private sealed record DigitsResult(double[] Shares, double Accuracy, double[] Importance, double[] First, double[] Second, double[] Labels, double Penalty);
}

using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>C1: quality on test rows of bundled tables.</summary>
internal static class QualityExperiment
{
    private static readonly string[] Methods = ["nearest neighbours", "kernel ridge, one width", "MLP", "linear"];

    public static void Run(StudyContext context, FindingsBuilder found, StudySizes sizes, double from, double to, CancellationToken cancel)
    {
        var rows = new List<IReadOnlyList<string>>();
        var ranks = context.Seeds.Select(_ => new double[Methods.Length + 1]).ToArray(); // (seeds, this method and the baselines)
        foreach (var (index, name) in sizes.Tables.Index())
        {
            var table = FeatureTable.Load(context.Data, name);
            var each = (to - from) / sizes.Tables.Length;
            var results = Seeds.Each(context, name, from + each * index, from + each * (index + 1), seed => Measure(table, sizes, context.Random(seed, name), cancel), cancel);
            var best = Seeds.Best([.. results.Select(r => r.Baselines)]);
            foreach (var (i, seed) in context.Seeds.Index())
            {
                found.ObservePair("C1", "quality-gap", name, seed, results[i].Method, results[i].Baselines[best]);
                double[] all = [results[i].Method, .. results[i].Baselines];
                for (var m = 0; m < all.Length; m++) ranks[i][m] += (1 + all.Count(value => value > all[m]) + (all.Count(value => value == all[m]) - 1) / 2.0) / sizes.Tables.Length;
            }
            rows.Add(
            [
                name, $"{results.Average(r => r.Method):0.000}", .. Methods.Select((_, m) => $"{results.Average(r => r.Baselines[m]):0.000}"),
                $"{results.Average(r => r.Diagonal):0.000}", $"{results.Average(r => r.LearnedCentres):0.000}",
            ]);
        }
        var bestRank = Seeds.Best([.. ranks.Select(r => r[1..])], smallest: true);
        foreach (var (i, seed) in context.Seeds.Index()) found.ObservePair("C1", "rank-gap", "all tables", seed, ranks[i][0], ranks[i][1 + bestRank]);
        rows.Add(["mean rank of the five", .. Enumerable.Range(0, Methods.Length + 1).Select(m => $"{ranks.Average(r => r[m]):0.00}"), "", ""]);
        found.Add(new FindingsTable(
            "Accuracy (R² for diabetes) on the test 30 %, mean of seeds",
            ["table", "this method", .. Methods, "with a diagonal metric", "with learned centres"], rows));
    }

    private static QualityResult Measure(FeatureTable table, StudySizes sizes, RandomStream random, CancellationToken cancel)
    {
        var codes = table.ClassNames.Count > 0;
        var y = codes ? Codes(table.Target, table.ClassNames.Count) : table.Target.Reshape(table.Target.Length, 1); // (n, outputs)
        var order = random.Fork("split").Permutation(y.Rows);
        if (table.Features.Columns == 64) order = order[..Math.Min(order.Length, sizes.DigitRows)];
        var (train, test) = (order[(order.Length * 3 / 10)..], order[..(order.Length * 3 / 10)]);
        var (x, yTrain, xTest, yTest) = (table.Features.TakeRows(train), y.TakeRows(train), table.Features.TakeRows(test), y.TakeRows(test));

        double Network(NetworkOptions options) =>
            Quality(NetworkSelection.Fit(x, yTrain, options, sizes.Penalties, random.Fork("network"), codes, cancel).Network.Predict(xTest), yTest, codes);
        return new QualityResult(
            Network(sizes.Network),
            [
                Quality(NearestNeighbours.Fit(x, yTrain, random)(xTest), yTest, codes),
                Quality(KernelRidge.Fit(x, yTrain, random)(xTest), yTest, codes),
                Quality(Perceptron.Fit(x, yTrain, codes, sizes.Passes, random.Fork("perceptron")).Predict(xTest), yTest, codes),
                Quality(LinearModel.Fit(x, yTrain, codes, random)(xTest), yTest, codes),
            ],
            Network(sizes.Network with { Shape = MetricShape.Diagonal }),
            Network(sizes.Network with { LearnsCentres = true, CentrePenalty = 1e-4 }));
    }

    /// <summary>Codes of classes: 1 in the class's column, else 0: (n, classes).</summary>
    public static Tensor Codes(Tensor labels, int classes)
    {
        var codes = Tensor.Zeros(labels.Length, classes);
        for (var i = 0; i < labels.Length; i++) codes[i, (int)labels[i]] = 1;
        return codes;
    }

    /// <summary>The share of rows whose largest output is the right class, or R².</summary>
    public static double Quality(Tensor predicted, Tensor y, bool codes)
    {
        if (!codes) return 1 - (predicted - y).Square().Sum() / (y - y.Mean()).Square().Sum();
        var (guesses, truth) = (predicted.ArgMax(1), y.ArgMax(1));
        return Enumerable.Range(0, y.Rows).Count(i => guesses[i] == truth[i]) / (double)y.Rows;
    }

    private sealed record QualityResult(double Method, double[] Baselines, double Diagonal, double LearnedCentres);
}

using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace.Baselines;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>C3: how many of the relevant inputs each ranking puts first.</summary>
internal static class ImportanceExperiment
{
    private static readonly string[] Methods = ["permutation importance of an MLP", "mutual information", "Lasso"];

    public static void Run(StudyContext context, FindingsBuilder found, StudySizes sizes, double from, double to, CancellationToken cancel)
    {
        var n = sizes.ImportanceRows;
        (string Name, Func<RandomStream, KnownSample> Draw)[] tasks =
        [
            ($"Friedman, 5 of 50 inputs, {n / 2} rows", random => KnownSample.Friedman(n / 2, 50, random)),
            ($"sign of x₁x₂, 2 of 20 inputs, {n} rows", random => KnownSample.SignOfProduct(n, 20, random)),
            ($"orange skin, 4 of 20 inputs, {n} rows", random => KnownSample.OrangeSkin(n, 20, random)),
        ];
        var rows = new List<IReadOnlyList<string>>();
        foreach (var (index, task) in tasks.Index())
        {
            var each = (to - from) / tasks.Length;
            var results = Seeds.Each(context, task.Name, from + each * index, from + each * (index + 1), seed => Measure(task.Draw, sizes, context.Random(seed, task.Name), cancel), cancel);
            var best = Seeds.Best([.. results.Select(r => r.Baselines)]);
            foreach (var (seed, result) in context.Seeds.Zip(results))
            {
                found.Observe("C3", "finds-them", task.Name, seed, result.Importance);
                found.ObservePair("C3", "against-baselines", task.Name, seed, result.Importance, result.Baselines[best]);
            }
            rows.Add(
            [
                task.Name, $"{results.Average(r => r.Importance):0.00}", $"{results.Average(r => r.Diagonal):0.00}", $"{results.Average(r => r.DiagonalMetric):0.00}",
                .. Methods.Select((_, m) => $"{results.Average(r => r.Baselines[m]):0.00}"),
            ]);
        }
        found.Add(new FindingsTable(
            "Share of the relevant inputs among as many first ones, mean of seeds",
            ["task", "importance Σ γ|V|", "diagonal of P", "network with a diagonal metric", .. Methods], rows));
    }

    private static ImportanceResult Measure(Func<RandomStream, KnownSample> draw, StudySizes sizes, RandomStream random, CancellationToken cancel)
    {
        var sample = draw(random);
        var y = sample.Y.Column(0).Contiguous();
        var metric = NetworkSelection.Fit(sample.X, sample.Y, sizes.Network, sizes.Penalties, random.Fork("network"), cancel: cancel).Network.Metric;
        var diagonal = NetworkSelection.Fit(sample.X, sample.Y, sizes.Network with { Shape = MetricShape.Diagonal }, sizes.Penalties, random.Fork("network"), cancel: cancel).Network.Metric;
        double[][] baselines =
        [
            FeatureScores.Permutation(sample.X, sample.Y, sizes.Passes, random.Fork("perceptron")),
            FeatureScores.MutualInformation(sample.X, y),
            FeatureScores.LassoEntry(sample.X, y),
        ];
        return new ImportanceResult(Found(metric.Importance), Found(metric.DiagonalImportance), Found(diagonal.Importance), [.. baselines.Select(scores => Found(Tensor.FromArray(scores)))]);

        double Found(Tensor scores) => (double)LearnedMetric.Ranking(scores).Take(sample.Relevant.Length).Intersect(sample.Relevant).Count() / sample.Relevant.Length;
    }

    private sealed record ImportanceResult(double Importance, double Diagonal, double DiagonalMetric, double[] Baselines);
}

using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>C3: LowFER of several ranks, TuckER and DistMult trained alike on two small graphs.</summary>
internal static class PredictionExperiment
{
    private static readonly int[] Ranks = [1, 2, 5, 10];
    private static readonly string[] Names = [.. Ranks.Select(k => $"LowFER, k = {k}"), "TuckER", "DistMult", $"LowFER, k = {Ranks[^1]}, without root and length"];
    private static readonly int Tucker = Ranks.Length, DistMult = Ranks.Length + 1;

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var wordNet = FactGraph.WordNet(context.Data, context.Pick(smoke: 250, small: 300, full: 600));
        var training = new LinkTrainingOptions { Epochs = context.Pick(smoke: 1, small: 20, full: 40) };
        var rows = new List<IReadOnlyList<string>>();
        var panels = new List<Panel>();
        (Func<long, FactGraph> Draw, double Dropout)[] graphs =
        [
            (_ => wordNet, 0.1),
            (seed => FactGraph.Family(context.Pick(smoke: 40, small: 100, full: 300), context.Random(seed, "family")), 0),
        ];
        foreach (var (index, (draw, dropout)) in graphs.Index())
        {
            var graph = draw(context.Seeds[0]);
            var results = new GraphResult[context.Seeds.Count];
            var done = 0;
            Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                var seed = context.Seeds[i];
                results[i] = context.Once($"{graph.Name}, seed {seed}", () => Measure(draw(seed), dropout, training, context.Random(seed, graph.Name), cancel));
                context.Report($"{graph.Name}, seed {seed}", 0.1 + 0.45 * (index + Interlocked.Increment(ref done) / (double)results.Length), ("MRR of TuckER", results[i].Models[Tucker].Test));
            });
            foreach (var (seed, result) in context.Seeds.Zip(results))
            {
                var chosen = Enumerable.Range(0, Ranks.Length).MaxBy(m => result.Models[m].Validation);
                found.ObservePair("C3", "on-par-with-tucker", graph.Name, seed, result.Models[chosen].Test, result.Models[Tucker].Test);
                found.ObservePair("C3", "rank-one-against-distmult", graph.Name, seed, result.Models[0].Test, result.Models[DistMult].Test);
            }
            rows.AddRange(Names.Select((name, m) => (IReadOnlyList<string>)
            [
                graph.Name, name, $"{results[0].Models[m].CoreParameters:N0}", $"{results.Average(r => r.Models[m].Test):0.000}", $"{results.Average(r => r.Models[m].HitsAtTen):0.000}",
                m < Ranks.Length ? $"{results.Count(r => r.Models.Take(Ranks.Length).MaxBy(model => model.Validation) == r.Models[m])}" : "",
            ]));
            panels.Add(Panel(graph.Name, results));
            found.Remark($"{(index == 0 ? "The part of WordNet" : "A family tree")} has {graph.Entities:N0} entities, {graph.Relations.Count} relations and {graph.Triples.Count:N0} facts (seed {context.Seeds[0]}: "
                + $"{results[0].Train:N0} to learn from, {results[0].Asked:N0} asked for, each for its object and its subject). A random order would have a mean reciprocal rank of about {Enumerable.Range(1, graph.Entities).Average(rank => 1.0 / rank):0.000}.");
        }
        found.Add(new Figure
        {
            Title = "Link prediction against the size of the core",
            Description = "Filtered mean reciprocal rank on test facts, mean of seeds (for LowFER with its 95 % interval), over the numbers that mix subject and relation: the line is LowFER with k = 1, 2, 5 and 10; TuckER is one point; DistMult has no core and is a dashed line.",
            Panels = panels,
        });
        found.Add(new FindingsTable("Filtered ranking on test facts, mean of seeds", ["graph", "model", "core parameters", "MRR", "Hits@10", "seeds in which validation chose this k"], rows));
    }

    private static GraphResult Measure(FactGraph graph, double dropout, LinkTrainingOptions training, RandomStream random, CancellationToken cancel)
    {
        var split = TripleSplit.Of(graph.Triples, graph.Entities, graph.Relations.Count, 0.1, random.Fork("split"));
        var sizes = new LinkSizes(graph.Entities, 2 * graph.Relations.Count, Dropout: dropout);
        var weights = random.Fork("weights");
        LinkModel[] models = [.. Ranks.Select(k => new LowFerModel(sizes, k, weights)), new TuckerModel(sizes, weights), new DistMultModel(sizes, weights), new LowFerModel(sizes, Ranks[^1], weights, roots: false)];
        return new GraphResult(
            [.. models.Select(model =>
            {
                LinkTraining.Train(model, split, training, random.Fork("batches"), cancel: cancel);
                var test = LinkRanking.Of(model, split, split.Test);
                return new ModelResult(model.CoreParameters, LinkRanking.Of(model, split, split.Validation).MeanReciprocalRank, test.MeanReciprocalRank, test.HitsAt(10));
            })],
            split.Train.Count, split.Test.Count);
    }

    private static Panel Panel(string name, GraphResult[] results)
    {
        var (means, low, high) = (new double[Names.Length], new double[Names.Length], new double[Names.Length]);
        for (var m = 0; m < Names.Length; m++)
        {
            double[] values = [.. results.Select(r => r.Models[m].Test)];
            means[m] = values.Average();
            // 1.96 standard errors: for the eye, the checks use Student's.
            var half = 1.96 * Math.Sqrt(values.Sum(v => (v - means[m]) * (v - means[m])) / Math.Max(1, values.Length - 1) / values.Length);
            (means[m], low[m], high[m]) = (Math.Round(means[m], 4), Math.Round(means[m] - half, 4), Math.Round(means[m] + half, 4));
        }
        double[] sizes = [.. results[0].Models.Select(model => (double)model.CoreParameters)];
        var count = Ranks.Length;
        return new Panel
        {
            Title = name,
            X = new Axis("core parameters", AxisScale.Log),
            Y = new Axis("mean reciprocal rank", Low: 0),
            Marks =
            [
                new Line(sizes[..count], means[..count], low[..count], high[..count], Points: true) { Name = "LowFER" },
                new Scatter([sizes[Tucker]], [means[Tucker]], 9) { Name = "TuckER" },
                new Line([sizes[0], sizes[Tucker]], [means[DistMult], means[DistMult]], Dashed: true) { Name = "DistMult" },
            ],
        };
    }

    private sealed record GraphResult(IReadOnlyList<ModelResult> Models, int Train, int Asked);

    private sealed record ModelResult(long CoreParameters, double Validation, double Test, double HitsAtTen);
}

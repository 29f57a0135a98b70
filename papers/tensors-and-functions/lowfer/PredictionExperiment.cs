using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>C3: LowFER of several ranks, TuckER and DistMult trained alike on two small graphs.</summary>
internal static class PredictionExperiment
{
    private static readonly int[] Ranks = [1, 2, 5, 10];
    private static readonly string[] Names = [.. Ranks.Select(k => $"LowFER, k = {k}"), "TuckER", "DistMult", $"LowFER, k = {Ranks[^1]}, without root and length"];
    // None of the seeds that are reported.
    private const long FirstTuningSeed = 1_000_003;
    private static readonly double[] Rates = [0.01, 0.03, 0.1];
    private static readonly double[] Dropouts = [0, 0.2];
    private static readonly int Tucker = Ranks.Length, DistMult = Ranks.Length + 1;

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var wordNet = FactGraph.WordNet(context.Data, context.Pick(smoke: 250, small: 300, full: 600));
        var training = new LinkTrainingOptions { Epochs = context.Pick(smoke: 1, small: 20, full: 40) };
        var rows = new List<IReadOnlyList<string>>();
        var panels = new List<Panel>();
        Func<long, FactGraph>[] graphs =
        [
            _ => wordNet,
            seed => FactGraph.Family(context.Pick(smoke: 40, small: 100, full: 300), context.Random(seed, "family")),
        ];
        foreach (var (index, draw) in graphs.Index())
        {
            var graph = draw(context.Seeds[0]);
            var settings = context.Once($"{graph.Name}, settings", () => Choose(context, graph.Name, draw, training, cancel));
            var results = new GraphResult[context.Seeds.Count];
            var done = 0;
            Parallel.For(0, results.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
            {
                var seed = context.Seeds[i];
                results[i] = context.Once($"{graph.Name}, seed {seed}", () => Measure(draw(seed), settings, training, context.Random(seed, graph.Name), cancel));
                context.Report($"{graph.Name}, seed {seed}", 0.1 + 0.45 * (index + 0.35 + 0.65 * Interlocked.Increment(ref done) / (double)results.Length), ("MRR of TuckER", results[i].Models[Tucker].Test));
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
                $"{settings[m].LearningRate:g}, {settings[m].Dropout:g}", m < Ranks.Length ? $"{results.Count(r => r.Models.Take(Ranks.Length).MaxBy(model => model.Validation) == r.Models[m])}" : "",
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
        found.Add(new FindingsTable("Filtered ranking on test facts, mean of seeds", ["graph", "model", "core parameters", "MRR", "Hits@10", "learning rate, dropout", "seeds in which validation chose this k"], rows));
    }

    /// <summary>For each model its learning rate and dropout: those with the best mean on validation facts, over seeds that are not reported.</summary>
    private static LinkSetting[] Choose(StudyContext context, string name, Func<long, FactGraph> draw, LinkTrainingOptions training, CancellationToken cancel)
    {
        LinkSetting[] grid = [.. context.Pick(smoke: Rates[^1..], small: Rates, full: Rates).SelectMany(rate => context.Pick(smoke: Dropouts[..1], small: Dropouts, full: Dropouts).Select(dropout => new LinkSetting(rate, dropout)))];
        var seeds = context.Pick(smoke: 1, small: 1, full: 2);
        var scores = new double[grid.Length * seeds][];
        var done = 0;
        Parallel.For(0, scores.Length, new ParallelOptions { CancellationToken = cancel, MaxDegreeOfParallelism = Environment.ProcessorCount }, i =>
        {
            var seed = FirstTuningSeed + (i % seeds);
            var tried = Measure(draw(seed), [.. Names.Select(_ => grid[i / seeds])], training, context.Random(seed, name), cancel);
            scores[i] = [.. tried.Models.Select(model => model.Validation)];
            context.Report($"{name}, learning rates and dropout", 0.1 + (0.15 * Interlocked.Increment(ref done) / scores.Length));
        });
        return [.. Enumerable.Range(0, Names.Length).Select(m => grid[Enumerable.Range(0, grid.Length).MaxBy(g => Enumerable.Range(0, seeds).Sum(s => scores[(g * seeds) + s][m]))])];
    }

    private static GraphResult Measure(FactGraph graph, IReadOnlyList<LinkSetting> settings, LinkTrainingOptions training, RandomStream random, CancellationToken cancel)
    {
        var split = TripleSplit.Of(graph.Triples, graph.Entities, graph.Relations.Count, 0.1, random.Fork("split"));
        var weights = random.Fork("weights");
        var models = Names.Select((_, m) =>
        {
            var sizes = new LinkSizes(graph.Entities, 2 * graph.Relations.Count, Dropout: settings[m].Dropout);
            return m == Tucker ? (LinkModel)new TuckerModel(sizes, weights)
                : m == DistMult ? new DistMultModel(sizes, weights)
                : new LowFerModel(sizes, m < Ranks.Length ? Ranks[m] : Ranks[^1], weights, roots: m < Ranks.Length);
        });
        return new GraphResult(
            [.. models.Select((model, m) =>
            {
                LinkTraining.Train(model, split, training with { LearningRate = settings[m].LearningRate }, random.Fork("batches"), cancel: cancel);
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

    private sealed record LinkSetting(double LearningRate, double Dropout);

    private sealed record ModelResult(long CoreParameters, double Validation, double Test, double HitsAtTen);
}

using Praxis.Lab.Figures;
using Praxis.Papers.Compression.Entries;

namespace Praxis.Papers.Compression;

/// <summary>Draws what methods lose against what they save.</summary>
internal static class BenchFigures
{
    /// <summary>One panel: all methods at all budgets, and the front of those that no other beats in both.</summary>
    public static Panel Panel(BenchModel model, IReadOnlyList<BenchResult> results)
    {
        double original = model.Original.Perplexity.Estimate;
        // Beyond a hundred times the whole model's perplexity nothing can be told apart.
        double highest = 100 * original;
        var shown = results.Where(result => result.Evaluation is not null && Perplexity(result) <= highest).ToList();
        var front = Front(shown);
        return new Panel
        {
            Title = model.Name,
            X = new Axis("bytes on disk (MB)"),
            Y = new Axis("perplexity", AxisScale.Log),
            Marks =
            [
                .. shown.GroupBy(result => CompressionEntries.PaperOf(result.Method) is null ? "baselines" : "papers' methods").OrderBy(group => group.Key)
                    .Select(group => new Scatter([.. group.Select(Megabytes)], [.. group.Select(Perplexity)]) { Name = group.Key }),
                new Line([.. front.Select(Megabytes)], [.. front.Select(Perplexity)], Points: true) { Name = "not beaten in both" },
                new Rule(original, Label: "whole model"),
            ],
        };
    }

    private static List<BenchResult> Front(IReadOnlyList<BenchResult> results)
    {
        List<BenchResult> front = [];
        foreach (var result in results.OrderBy(Megabytes).ThenBy(Perplexity))
            if (front.Count == 0 || Perplexity(result) < Perplexity(front[^1]))
                front.Add(result);
        return front;
    }

    private static double Megabytes(BenchResult result) => result.Evaluation!.Size.Bytes / 1e6;

    private static double Perplexity(BenchResult result) => result.Evaluation!.Perplexity.Estimate;
}

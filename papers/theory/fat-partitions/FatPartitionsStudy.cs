using System.Globalization;
using Praxis.Lab;

namespace Praxis.Papers.Theory.FatPartitions;

/// <summary>
/// Partitions of random and real trees by the paper's polygons, its boxes with slack, and the usual treemaps as baseline; then random
/// ultrametrics embedded by nested boxes, against classical scaling and nested circles.
/// </summary>
[Paper("fat-partitions")]
public sealed class FatPartitionsStudy : IStudy
{
    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var nouns = Nouns(context.Data.Text("wordnet-nouns.csv.gz"), mostDepth: context.Pick(smoke: 3, small: 6, full: 6));

        var polygons = new PolygonStudy(context, found, cancel);
        polygons.CheckBound(nouns);
        var range = polygons.CheckWeightRange();
        var depth = polygons.MeasureDepth();
        var slack = new SlackStudy(context, found, cancel).Check(nouns);
        var embeddings = new EmbeddingStudy(context, found, cancel).Check();

        found.Add(FatPartitionsFigures.Treemaps(context.Random(0, "treemaps")));
        found.Add(FatPartitionsFigures.AspectRatios(range, depth));
        found.Add(FatPartitionsFigures.Slack(slack));
        found.Add(FatPartitionsFigures.Embeddings(embeddings));
        found.Remark("The greedy method here takes, of all unused directions and both sides, the cut whose worse piece is the fattest. The paper's greedy method may differ in details; the bound covers any choice.");
        found.Remark("In the WordNet tree a leaf weighs as many synsets as it stands for; the synset of an inner node itself has no area.");
        return Task.FromResult(found.Build());
    }

    /// <summary>The noun hierarchy, cut at a depth; a node at the cut stands for all synsets below it.</summary>
    private static WeightedTree Nouns(string csv, int mostDepth)
    {
        var leaves = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var line in csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var comma = line.LastIndexOf(',');
            var path = string.Join('/', line[..comma].Split('/').Take(mostDepth + 1));
            leaves[path] = leaves.GetValueOrDefault(path) + double.Parse(line[(comma + 1)..], CultureInfo.InvariantCulture);
        }
        return WeightedTree.FromPaths(leaves.Select(leaf => (leaf.Key, leaf.Value)));
    }
}

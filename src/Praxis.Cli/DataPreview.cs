using System.Globalization;
using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>The first rows of a data set, as text.</summary>
/// <param name="Columns">What the columns are.</param>
/// <param name="Rows">The cells.</param>
/// <param name="Size">How much there is in all, for a set whose size no list tells.</param>
internal sealed record DataPreview(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<string>> Rows, string Size = "")
{
    private const int MostColumns = 8;
    private const int LongestText = 100;

    /// <summary>Reads the set by its loader, so that what is shown was checked.</summary>
    public static DataPreview Of(DataFolder data, DataSet set, int rows) => set.Kind switch
    {
        DataSetKind.Table => Of(FeatureTable.Load(data, set.Name), rows),
        DataSetKind.Images => Of(LabelledImages.Load(data, set.Name), rows),
        DataSetKind.Graph => Of(LabelledGraph.Load(data, set.Name), rows),
        DataSetKind.Series => Of(TimeSeries.Load(data, set.Name), rows),
        DataSetKind.KnowledgeGraph => Of(KnowledgeGraph.Load(data, set.Name), rows),
        DataSetKind.Hierarchy => Of(TermHierarchy.Load(data, set.Name), rows),
        DataSetKind.Ratings => Of(Ratings.Load(data, set.Name), rows),
        DataSetKind.Text => Of(EnglishCorpus.Load(data), rows),
        _ => throw new ArgumentOutOfRangeException(nameof(set), set.Kind, "Unknown kind of data set."),
    };

    private static DataPreview Of(FeatureTable table, int rows)
    {
        var features = Math.Min(table.FeatureNames.Count, MostColumns - table.TargetNames.Count);
        var more = table.FeatureNames.Count > features ? new[] { "…" } : [];
        return new(
            [.. table.FeatureNames.Take(features), .. more, .. table.TargetNames],
            FirstRows(table.Features.Rows, rows, i =>
            [
                .. Enumerable.Range(0, features).Select(j => Number(table.Features[i, j])),
                .. more,
                .. table.TargetNames.Index().Select(target => table.ClassNames.Count > 0 ? table.ClassNames[(int)table.Targets[i, target.Index]] : Number(table.Targets[i, target.Index])),
            ]));
    }

    private static DataPreview Of(LabelledImages images, int rows)
    {
        var labels = images.Labels();
        var size = images.Height * images.Width;
        return new(["picture", "class", "mean of its pixels (0 to 255)"], FirstRows(images.Count, rows, i =>
            [Number(i), images.ClassNames[(int)labels[i]], images.Pixels.Slice(i * size, size).ToArray().Average(pixel => pixel).ToString("0.0", CultureInfo.InvariantCulture)]));
    }

    private static DataPreview Of(LabelledGraph graph, int rows)
    {
        return new(["from", "to", "weight"], FirstRows(graph.Edges.Count, rows, i => [Node(graph.Edges[i].From), Node(graph.Edges[i].To), Number(graph.Edges[i].Weight)]));

        string Node(int place) => graph.Classes.Count > 0 ? $"{graph.Nodes[place]} ({graph.ClassNames[graph.Classes[place]]})" : graph.Nodes[place];
    }

    private static DataPreview Of(TimeSeries series, int rows) =>
        new(["date", series.Name], FirstRows(series.Dates.Count, rows, i => [series.Dates[i].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Number(series.Values[i])]));

    private static DataPreview Of(KnowledgeGraph graph, int rows) =>
        new(["head", "relation", "tail", "gloss of the head"], FirstRows(graph.Train.Rows, rows, i =>
        [
            graph.Entities[(int)graph.Train[i, 0]], graph.Relations[(int)graph.Train[i, 1]], graph.Entities[(int)graph.Train[i, 2]], Shortened(graph.Glosses[(int)graph.Train[i, 0]]),
        ]));

    private static DataPreview Of(TermHierarchy hierarchy, int rows) =>
        new(["path", "terms"], FirstRows(hierarchy.Paths.Count, rows, i => [hierarchy.Paths[i], Number(hierarchy.Counts[i])]));

    private static DataPreview Of(Ratings ratings, int rows) =>
        new(["user", "item", "stars", "time"],
            FirstRows(ratings.Value.Length, rows, i =>
            [
                Number(ratings.Users[(int)ratings.User[i]]), Number(ratings.Items[(int)ratings.Item[i]]), Number(ratings.Value[i]),
                DateTimeOffset.FromUnixTimeSeconds(Math.Clamp((long)ratings.Time[i], 0, 253_402_300_799)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            ]),
            $"{ratings.Value.Length:N0} ratings × {ratings.Users.Count:N0} users × {ratings.Items.Count:N0} items");

    private static DataPreview Of(EnglishCorpus corpus, int rows)
    {
        (string Part, string Text)[] parts = [("train", corpus.Train), ("validation", corpus.Validation), ("test", corpus.Test)];
        return new(["part", "begins"], rows == 0 ? [] : [.. parts.Select(part => (IReadOnlyList<string>)[part.Part, Shortened(part.Text[..part.Text.IndexOf('\n', StringComparison.Ordinal)])])]);
    }

    private static List<IReadOnlyList<string>> FirstRows(int there, int wanted, Func<int, IReadOnlyList<string>> row) => [.. Enumerable.Range(0, Math.Min(there, wanted)).Select(row)];

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Shortened(string text) => text.Length > LongestText ? $"{text[..LongestText]}…" : text;
}

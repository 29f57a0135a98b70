using System.Globalization;

namespace Praxis.Lab;

/// <summary>A tree of terms.</summary>
/// <param name="Paths">From the root to each node, such as <c>entity/abstraction</c>.</param>
/// <param name="Counts">How many terms each node stands for.</param>
public sealed record TermHierarchy(IReadOnlyList<string> Paths, IReadOnlyList<int> Counts)
{
    /// <summary>Reads a hierarchy, such as <c>wordnet-nouns</c>.</summary>
    /// <exception cref="DataSetException">There is no such set, or its file is not what datasets.yaml says.</exception>
    public static TermHierarchy Load(DataFolder data, string name)
    {
        ArgumentNullException.ThrowIfNull(data);
        var set = data.Find(name, DataSetKind.Hierarchy);
        var file = set.Files[0].Path;
        var (paths, counts) = (new List<string>(), new List<int>());
        using var stream = data.Open(file);
        foreach (var (number, cells) in DataLines.Cells(stream, file, ',', "path", "synsets"))
        {
            paths.Add(cells[0]);
            counts.Add(int.TryParse(cells[1], NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0 ? count
                : throw new DataSetException($"{file}, line {number}: '{cells[1]}' is no count."));
        }
        set.MustHave("paths", paths.Count);
        return new TermHierarchy(paths, counts);
    }
}

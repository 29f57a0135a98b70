using Praxis.Lab;
using Spectre.Console;

namespace Praxis.Cli;

/// <summary>How the command line tells of a data set.</summary>
internal static class DataListing
{
    /// <summary>The members that <c>--json</c> prints.</summary>
    public static object Of(DataFolder data, DataSet set, DataPreview? preview = null) => new
    {
        set.Name,
        set.Title,
        Kind = Kind(set),
        set.Task,
        Here = data.IsHere(set),
        Shape = set.Shape.ToDictionary(size => size.Axis, size => size.Count),
        Split = set.Split.ToDictionary(size => size.Axis, size => size.Count),
        set.Targets,
        set.Classes,
        set.Origin,
        set.Licence,
        MadeBy = set.MadeBy is { } script ? $"data/make/{script}" : null,
        set.Get,
        Files = data.IsHere(set) ? data.Paths(set) : [],
        Rows = preview is null ? null : new { preview.Columns, Cells = preview.Rows },
    };

    /// <summary>The kind as it stands in datasets.yaml.</summary>
    public static string Kind(DataSet set) => set.Kind == DataSetKind.KnowledgeGraph ? "knowledge-graph" : set.Kind.ToString().ToLowerInvariant();

    /// <summary>The shape in words, or that the set is missing.</summary>
    public static string Size(DataFolder data, DataSet set) =>
        set.Bundled ? string.Join(" × ", set.Shape)
        : data.IsHere(set) ? "added"
        : "to be added";

    /// <summary>All that is known, then the first rows.</summary>
    public static void Write(DataFolder data, DataSet set, DataPreview preview)
    {
        Console.WriteLine($"{set.Name}: {set.Title}.");
        Console.WriteLine();
        var grid = new Grid().AddColumn(new GridColumn().NoWrap().PadRight(2)).AddColumn();
        foreach (var (name, value) in Facts(data, set, preview))
            if (value.Length > 0) grid.AddRow(new Text(name), new Text(value));
        Output.Console.Write(grid);
        if (preview.Rows.Count == 0) return;
        var table = new Table().Border(TableBorder.Simple);
        foreach (var column in preview.Columns) table.AddColumn(new TableColumn(Markup.Escape(column)));
        foreach (var row in preview.Rows) table.AddRow([.. row.Select(Markup.Escape)]);
        Output.Console.Write(table);
    }

    private static IEnumerable<(string Name, string Value)> Facts(DataFolder data, DataSet set, DataPreview preview) =>
    [
        ("kind", Kind(set)),
        ("task", set.Task),
        ("size", set.Bundled ? Size(data, set) : preview.Size),
        ("split", set.Split.Count > 0 ? $"the first {set.Split[0]}, then {string.Join(", ", set.Split.Skip(1))}" : ""),
        ("targets", string.Join(", ", set.Targets)),
        ("classes", string.Join(", ", set.Classes)),
        ("licence", set.Licence),
        ("origin", set.Origin),
        ("made by", set.MadeBy is { } script ? $"data/make/{script}" : ""),
        ("files", string.Join(Environment.NewLine, data.Paths(set))),
    ];
}

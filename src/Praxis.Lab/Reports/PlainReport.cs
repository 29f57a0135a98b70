using Praxis.Lab.Figures;
using Spectre.Console;

namespace Praxis.Lab;

/// <summary>A report that belongs to no paper: measures, figures, tables and remarks, on a terminal and as one HTML file.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="By">How it was made, in a line.</param>
public sealed record PlainReport(string Title, string By)
{
    /// <summary>Names and values, the most telling first.</summary>
    public IReadOnlyList<(string Name, string Value)> Entries { get; init; } = [];

    /// <summary>Figures; a terminal shows the first.</summary>
    public IReadOnlyList<Figure> Figures { get; init; } = [];

    /// <summary>Tables.</summary>
    public IReadOnlyList<FindingsTable> Tables { get; init; } = [];

    /// <summary>What a reader should know.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];

    /// <summary>The report as one HTML file that needs nothing else.</summary>
    public string Html()
    {
        var page = new HtmlPage(Title, By);
        page.Raw("</header>\n<dl>\n");
        foreach (var (name, value) in Entries) page.Entry(name, value);
        page.Raw("</dl>\n");
        page.Figures(Figures);
        page.Tables(Tables);
        page.List("Remarks", Remarks);
        return page.Close();
    }

    /// <summary>Writes the report to a terminal.</summary>
    public void Write(IAnsiConsole console)
    {
        console.MarkupLineInterpolated($"[bold]{Title}[/]");
        foreach (var (name, value) in Entries)
        {
            var grid = new Grid();
            grid.AddColumn(new GridColumn { Width = 24, Padding = new Padding(0, 0, 2, 0) });
            grid.AddColumn(new GridColumn { Padding = new Padding(0) });
            grid.AddRow(new Text(name), new Text(value));
            console.Write(grid);
        }
        console.WriteLine();
        if (Figures is [var figure, ..]) ConsoleReport.Write(console, figure);
        foreach (var table in Tables) ConsoleReport.Write(console, table);
        foreach (var remark in Remarks) console.Write(ConsoleReport.Indented(new Text(remark), "·"));
    }
}

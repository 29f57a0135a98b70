using Spectre.Console;

namespace Praxis.Lab;

/// <summary>What a tool did, on a terminal.</summary>
public static class ToolConsoleReport
{
    /// <summary>Writes the headline, the guarantee, the measures, the first figure, the tables and the remarks.</summary>
    /// <param name="console">Where to; its width and colours are respected.</param>
    /// <param name="report">What was done.</param>
    public static void Write(IAnsiConsole console, ToolReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Headline}[/]");
        console.WriteLine();
        console.Write(Entry("guarantee", report.Guarantee));
        foreach (var measure in report.Measures)
            console.Write(Entry(measure.Name, $"{Shown(measure)}{(measure.Note is { } note ? $"  ({note})" : "")}"));
        console.WriteLine();
        if (report.Figures is [var figure, ..]) ConsoleReport.Write(console, figure);
        foreach (var table in report.Tables) ConsoleReport.Write(console, table);
        foreach (var remark in report.Remarks) console.Write(ConsoleReport.Indented(new Text(remark), "·"));
    }

    /// <summary>A measure with its unit.</summary>
    internal static string Shown(ToolMeasure measure) => measure.Unit.Length == 0 ? Numbers.Short(measure.Value) : $"{Numbers.Short(measure.Value)} {measure.Unit}";

    private static Grid Entry(string name, string value)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { Width = 30, Padding = new Padding(0, 0, 2, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        grid.AddRow(new Text(name), new Text(value));
        return grid;
    }
}

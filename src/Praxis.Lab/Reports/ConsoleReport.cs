using Praxis.Lab.Figures;
using Spectre.Console;

namespace Praxis.Lab;

/// <summary>A run's report on a terminal, or as plain lines where there is none.</summary>
public static class ConsoleReport
{
    private const int WidestFigure = 100;

    /// <summary>Writes the notices, the claims with their verdicts, the first figure, the tables, the remarks and how the run was made.</summary>
    /// <param name="console">Where to; its width and colours are respected.</param>
    /// <param name="paper">The paper as paper.md states it.</param>
    /// <param name="report">A run of this paper.</param>
    public static void Write(IAnsiConsole console, Paper paper, RunReport report)
    {
        console.MarkupLineInterpolated($"[bold]{paper.Title}[/]");
        foreach (var notice in paper.Notices)
            console.MarkupLineInterpolated($"[yellow]! {Wording.Of(notice.Kind)}:[/] {notice.Reason}");
        console.WriteLine();

        foreach (var judgement in report.Claims) Write(console, paper, judgement);
        if (report.Findings.Figures is [var figure, ..]) Write(console, figure);
        foreach (var table in report.Findings.Tables) Write(console, table);
        foreach (var remark in report.Findings.Remarks) console.Write(Indented(new Text(remark), "·"));
        if (report.Findings.Remarks.Count > 0) console.WriteLine();

        foreach (var line in Wording.Made(report)) console.MarkupLineInterpolated($"[grey]{line}[/]");
    }

    private static void Write(IAnsiConsole console, Paper paper, ClaimJudgement judgement)
    {
        var claim = paper.Claims.FirstOrDefault(claim => claim.Id == judgement.Id);
        var verdict = $"[{Colour(judgement.Verdict)} bold]{Wording.Symbol(judgement.Verdict)} {Wording.Of(judgement.Verdict)}[/]";
        console.Write(Indented(new Markup($"{verdict} [grey]({Wording.Of(judgement.Reach)})[/]  {Markup.Escape(claim?.Says ?? "")}"), judgement.Id));
        foreach (var check in judgement.Checks)
        {
            var stated = claim?.Checks.FirstOrDefault(stated => stated.Id == check.Id);
            var sign = judgement.Checks.Count > 1 ? $"[{Colour(check.Verdict)}]{Wording.Symbol(check.Verdict)}[/] " : "";
            console.Write(Indented(new Markup($"{sign}{Markup.Escape(stated?.Measure ?? check.Id)}: [bold]{Markup.Escape(Wording.Measured(check, stated?.Unit ?? "1"))}[/]"), ""));
            console.Write(Indented(new Markup($"[grey]{Markup.Escape(Wording.How(check, stated))}[/]"), ""));
        }
        if (claim is { } known && known.Reach != Reach.Full)
            console.Write(Indented(new Markup($"[grey]{Markup.Escape(Wording.Reached(known))}[/]"), ""));
        console.WriteLine();
    }

    internal static void Write(IAnsiConsole console, Figure figure)
    {
        foreach (var line in ConsoleChart.Draw(figure, Math.Min(console.Profile.Width, WidestFigure))) console.WriteLine(line);
        console.WriteLine();
    }

    internal static void Write(IAnsiConsole console, FindingsTable findings)
    {
        var table = new Table { Border = TableBorder.Simple, Title = new TableTitle(Markup.Escape(findings.Title)) };
        foreach (var (column, j) in findings.Columns.Select((column, j) => (column, j)))
            table.AddColumn(new TableColumn(new Text(column)) { Alignment = findings.IsNumeric(j) ? Justify.Right : Justify.Left });
        foreach (var row in findings.Rows) table.AddRow(row.Select(cell => new Text(cell)));
        console.Write(table);
    }

    // The text of an entry stands in a column of its own, so that long sentences wrap under themselves.
    internal static Grid Indented(Spectre.Console.Rendering.IRenderable text, string mark)
    {
        var grid = new Grid();
        grid.AddColumn(new GridColumn { Width = 4, NoWrap = true, Padding = new Padding(0, 0, 1, 0) });
        grid.AddColumn(new GridColumn { Padding = new Padding(0) });
        grid.AddRow(new Text(mark), text);
        return grid;
    }

    private static string Colour(Verdict? verdict) => verdict switch
    {
        Verdict.Holds => "green",
        Verdict.Fails => "red",
        Verdict.Inconclusive => "yellow",
        _ => "grey",
    };
}

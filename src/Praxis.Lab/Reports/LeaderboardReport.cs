using Spectre.Console;

namespace Praxis.Lab;

/// <summary>A leaderboard on a terminal, and its tables as text for other reports.</summary>
public static class LeaderboardReport
{
    /// <summary>Writes the protocol, the tables, the first figure, the remarks and how it was made.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The leaderboard.</param>
    public static void Write(IAnsiConsole console, BenchReport report)
    {
        console.MarkupLineInterpolated($"[bold]{report.Title}[/]");
        foreach (var line in report.Board.Protocol) console.Write(ConsoleReport.Indented(new Text(line), "·"));
        console.WriteLine();
        foreach (var table in report.Board.Tables) ConsoleReport.Write(console, AsText(report.Board, table));
        if (report.Board.Figures is [var figure, ..]) ConsoleReport.Write(console, figure);
        foreach (var remark in report.Board.Remarks) console.Write(ConsoleReport.Indented(new Text(remark), "·"));
        console.WriteLine();
        foreach (var line in report.Made) console.MarkupLineInterpolated($"[grey]{line}[/]");
    }

    /// <summary>The report as one HTML file that needs nothing else.</summary>
    public static string Html(BenchReport report)
    {
        var page = new HtmlPage(report.Title, string.Join(" · ", report.Made));
        page.Raw("</header>\n");
        page.List("Protocol", report.Board.Protocol);
        page.Tables([.. report.Board.Tables.Select(table => AsText(report.Board, table))]);
        page.Figures(report.Board.Figures);
        page.List("Remarks", report.Board.Remarks);
        return page.Close();
    }

    /// <summary>The head of a column, with its unit and which way is better.</summary>
    public static string Head(LeaderboardColumn column) =>
        $"{column.Name}{(column.Unit.Length > 0 ? $" ({column.Unit})" : "")}{column.Better switch { Better.Lower => " ↓", Better.Higher => " ↑", _ => "" }}";

    private static FindingsTable AsText(Leaderboard board, LeaderboardTable table) => new(
        table.Title,
        ["method", .. board.Columns.Select(Head), "paper"],
        [.. table.Rows.Select(row => (IReadOnlyList<string>)[row.Method, .. row.Cells.Select(cell => cell.ToString()), row.Slug ?? "baseline"])]);
}

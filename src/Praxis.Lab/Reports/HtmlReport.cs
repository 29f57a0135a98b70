using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Praxis.Lab.Figures;

namespace Praxis.Lab;

/// <summary>A run's report as one HTML file that needs nothing else: to keep, to print, to send.</summary>
public static class HtmlReport
{
    // Letters and signs of all languages stay readable in the source; what means something in HTML is encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>The whole file. It holds no script, loads nothing, and forbids both to whatever a text may have smuggled in.</summary>
    /// <param name="paper">The paper as paper.md states it.</param>
    /// <param name="report">A run of this paper.</param>
    public static string Write(Paper paper, RunReport report)
    {
        var html = new StringBuilder();
        html.Append($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <meta name="color-scheme" content="light dark">
            <title>{Text(paper.Title)} · Praxis</title>
            <style>
            {HtmlStyle.Sheet}
            {SvgChart.StyleSheet}
            </style>
            </head>
            <body>
            <main>
            <header>
            <h1>{Text(paper.Title)}</h1>
            <p class="by">{Text(By(paper))}</p>
            """);
        foreach (var notice in paper.Notices)
            html.Append($"""<p class="notice"><strong>{Text(Capital(Wording.Of(notice.Kind)))}.</strong> {Text(notice.Reason)}</p>""").Append('\n');
        html.Append("</header>\n<section>\n<h2>Claims</h2>\n");
        foreach (var judgement in report.Claims) Claim(html, paper, judgement);
        html.Append("</section>\n");

        if (report.Findings.Figures.Count > 0)
        {
            html.Append("<section>\n<h2>Figures</h2>\n");
            foreach (var (figure, i) in report.Findings.Figures.Select((figure, i) => (figure, i)))
                html.Append($"<figure><figcaption>{Text(figure.Title)}</figcaption>").Append(SvgChart.Draw(figure, new SvgOptions { IdPrefix = $"figure{i + 1}" })).Append("</figure>\n");
            html.Append("</section>\n");
        }
        if (report.Findings.Tables.Count > 0)
        {
            html.Append("<section>\n<h2>Tables</h2>\n");
            foreach (var table in report.Findings.Tables) Table(html, table);
            html.Append("</section>\n");
        }
        List(html, "Remarks", report.Findings.Remarks);
        List(html, "How this was made", Wording.Made(report));
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    private static void Claim(StringBuilder html, Paper paper, ClaimJudgement judgement)
    {
        var claim = paper.Claims.FirstOrDefault(claim => claim.Id == judgement.Id);
        html.Append($"""
            <article class="claim {Class(judgement.Verdict)}">
            <p class="verdict"><span class="id">{Text(judgement.Id)}</span> <span class="sign" aria-hidden="true">{Wording.Symbol(judgement.Verdict)}</span> <strong>{Wording.Of(judgement.Verdict)}</strong> <span class="reach">{Wording.Of(judgement.Reach)}</span></p>

            """);
        if (claim is not null) html.Append($"<p class=\"says\">{Text(claim.Says)}</p>\n");
        html.Append("<dl>\n");
        if (claim is not null) Entry(html, "Published", claim.Published);
        foreach (var check in judgement.Checks)
        {
            var stated = claim?.Checks.FirstOrDefault(stated => stated.Id == check.Id);
            var sign = judgement.Checks.Count > 1 ? $"{Wording.Symbol(check.Verdict)} {Wording.Of(check.Verdict)}: " : "";
            html.Append($"""
                <dt>Measured</dt><dd>{sign}{Text(stated?.Measure ?? check.Id)}: <strong class="number">{Text(Wording.Measured(check, stated?.Unit ?? "1"))}</strong><br><small>{Text(Wording.How(check, stated))}</small></dd>

                """);
        }
        if (claim is not null)
        {
            Entry(html, "The paper used", claim.PaperUsed);
            Entry(html, "Here", claim.ReachBecause);
            if (claim.SecondPath is { } path) Entry(html, "Second path", path);
        }
        html.Append("</dl>\n</article>\n");
    }

    private static void Entry(StringBuilder html, string name, string value) => html.Append($"<dt>{name}</dt><dd>{Text(value)}</dd>\n");

    private static void Table(StringBuilder html, FindingsTable table)
    {
        html.Append($"<div class=\"wide\"><table>\n<caption>{Text(table.Title)}</caption>\n<thead><tr>");
        for (var j = 0; j < table.Columns.Count; j++) html.Append($"<th scope=\"col\"{Align(table, j)}>{Text(table.Columns[j])}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            html.Append("<tr>");
            for (var j = 0; j < row.Count; j++) html.Append($"<td{Align(table, j)}>{Text(row[j])}</td>");
            html.Append("</tr>\n");
        }
        html.Append("</tbody></table></div>\n");
    }

    private static void List(StringBuilder html, string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        html.Append($"<section>\n<h2>{title}</h2>\n<ul>\n");
        foreach (var line in lines) html.Append($"<li>{Text(line)}</li>\n");
        html.Append("</ul>\n</section>\n");
    }

    private static string By(Paper paper) => string.Join(" · ", ((string?[])
    [
        paper.Authors ?? paper.Organisation,
        paper.Published?.ToString(),
        paper.Arxiv is { } number ? $"arXiv:{number}" : null,
    ]).OfType<string>());

    private static string Align(FindingsTable table, int column) => table.IsNumeric(column) ? " class=\"number\"" : "";

    private static string Class(Verdict? verdict) => verdict is null ? "unchecked" : Wording.Of(verdict);

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Text(string text) => Encoder.Encode(text);
}

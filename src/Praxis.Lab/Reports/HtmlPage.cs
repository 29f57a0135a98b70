using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using Praxis.Lab.Figures;

namespace Praxis.Lab;

/// <summary>One HTML file that needs nothing else: it holds no script, loads nothing, and forbids both to whatever a text may have smuggled in.</summary>
internal sealed class HtmlPage
{
    // Letters and signs of all languages stay readable in the source; what means something in HTML is encoded.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    private readonly StringBuilder _html = new();

    /// <summary>Begins a page.</summary>
    /// <param name="title">Its title and first heading.</param>
    /// <param name="by">The line below it.</param>
    public HtmlPage(string title, string by) => _html.Append($"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>{Text(title)} · Praxis</title>
        <style>
        {HtmlStyle.Sheet}
        {SvgChart.StyleSheet}
        </style>
        </head>
        <body>
        <main>
        <header>
        <h1>{Text(title)}</h1>
        <p class="by">{Text(by)}</p>
        """);

    /// <summary>A text with everything encoded that means something in HTML.</summary>
    public static string Text(string text) => Encoder.Encode(text);

    /// <summary>Adds HTML as it is.</summary>
    public void Raw(string html) => _html.Append(html);

    /// <summary>An entry of a definition list.</summary>
    public void Entry(string name, string value) => _html.Append($"<dt>{Text(name)}</dt><dd>{Text(value)}</dd>\n");

    /// <summary>All figures, if any.</summary>
    public void Figures(IReadOnlyList<Figure> figures)
    {
        if (figures.Count == 0) return;
        _html.Append("<section>\n<h2>Figures</h2>\n");
        foreach (var (figure, i) in figures.Select((figure, i) => (figure, i)))
            _html.Append($"<figure><figcaption>{Text(figure.Title)}</figcaption>").Append(SvgChart.Draw(figure, new SvgOptions { IdPrefix = $"figure{i + 1}" })).Append("</figure>\n");
        _html.Append("</section>\n");
    }

    /// <summary>All tables, if any.</summary>
    public void Tables(IReadOnlyList<FindingsTable> tables)
    {
        if (tables.Count == 0) return;
        _html.Append("<section>\n<h2>Tables</h2>\n");
        foreach (var table in tables) Table(table);
        _html.Append("</section>\n");
    }

    /// <summary>A section with a list, if it has lines.</summary>
    public void List(string title, IReadOnlyList<string> lines)
    {
        if (lines.Count == 0) return;
        _html.Append($"<section>\n<h2>{Text(title)}</h2>\n<ul>\n");
        foreach (var line in lines) _html.Append($"<li>{Text(line)}</li>\n");
        _html.Append("</ul>\n</section>\n");
    }

    /// <summary>The whole file.</summary>
    public string Close() => _html.Append("</main>\n</body>\n</html>\n").ToString();

    private void Table(FindingsTable table)
    {
        _html.Append($"<div class=\"wide\"><table>\n<caption>{Text(table.Title)}</caption>\n<thead><tr>");
        for (var j = 0; j < table.Columns.Count; j++) _html.Append($"<th scope=\"col\"{Align(table, j)}>{Text(table.Columns[j])}</th>");
        _html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in table.Rows)
        {
            _html.Append("<tr>");
            for (var j = 0; j < row.Count; j++) _html.Append($"<td{Align(table, j)}>{Text(row[j])}</td>");
            _html.Append("</tr>\n");
        }
        _html.Append("</tbody></table></div>\n");
    }

    private static string Align(FindingsTable table, int column) => table.IsNumeric(column) ? " class=\"number\"" : "";
}

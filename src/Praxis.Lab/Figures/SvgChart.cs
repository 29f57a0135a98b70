using System.Globalization;

namespace Praxis.Lab.Figures;

/// <summary>Draws figures as SVG: the same on the site, in mail and in files, light and dark.</summary>
public static class SvgChart
{
    private const double WidthAlone = 480;
    private const double WidthBesideOne = 440;
    private const double WidthBesideSeveral = 360;
    private const double Gap = 28;
    private const double Margin = 16;
    private const int MostColumns = 4;

    /// <summary>What a page that shows figures must serve. Dark by the reader's preference, or by
    /// <c>data-theme="dark"</c> (or <c>"light"</c>) on the root element. A page with another ground sets <c>--chart-ground</c>.</summary>
    public static string StyleSheet => ChartStyle.ForPages;

    /// <summary>Draws a figure.</summary>
    /// <returns>
    /// Standalone: an SVG document. Otherwise markup for a page, without styles, so that a strict Content-Security-Policy
    /// allows it: an <c>svg</c> element, or for several panels a <c>div</c> with one for each, which become one column on a phone.
    /// </returns>
    /// <exception cref="ArgumentException">The id prefix is no id, or the edges of a heat map do not fit its cells.</exception>
    public static string Draw(Figure figure, SvgOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(figure);
        options ??= new SvgOptions();
        if (options.IdPrefix is not [var first, .. var rest] || !char.IsAsciiLetter(first)
            || !rest.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_'))
        {
            throw new ArgumentException($"\"{options.IdPrefix}\" is no id prefix: it must be a letter, then letters, digits, hyphens or underscores.", nameof(options));
        }

        // A figure without panels still says that there are no data.
        if (figure.Panels.Count == 0) figure = figure with { Panels = [new Panel { HideAxes = true }] };
        int columns = Math.Clamp(options.Columns ?? figure.Columns ?? 2, 1, Math.Min(MostColumns, figure.Panels.Count));
        SvgWriter svg = new();
        if (options.Standalone) DrawFile(svg, figure, options.IdPrefix, columns);
        else DrawMarkup(svg, figure, options.IdPrefix, columns);
        return svg.ToString();
    }

    private static void DrawMarkup(SvgWriter svg, Figure figure, string id, int columns)
    {
        if (figure.Panels is [var only])
        {
            DrawPanel(svg, only, id, figure.Title, figure.Description, WidthAlone);
            return;
        }

        double width = PanelWidth(columns);
        svg.Open("div", ("class", $"chart-panels chart-columns-{columns}"), ("role", "group"), ("aria-label", figure.Title));
        for (int i = 0; i < figure.Panels.Count; i++)
        {
            Panel panel = figure.Panels[i];
            string name = panel.Title.Length > 0 ? panel.Title : $"{figure.Title} ({i + 1})";
            string description = i == 0 && figure.Description.Length > 0
                ? $"{figure.Description} {PanelText.Describe(panel)}"
                : PanelText.Describe(panel);
            DrawPanel(svg, panel, $"{id}-{i + 1}", name, description, width);
        }

        svg.Close("div");
    }

    // Narrower panels are shrunk less, so that their text stays legible.
    private static double PanelWidth(int columns) => columns switch
    {
        1 => WidthAlone,
        2 => WidthBesideOne,
        _ => WidthBesideSeveral,
    };

    private static void DrawPanel(SvgWriter svg, Panel panel, string id, string title, string description, double width)
    {
        PanelLayout layout = PanelLayout.Of(panel, width);
        Open(svg, id, title, description, width, layout.Height);
        PanelDrawing.Draw(svg, layout, id);
        svg.Close("svg");
    }

    private static void DrawFile(SvgWriter svg, Figure figure, string id, int columns)
    {
        double panelWidth = PanelWidth(columns);
        double inner = columns * panelWidth + (columns - 1) * Gap;
        PanelLayout[] layouts = [.. figure.Panels.Select(panel => PanelLayout.Of(panel, panelWidth))];
        double[] rowHeights = [.. layouts.Chunk(columns).Select(row => row.Max(layout => layout.Height))];
        IReadOnlyList<string> title = TextMetrics.Wrap(figure.Title, inner, ChartStyle.FigureTitleSize);
        double top = Margin + title.Count * 23 + 6;
        double width = inner + 2 * Margin;
        double height = top + rowHeights.Sum() + (rowHeights.Length - 1) * Gap + Margin;

        Open(svg, id, figure.Title, figure.Description, width, height);
        svg.Style(ChartStyle.ForFiles);
        svg.Rectangle("ground", 0, 0, width, height);
        for (int line = 0; line < title.Count; line++)
            svg.Text("figure-title", Margin, Margin + 16 + 23 * line, title[line]);
        for (int i = 0; i < layouts.Length; i++)
        {
            double x = Margin + i % columns * (panelWidth + Gap);
            svg.Open("g", ("transform", $"translate({SvgWriter.N(x)} {SvgWriter.N(top)})"));
            PanelDrawing.Draw(svg, layouts[i], $"{id}-{i + 1}");
            svg.Close("g");
            if (i % columns == columns - 1) top += rowHeights[i / columns] + Gap;
        }

        svg.Close("svg");
    }

    private static void Open(SvgWriter svg, string id, string title, string description, double width, double height)
    {
        string size = string.Create(CultureInfo.InvariantCulture, $"0 0 {SvgWriter.N(width)} {SvgWriter.N(height)}");
        svg.Open("svg", ("xmlns", "http://www.w3.org/2000/svg"), ("class", "chart"), ("viewBox", size), ("width", "100%"),
            ("role", "img"), ("aria-labelledby", $"{id}-title"), ("aria-describedby", description.Length > 0 ? $"{id}-desc" : null));
        svg.Element("title", title, ("id", $"{id}-title"));
        if (description.Length > 0) svg.Element("desc", description, ("id", $"{id}-desc"));
    }
}

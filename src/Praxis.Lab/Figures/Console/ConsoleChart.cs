namespace Praxis.Lab.Figures;

/// <summary>Draws figures as plain text for a terminal: lines, points and histograms as dots, bars as blocks, the rest in words.</summary>
public static class ConsoleChart
{
    /// <summary>The narrowest chart that is still one.</summary>
    public const int LeastWidth = 30;

    /// <summary>Draws a figure, its panels below each other.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="width">The width of the terminal in characters; below <see cref="LeastWidth"/> the lines are that wide.</param>
    /// <returns>Lines without colours or control characters, none wider than the terminal.</returns>
    public static IReadOnlyList<string> Draw(Figure figure, int width)
    {
        ArgumentNullException.ThrowIfNull(figure);
        width = Math.Max(width, LeastWidth);
        List<string> lines = [];
        Add(figure.Title);
        foreach (Panel panel in figure.Panels)
        {
            lines.Add("");
            Add(panel.Title);
            foreach (string line in DrawPanel(panel, width))
                lines.Add(line.Length <= width ? line.TrimEnd() : ConsoleText.Fit(line, width));
        }

        return lines;

        void Add(string text)
        {
            if (text.Length > 0) lines.Add(ConsoleText.Fit(text, width));
        }
    }

    private static IEnumerable<string> DrawPanel(Panel panel, int width)
    {
        IEnumerable<string> chart = !PanelRange.Of(panel).HasData ? ["(no data)"]
            : panel.Marks.Any(mark => mark is Bars) ? ConsoleBars.Draw(panel, width)
            : panel.Marks.Any(mark => mark is Line or Scatter or Histogram) ? ConsolePlot.Draw(panel, width)
            : [];
        return chart.Concat(ConsoleText.InWords(panel));
    }
}

namespace Praxis.Lab.Figures;

/// <summary>The names of the marks in rows above the data, where they hide nothing.</summary>
internal sealed record LegendLayout(IReadOnlyList<LegendLayout.Entry> Entries, double Height)
{
    public const double SwatchWidth = 22;
    private const double RowHeight = 19;
    private const double Gap = 16;

    /// <param name="Mark">The mark that is named.</param>
    /// <param name="Style">How it is drawn.</param>
    /// <param name="Text">Its name, shortened to the width of the panel.</param>
    /// <param name="X">The left end of its swatch.</param>
    /// <param name="Y">The base line of its name.</param>
    public sealed record Entry(Mark Mark, SeriesStyle? Style, string Text, double X, double Y);

    public static LegendLayout Of(Panel panel, IReadOnlyList<SeriesStyle?> styles, double width)
    {
        List<Entry> entries = [];
        HashSet<(string, SeriesStyle?, Type)> seen = [];
        double x = 0, row = 0;
        for (int i = 0; i < panel.Marks.Count && panel.Legend; i++)
        {
            Mark mark = panel.Marks[i];

            // Repetitions (a line for each seed) are named once.
            if (string.IsNullOrEmpty(mark.Name) || !seen.Add((mark.Name, styles[i], mark.GetType()))) continue;

            string text = TextMetrics.Shorten(mark.Name, width - SwatchWidth - 6, ChartStyle.FontSize);
            double needed = SwatchWidth + 6 + TextMetrics.Width(text, ChartStyle.FontSize);
            if (x > 0 && x + needed > width) (x, row) = (0, row + 1);
            entries.Add(new Entry(mark, styles[i], text, x, row * RowHeight + 13));
            x += needed + Gap;
        }

        return new LegendLayout(entries, entries.Count == 0 ? 0 : (row + 1) * RowHeight + 3);
    }
}

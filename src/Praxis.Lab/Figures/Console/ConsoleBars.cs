namespace Praxis.Lab.Figures;

/// <summary>Bars as rows of blocks, each with its value and interval.</summary>
internal static class ConsoleBars
{
    private const string Blocks = "█▒░▓";
    private const string Eighths = " ▏▎▍▌▋▊▉";

    public static IEnumerable<string> Draw(Panel panel, int width)
    {
        Bars[] groups = [.. panel.Marks.OfType<Bars>()];
        (Axis names, Axis values) = PanelRange.BarsLie(panel) ? (panel.Y, panel.X) : (panel.X, panel.Y);
        PanelRange range = PanelRange.Of(panel);
        (double low, double high) = PanelRange.BarsLie(panel) ? range.X : range.Y;

        string legend = string.Join("  ", groups.Select((bars, i) => (bars.Name, Block: BlockOf(i))).Where(entry => entry.Name is { Length: > 0 }).Select(entry => $"{entry.Block} {entry.Name}"));
        if (legend.Length > 0) yield return ConsoleText.Fit(legend, width);
        if (values.Label.Length > 0) yield return ConsoleText.Fit(values.Label, width);

        int count = groups.Max(bars => bars.Values.Count);
        string[] labels = [.. Enumerable.Range(0, count).Select(i => ConsoleText.Fit(i < names.Categories?.Count ? names.Categories[i] : $"{i}", width / 3))];
        int labelWidth = labels.Max(label => label.Length);
        int textWidth = groups.Max(bars => Enumerable.Range(0, bars.Values.Count).Select(i => ValueText(bars, i).Length).DefaultIfEmpty().Max());
        int columns = Math.Max(4, width - labelWidth - textWidth - 3);
        PlotAxis axis = new(low, high, values.Scale, 0, columns);
        for (int category = 0; category < count; category++)
        {
            for (int group = 0; group < groups.Length; group++)
            {
                if (category >= groups[group].Values.Count) continue;
                string label = group == 0 ? labels[category] : "";
                yield return $"{label.PadLeft(labelWidth)} │{Row(axis, columns, groups[group].Values[category], group)} {ValueText(groups[group], category)}";
            }
        }
    }

    private static string Row(PlotAxis axis, int columns, double value, int group)
    {
        int root = (int)Math.Round(axis.At(axis.Base));
        double tip = double.IsNaN(axis.At(value)) ? root : Math.Clamp(axis.At(value), 0, columns);
        char[] row = new string(' ', columns).ToCharArray();
        for (int column = (int)Math.Round(Math.Min(tip, root)); column < root; column++)
            row[column] = BlockOf(group);

        int whole = group == 0 ? (int)tip : (int)Math.Round(tip);
        for (int column = root; column < whole; column++)
            row[column] = BlockOf(group);
        if (group == 0 && tip > root && whole < columns) row[whole] = Eighths[(int)((tip - whole) * 8)];
        return new string(row);
    }

    private static string ValueText(Bars bars, int i) =>
        NumberText.Short(bars.Values[i])
        + (bars.Low is null || bars.High is null ? "" : $" [{NumberText.Short(bars.Low[i])}, {NumberText.Short(bars.High[i])}]");

    private static char BlockOf(int group) => Blocks[group % Blocks.Length];
}

namespace Praxis.Lab.Figures;

/// <summary>Lines, points and histograms between two axes of characters.</summary>
internal static class ConsolePlot
{
    private const int Rows = 12;
    private const string Signs = "●+×o*#@%";

    public static IEnumerable<string> Draw(Panel panel, int width)
    {
        PanelRange range = PanelRange.Of(panel);
        Mark[] series = [.. panel.Marks.Where(mark => mark is Line or Scatter or Histogram)];
        IReadOnlyList<Tick> yTicks = Ticks.Of(range.Y.Low, range.Y.High, panel.Y.Scale, panel.Y.Categories, 4);
        int left = Math.Min(width / 3, yTicks.Where(tick => !tick.IsMinor).Select(tick => tick.Text.Length).DefaultIfEmpty(1).Max());
        int columns = width - left - 2;
        TextCanvas canvas = new(columns, Rows, braille: series.Length == 1);
        bool down = panel.Y.Categories is { Count: > 0 };
        PlotAxis x = new(range.X.Low, range.X.High, panel.X.Scale, 0, canvas.Width - 1);
        PlotAxis y = new(range.Y.Low, range.Y.High, panel.Y.Scale, down ? 0 : canvas.Height - 1, down ? canvas.Height - 1 : 0);
        for (int i = 0; i < series.Length; i++)
            DrawSeries(canvas, x, y, series[i], SignOf(i));

        // Rules go where nothing else is.
        PlotAxis column = x with { End = columns - 1 }, row = y with { Start = down ? 0 : Rows - 1, End = down ? Rows - 1 : 0 };
        foreach (Rule rule in panel.Marks.OfType<Rule>())
            DrawRule(canvas, rule, column, row, columns);

        foreach (string line in Legend(panel, series, width))
            yield return line;
        if (panel.Y.Label.Length > 0) yield return ConsoleText.Fit(panel.Y.Label, width);
        Dictionary<int, string> texts = [];
        foreach (Tick tick in yTicks.Where(tick => !tick.IsMinor))
            texts.TryAdd((int)Math.Round(row.At(tick.Value)), tick.Text);
        for (int i = 0; i < Rows; i++)
        {
            string text = texts.TryGetValue(i, out string? value) ? ConsoleText.Fit(value, left) : "";
            yield return $"{text.PadLeft(left)} {(text.Length > 0 ? '┤' : '│')}{canvas.Row(i)}";
        }

        (string axis, string labels) = Below(panel, range, column, columns);
        yield return new string(' ', left + 1) + "└" + axis;
        yield return new string(' ', left + 2) + labels;
        if (panel.X.Label.Length > 0)
            yield return new string(' ', left + 2 + Math.Max(0, (columns - panel.X.Label.Length) / 2)) + ConsoleText.Fit(panel.X.Label, columns);
    }

    private static void DrawSeries(TextCanvas canvas, PlotAxis x, PlotAxis y, Mark mark, char sign)
    {
        switch (mark)
        {
            case Line line:
                for (int i = 0; i < line.X.Count; i++)
                {
                    (double x1, double y1) = (x.At(line.X[i]), y.At(line.Y[i]));
                    canvas.Dot(x1, y1, sign);
                    if (i == 0) continue;
                    (double x0, double y0) = (x.At(line.X[i - 1]), y.At(line.Y[i - 1]));
                    if (!double.IsNaN(x0 + y0 + x1 + y1)) canvas.Line(x0, y0, x1, y1, sign);
                }

                break;
            case Scatter scatter:
                for (int i = 0; i < scatter.X.Count; i++)
                    canvas.Dot(x.At(scatter.X[i]), y.At(scatter.Y[i]), sign);
                break;
            case Histogram histogram:
                for (int bin = 0; bin < histogram.Counts.Count; bin++)
                {
                    (double from, double to, double top) = (x.At(histogram.Edges[bin]), x.At(histogram.Edges[bin + 1]), y.At(histogram.Counts[bin]));
                    if (double.IsNaN(from + to + top) || histogram.Counts[bin] == 0) continue;
                    for (double at = Math.Ceiling(from); at <= to; at++)
                        canvas.Line(at, y.At(y.Base), at, top, sign);
                }

                break;
        }
    }

    private static void DrawRule(TextCanvas canvas, Rule rule, PlotAxis column, PlotAxis row, int columns)
    {
        double place = (rule.Vertical ? column : row).At(rule.Value);
        if (double.IsNaN(place)) return;
        for (int i = 0; i < (rule.Vertical ? Rows : columns); i++)
        {
            if (rule.Vertical) canvas.Fill((int)Math.Round(place), i, '┊');
            else canvas.Fill(i, (int)Math.Round(place), '┄');
        }
    }

    private static IEnumerable<string> Legend(Panel panel, Mark[] series, int width)
    {
        IEnumerable<string> named = series
            .Select((mark, i) => (mark.Name, Sign: series.Length == 1 ? '⣿' : SignOf(i)))
            .Where(entry => panel.Legend && entry.Name is { Length: > 0 })
            .Select(entry => $"{entry.Sign} {entry.Name}");
        IEnumerable<string> rules = panel.Marks.OfType<Rule>()
            .Select(rule => (rule.Vertical, Text: rule.Label.Length > 0 ? rule.Label : rule.Name ?? "", rule.Value))
            .Where(rule => rule.Text.Length > 0)
            .Select(rule => $"{(rule.Vertical ? '┊' : '┄')} {rule.Text} ({NumberText.Short(rule.Value)})");
        string line = "";
        foreach (string entry in named.Concat(rules))
        {
            if (line.Length > 0 && line.Length + 3 + entry.Length > width)
            {
                yield return ConsoleText.Fit(line, width);
                line = "";
            }

            line += line.Length > 0 ? "   " + entry : entry;
        }

        if (line.Length > 0) yield return ConsoleText.Fit(line, width);
    }

    private static (string Axis, string Labels) Below(Panel panel, PanelRange range, PlotAxis column, int columns)
    {
        char[] axis = new string('─', columns).ToCharArray(), labels = new string(' ', columns).ToCharArray();
        int free = 0;
        foreach (Tick tick in Ticks.Of(range.X.Low, range.X.High, panel.X.Scale, panel.X.Categories, Math.Max(2, columns / 12)))
        {
            int place = (int)Math.Round(column.At(tick.Value));
            string text = ConsoleText.Fit(tick.Text, columns);
            int start = Math.Clamp(place - text.Length / 2, 0, columns - text.Length);
            if (tick.IsMinor || start < free) continue;
            axis[place] = '┬';
            text.CopyTo(labels.AsSpan(start));
            free = start + text.Length + 1;
        }

        return (new string(axis), new string(labels));
    }

    private static char SignOf(int index) => Signs[index % Signs.Length];
}

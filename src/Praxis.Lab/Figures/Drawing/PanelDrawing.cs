using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws a laid-out panel: title, legend, grid, marks, axes.</summary>
internal static class PanelDrawing
{
    public static void Draw(SvgWriter svg, PanelLayout layout, string id)
    {
        for (int line = 0; line < layout.TitleLines.Count; line++)
            svg.Text("title", 0, 14 + 18 * line, layout.TitleLines[line]);
        LegendDrawing.Draw(svg, layout.Legend, layout.LegendTop);

        if (!layout.HasData)
        {
            svg.Rectangle("frame", layout.Plot.Left, layout.Plot.Top, layout.Plot.Width, layout.Plot.Height);
            svg.Text("quiet", (layout.Plot.Left + layout.Plot.Right) / 2, (layout.Plot.Top + layout.Plot.Bottom) / 2 + 4, "no data", "middle");
            DrawAxisLabels(svg, layout);
            return;
        }

        if (!layout.Panel.HideAxes) DrawGrid(svg, layout);
        DrawMarks(svg, layout, id);
        if (!layout.Panel.HideAxes)
        {
            DrawAxes(svg, layout);
            DrawAxisLabels(svg, layout);
        }

        AnnotationDrawing.Draw(svg, layout);
        if (layout.Colors is not null) ColorBarDrawing.Draw(svg, layout);
    }

    private static void DrawMarks(SvgWriter svg, PanelLayout layout, string id)
    {
        string clip = id + "-clip";
        svg.Open("clipPath", ("id", clip));
        svg.Empty("rect", ("x", SvgWriter.N(layout.Plot.Left - 1)), ("y", SvgWriter.N(layout.Plot.Top - 1)),
            ("width", SvgWriter.N(layout.Plot.Width + 2)), ("height", SvgWriter.N(layout.Plot.Height + 2)));
        svg.Close("clipPath");
        svg.Open("g", ("clip-path", $"url(#{clip})"));
        Bars[] groups = [.. layout.Panel.Marks.OfType<Bars>()];
        for (int i = 0; i < layout.Panel.Marks.Count; i++)
        {
            SeriesStyle style = layout.Styles[i] ?? SeriesStyle.At(0);
            switch (layout.Panel.Marks[i])
            {
                case Line line: LineDrawing.Draw(svg, layout, line, style); break;
                case Scatter scatter: ScatterDrawing.Draw(svg, layout, scatter, style); break;
                case Bars bars: BarsDrawing.Draw(svg, layout, bars, style, Array.FindIndex(groups, group => ReferenceEquals(group, bars)), groups.Length); break;
                case Histogram histogram: HistogramDrawing.Draw(svg, layout, histogram, style); break;
                case HeatMap map: HeatMapDrawing.Draw(svg, layout, map); break;
                case Polygons polygons: PolygonsDrawing.Draw(svg, layout, polygons, style); break;
                case Segments segments: SegmentsDrawing.Draw(svg, layout, segments, layout.Styles[i]); break;
            }
        }

        svg.Close("g");
    }

    private static void DrawGrid(SvgWriter svg, PanelLayout layout)
    {
        // Cells cover the plot, and names need no lines.
        if (layout.Panel.Marks.Any(mark => mark is HeatMap)) return;
        StringBuilder path = new();
        Box plot = layout.Plot;
        if (layout.Panel.X.Categories is not { Count: > 0 })
        {
            foreach (Tick tick in layout.XTicks.Where(tick => !tick.IsMinor))
                path.Append($"M{SvgWriter.N(layout.X.At(tick.Value))} {SvgWriter.N(plot.Top)}V{SvgWriter.N(plot.Bottom)}");
        }

        if (layout.Panel.Y.Categories is not { Count: > 0 })
        {
            foreach (Tick tick in layout.YTicks.Where(tick => !tick.IsMinor))
                path.Append($"M{SvgWriter.N(plot.Left)} {SvgWriter.N(layout.Y.At(tick.Value))}H{SvgWriter.N(plot.Right)}");
        }

        svg.Path("grid", path);
    }

    private static void DrawAxes(SvgWriter svg, PanelLayout layout)
    {
        Box plot = layout.Plot;
        StringBuilder path = new();
        path.Append($"M{SvgWriter.N(plot.Left)} {SvgWriter.N(plot.Top)}V{SvgWriter.N(plot.Bottom)}H{SvgWriter.N(plot.Right)}");

        // Bars stand on zero, wherever it is.
        if (!layout.BarsLie && layout.Y.Base > layout.Y.Low && layout.Panel.Marks.Any(mark => mark is Bars or Histogram))
            path.Append($"M{SvgWriter.N(plot.Left)} {SvgWriter.N(layout.Y.At(layout.Y.Base))}H{SvgWriter.N(plot.Right)}");
        if (layout.BarsLie && layout.X.Base > layout.X.Low && layout.Panel.Marks.Any(mark => mark is Bars))
            path.Append($"M{SvgWriter.N(layout.X.At(layout.X.Base))} {SvgWriter.N(plot.Top)}V{SvgWriter.N(plot.Bottom)}");

        foreach (Tick tick in layout.XTicks)
        {
            double x = layout.X.At(tick.Value);
            path.Append($"M{SvgWriter.N(x)} {SvgWriter.N(plot.Bottom)}v{(tick.IsMinor ? 3 : 5)}");
            if (tick.IsMinor) continue;
            if (layout.SlantedX)
                svg.Text("", x + 4, plot.Bottom + 15, tick.Text, "end", $"rotate(-35 {SvgWriter.N(x + 4)} {SvgWriter.N(plot.Bottom + 15)})");
            else
                svg.Text("", x, plot.Bottom + 18, tick.Text, "middle");
        }

        foreach (Tick tick in layout.YTicks)
        {
            double y = layout.Y.At(tick.Value);
            if (tick.IsMinor) path.Append($"M{SvgWriter.N(plot.Left)} {SvgWriter.N(y)}h-3");
            else svg.Text("", plot.Left - 6, y + 4.5, tick.Text, "end");
        }

        svg.Path("axis", path);
    }

    private static void DrawAxisLabels(SvgWriter svg, PanelLayout layout)
    {
        if (layout.Panel.HideAxes) return;
        for (int line = 0; line < layout.YLabelLines.Count; line++)
            svg.Text("quiet", 0, layout.YLabelBaseline + 18 * line, layout.YLabelLines[line]);

        // Centred under the plot, but never beyond the panel.
        IReadOnlyList<string> xLabel = TextMetrics.Wrap(layout.Panel.X.Label, layout.Width, ChartStyle.FontSize);
        for (int line = 0; line < xLabel.Count; line++)
        {
            double half = TextMetrics.Width(xLabel[line], ChartStyle.FontSize) / 2;
            double center = (layout.Plot.Left + layout.Plot.Right) / 2;
            double x = Math.Max(half, Math.Min(center, layout.Width - half));
            svg.Text("quiet", x, layout.Height - 8 - 18 * (xLabel.Count - 1 - line), xLabel[line], "middle");
        }
    }
}

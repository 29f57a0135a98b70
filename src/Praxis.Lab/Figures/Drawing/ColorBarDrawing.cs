namespace Praxis.Lab.Figures;

/// <summary>Draws the legend of colours beside the plot.</summary>
internal static class ColorBarDrawing
{
    public static void Draw(SvgWriter svg, PanelLayout layout)
    {
        ColorScale colors = layout.Colors!;
        Box bar = layout.ColorBar;
        double step = bar.Height / ColorScale.Levels;
        for (int level = 0; level < ColorScale.Levels; level++)
        {
            // Each a little taller than its step, so that no seams show between them.
            double top = bar.Bottom - (level + 1) * step;
            svg.Rectangle($"cells {colors.ClassOfLevel(level)}", bar.Left, top, bar.Width, Math.Min(step + 0.6, bar.Bottom - top));
        }

        PlotAxis axis = new(colors.Low, colors.High, colors.Scale, bar.Bottom, bar.Top);
        foreach (Tick tick in layout.ColorTicks.Where(tick => !tick.IsMinor))
            svg.Text("", bar.Right + 6, axis.At(tick.Value) + 4.5, tick.Text);
        if (colors.Label.Length > 0)
        {
            double right = Math.Min(layout.Width, bar.Right + 40);
            svg.Text("quiet", Math.Max(right, TextMetrics.Width(colors.Label, ChartStyle.FontSize)), layout.YLabelBaseline, colors.Label, "end");
        }
    }
}

namespace Praxis.Lab.Figures;

/// <summary>Where everything of a panel is: fixed before anything is drawn, because the height follows from the content.</summary>
internal sealed record PanelLayout
{
    private const double LineHeight = 18;
    private const double ShapeOfPlot = 0.52;
    private const double TallestPlot = 0.76;
    private const double TickGap = 7;
    private const double ColorBarWidth = 12;
    private const double ColorBarGap = 14;
    private const double SlantSine = 0.57;
    private const double SlantCosine = 0.82;

    public required Panel Panel { get; init; }

    public required IReadOnlyList<SeriesStyle?> Styles { get; init; }

    public required double Width { get; init; }

    public required double Height { get; init; }

    public required IReadOnlyList<string> TitleLines { get; init; }

    public required LegendLayout Legend { get; init; }

    public required double LegendTop { get; init; }

    /// <summary>The lines over the plot that name the y axis, and the colours.</summary>
    public required IReadOnlyList<string> YLabelLines { get; init; }

    public required double YLabelBaseline { get; init; }

    public required Box Plot { get; init; }

    public required PlotAxis X { get; init; }

    public required PlotAxis Y { get; init; }

    public required IReadOnlyList<Tick> XTicks { get; init; }

    public required IReadOnlyList<Tick> YTicks { get; init; }

    /// <summary>Texts under the x axis are slanted because they would run into each other.</summary>
    public required bool SlantedX { get; init; }

    public required ColorScale? Colors { get; init; }

    public required Box ColorBar { get; init; }

    public required IReadOnlyList<Tick> ColorTicks { get; init; }

    public required bool HasData { get; init; }

    public bool BarsLie => PanelRange.BarsLie(Panel);

    public static PanelLayout Of(Panel panel, double width)
    {
        IReadOnlyList<SeriesStyle?> styles = SeriesStyle.Of(panel);
        PanelRange range = PanelRange.Of(panel);
        bool axes = !panel.HideAxes;

        // From above to the plot.
        IReadOnlyList<string> title = TextMetrics.Wrap(panel.Title, width, ChartStyle.TitleSize);
        double legendTop = 2 + title.Count * LineHeight + (title.Count > 0 ? 4 : 0);
        LegendLayout legend = LegendLayout.Of(panel, styles, width);
        ColorScale? colors = range.HasData ? ColorScale.Of(panel) : null;
        double valueLabelWidth = colors is null ? 0 : TextMetrics.Width(colors.Label, ChartStyle.FontSize) + 12;
        IReadOnlyList<string> yLabel = axes ? TextMetrics.Wrap(panel.Y.Label, Math.Max(width - valueLabelWidth, width / 2), ChartStyle.FontSize) : [];
        double labelRows = Math.Max(yLabel.Count, valueLabelWidth > 12 ? 1 : 0);
        double labelTop = legendTop + legend.Height;
        double top = labelTop + labelRows * LineHeight + 8;

        // Right: the legend of the colours.
        IReadOnlyList<Tick> colorTicks = colors is null ? [] : Ticks.Of(colors.Low, colors.High, colors.Scale, null, 5);
        double right = colors is null ? 10 : ColorBarGap + ColorBarWidth + TickGap + Widest(colorTicks);

        // Left: the texts of the y axis.
        double plotHeight = StartingHeight(panel, width);
        IReadOnlyList<Tick> yTicks = axes && range.HasData
            ? Shortened(Ticks.Of(range.Y.Low, range.Y.High, panel.Y.Scale, panel.Y.Categories, (int)(plotHeight / 38)), 0.5 * width)
            : [];
        double left = axes ? Math.Max(Widest(yTicks) + TickGap, 12) : 2;
        double plotWidth = width - left - right;

        if (panel.EqualAspect && panel.X.Scale == panel.Y.Scale)
        {
            double shape = Span(range.Y, panel.Y.Scale) / Span(range.X, panel.X.Scale);
            plotHeight = Math.Clamp(plotWidth * shape, 24, TallestPlot * width);
            double narrower = Math.Clamp(plotHeight / shape, 24, plotWidth);
            if (panel.HideAxes) left += (plotWidth - narrower) / 2;
            plotWidth = narrower;
            if (axes && range.HasData && panel.Y.Categories is null)
                yTicks = Ticks.Of(range.Y.Low, range.Y.High, panel.Y.Scale, null, Math.Max(2, (int)(plotHeight / 38)));
        }

        (IReadOnlyList<Tick> xTicks, bool slanted) = axes && range.HasData ? TicksBelow(panel.X, range.X, plotWidth) : ([], false);
        if (slanted)
        {
            // Slanted texts reach to the left, the first one perhaps beyond the panel.
            double reach = xTicks.Max(tick =>
                TextMetrics.Width(tick.Text, ChartStyle.FontSize) * SlantCosine - (tick.Value - range.X.Low) / (range.X.High - range.X.Low) * plotWidth);
            double shift = Math.Clamp(reach - left, 0, plotWidth / 3);
            (left, plotWidth) = (left + shift, plotWidth - shift);
        }
        else if (xTicks.LastOrDefault(tick => !tick.IsMinor) is { Text.Length: > 0 } last)
        {
            // The last text may reach beyond the plot.
            double reach = new PlotAxis(range.X.Low, range.X.High, panel.X.Scale, left, left + plotWidth).At(last.Value)
                + TextMetrics.Width(last.Text, ChartStyle.FontSize) / 2;
            if (reach > width) plotWidth -= reach - width;
        }

        Box plot = new(left, top, left + plotWidth, top + plotHeight);
        double below = xTicks.Count == 0 ? 4
            : slanted ? Widest(xTicks) * SlantSine + LineHeight
            : LineHeight + 5;
        double xLabelHeight = axes && panel.X.Label.Length > 0
            ? LineHeight * TextMetrics.Wrap(panel.X.Label, width, ChartStyle.FontSize).Count
            : 0;
        double barLeft = plot.Right + ColorBarGap;

        return new PanelLayout
        {
            Panel = panel,
            Styles = styles,
            Width = width,
            Height = Math.Ceiling(plot.Bottom + below + xLabelHeight + 4),
            TitleLines = title,
            Legend = legend,
            LegendTop = legendTop,
            YLabelLines = yLabel,
            YLabelBaseline = labelTop + 13,
            Plot = plot,
            X = new PlotAxis(range.X.Low, range.X.High, panel.X.Scale, plot.Left, plot.Right),
            Y = RunsDown(panel)
                ? new PlotAxis(range.Y.Low, range.Y.High, panel.Y.Scale, plot.Top, plot.Bottom)
                : new PlotAxis(range.Y.Low, range.Y.High, panel.Y.Scale, plot.Bottom, plot.Top),
            XTicks = xTicks,
            YTicks = yTicks,
            SlantedX = slanted,
            Colors = colors,
            ColorBar = new Box(barLeft, plot.Top, barLeft + ColorBarWidth, plot.Bottom),
            ColorTicks = colorTicks,
            HasData = range.HasData,
        };
    }

    // Names are read from above, and matrices are printed from row 0 on.
    private static bool RunsDown(Panel panel) =>
        panel.Y.Categories is { Count: > 0 } || panel.Marks.OfType<HeatMap>().Any(map => map.YEdges is not { Count: > 1 });

    private static double StartingHeight(Panel panel, double width)
    {
        const double RowOfBars = 15, GapOfRows = 11;
        return PanelRange.BarsLie(panel) && panel.Marks.OfType<Bars>().Count() is > 0 and var groups
            ? Math.Max(70, panel.Y.Categories!.Count * (groups * RowOfBars + GapOfRows))
            : Math.Round(width * ShapeOfPlot);
    }

    private static (IReadOnlyList<Tick> Ticks, bool Slanted) TicksBelow(Axis axis, (double Low, double High) range, double plotWidth)
    {
        if (axis.Categories is { Count: > 0 })
        {
            IReadOnlyList<Tick> names = Ticks.Of(range.Low, range.High, axis.Scale, axis.Categories, 0);
            if (Fit(names, axis, range, plotWidth)) return (names, false);
            int stride = (int)Math.Ceiling(names.Count * LineHeight / plotWidth);
            return (Shortened([.. names.Where((_, index) => index % stride == 0)], 150), true);
        }

        for (int count = (int)(plotWidth / 55); count > 2; count--)
        {
            IReadOnlyList<Tick> ticks = Ticks.Of(range.Low, range.High, axis.Scale, null, count);
            if (Fit(ticks, axis, range, plotWidth)) return (ticks, false);
        }

        return (Ticks.Of(range.Low, range.High, axis.Scale, null, 2), false);
    }

    private static bool Fit(IReadOnlyList<Tick> ticks, Axis axis, (double Low, double High) range, double plotWidth)
    {
        const double Space = 9;
        PlotAxis place = new(range.Low, range.High, axis.Scale, 0, plotWidth);
        double free = double.NegativeInfinity;
        foreach (Tick tick in ticks.Where(tick => !tick.IsMinor))
        {
            double half = TextMetrics.Width(tick.Text, ChartStyle.FontSize) / 2;
            if (place.At(tick.Value) - half < free) return false;
            free = place.At(tick.Value) + half + Space;
        }

        return true;
    }

    private static double Span((double Low, double High) range, AxisScale scale) =>
        scale == AxisScale.Log ? Math.Log10(range.High) - Math.Log10(range.Low) : range.High - range.Low;

    private static double Widest(IReadOnlyList<Tick> ticks) =>
        ticks.Count == 0 ? 0 : ticks.Max(tick => TextMetrics.Width(tick.Text, ChartStyle.FontSize));

    private static IReadOnlyList<Tick> Shortened(IReadOnlyList<Tick> ticks, double width) =>
        [.. ticks.Select(tick => tick with { Text = TextMetrics.Shorten(tick.Text, width, ChartStyle.FontSize) })];
}

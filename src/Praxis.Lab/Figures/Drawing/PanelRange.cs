namespace Praxis.Lab.Figures;

/// <summary>Which values the axes of a panel show.</summary>
/// <param name="X">From and to on the x axis.</param>
/// <param name="Y">From and to on the y axis.</param>
/// <param name="HasData">Whether any mark has something to draw.</param>
internal sealed record PanelRange((double Low, double High) X, (double Low, double High) Y, bool HasData)
{
    private const double Padding = 0.04;

    public static PanelRange Of(Panel panel)
    {
        Collected x = new(panel.X), y = new(panel.Y);
        foreach (Mark mark in panel.Marks)
            Collect(mark, x, y, BarsLie(panel));

        bool hasData = !x.Extent.IsEmpty && !y.Extent.IsEmpty;
        foreach (Rule rule in panel.Marks.OfType<Rule>())
            (rule.Vertical ? x : y).Include(rule);

        return new PanelRange(x.Range(), y.Range(), hasData);
    }

    /// <summary>Whether the bars of a panel run along x.</summary>
    public static bool BarsLie(Panel panel) => panel.Y.Categories is { Count: > 0 } && panel.X.Categories is not { Count: > 0 };

    private static void Collect(Mark mark, Collected x, Collected y, bool barsLie)
    {
        switch (mark)
        {
            case Line line:
                for (int i = 0; i < line.X.Count; i++)
                {
                    if (!double.IsFinite(line.Y[i]) && line.Low is null) continue;
                    x.Extent.Include(line.X[i]);
                    y.Extent.Include(line.Y[i]);
                }

                y.Extent.Include(line.Low);
                y.Extent.Include(line.High);
                break;
            case Scatter scatter:
                x.Extent.Include(scatter.X.Where((_, i) => double.IsFinite(scatter.Y[i])));
                y.Extent.Include(scatter.Y.Where((_, i) => double.IsFinite(scatter.X[i])));
                break;
            case Bars bars:
                (Collected position, Collected value) = barsLie ? (y, x) : (x, y);
                value.Extent.Include(bars.Values);
                value.Extent.Include(bars.Low);
                value.Extent.Include(bars.High);
                if (value.Extent.IsEmpty || bars.Values.Count == 0) break;
                value.StandOnZero();
                position.FillFrom(-0.5, bars.Values.Count - 0.5);
                break;
            case Histogram histogram when histogram.Counts.Any(count => count > 0):
                x.FillFrom(histogram.Edges[0], histogram.Edges[^1]);
                y.Extent.Include(histogram.Counts);
                y.StandOnZero();
                break;
            case HeatMap { Values: [{ Count: > 0 } first, ..] } map when map.Values.Any(row => row.Any(double.IsFinite)):
                x.Fill(map.XEdges, first.Count);
                y.Fill(map.YEdges, map.Values.Count);
                break;
            case Polygons polygons:
                x.Extent.Include(polygons.Items.SelectMany(polygon => polygon.Points).Select(point => point.X));
                y.Extent.Include(polygons.Items.SelectMany(polygon => polygon.Points).Select(point => point.Y));
                break;
            case Segments segments:
                x.Extent.Include(segments.Items.SelectMany(segment => new[] { segment.X0, segment.X1 }));
                y.Extent.Include(segments.Items.SelectMany(segment => new[] { segment.Y0, segment.Y1 }));
                break;
            case Label label:
                x.Extent.Include(label.X);
                y.Extent.Include(label.Y);
                break;
        }
    }

    private sealed class Collected(Axis axis)
    {
        // Beyond these, differences and ratios of the ends are no longer finite.
        private const double Largest = 1e305;
        private const double Smallest = 1e-305;

        private bool _standsOnZero;
        private bool _isFilled;

        public Extent Extent { get; } = new(axis.Scale);

        public void StandOnZero()
        {
            _standsOnZero = true;
            if (axis.Scale == AxisScale.Linear) Extent.Include(0);
        }

        // Cells and bars end where the axis ends: no padding.
        public void FillFrom(double low, double high)
        {
            _isFilled = true;
            Extent.Include(low);
            Extent.Include(high);
        }

        public void Fill(IReadOnlyList<double>? edges, int cells)
        {
            if (edges is { Count: > 1 }) FillFrom(edges[0], edges[^1]);
            else FillFrom(-0.5, cells - 0.5);
        }

        public void Include(Rule rule)
        {
            const double RoomForText = 0.1;
            Extent.Include(rule.Value);
            if (rule.Vertical || rule.Label.Length == 0 || rule.Value < Extent.High || Extent.IsEmpty) return;
            Extent.Include(axis.Scale == AxisScale.Log
                ? rule.Value * PowerOfRatio(Extent.Low, Extent.High, RoomForText)
                : rule.Value + (Extent.High - Extent.Low) * RoomForText);
        }

        public (double Low, double High) Range()
        {
            if (axis.Categories is { Count: > 0 } categories) return (-0.5, categories.Count - 0.5);

            (double low, double high) = Extent.IsEmpty ? (axis.Scale == AxisScale.Log ? (1, 10) : (0, 1)) : (Extent.Low, Extent.High);
            (low, high) = axis.Scale == AxisScale.Log ? PadLogarithm(low, high) : Pad(low, high);
            double least = axis.Scale == AxisScale.Log ? Smallest : -Largest;
            (double chosenLow, double chosenHigh) = (Math.Clamp(axis.Low ?? low, least, Largest), Math.Clamp(axis.High ?? high, least, Largest));
            if (chosenLow < chosenHigh && (axis.Scale == AxisScale.Linear || chosenLow > 0)) return (chosenLow, chosenHigh);

            // One limit was given and all data lie beyond it.
            double width = axis.Scale == AxisScale.Log ? 10 : Math.Max(1, Math.Abs(chosenLow));
            return (axis.Low, axis.Scale) switch
            {
                ({ } given, AxisScale.Log) => (given, given * width),
                ({ } given, _) => (given, given + width),
                (null, AxisScale.Log) => (chosenHigh / width, chosenHigh),
                _ => (chosenHigh - width, chosenHigh),
            };
        }

        private (double Low, double High) Pad(double low, double high)
        {
            const double SmallestRelativeRange = 1e-11;
            double largest = Math.Max(Math.Abs(low), Math.Abs(high));
            if (high - low <= Math.Max(largest * SmallestRelativeRange, Smallest))
                return largest <= Smallest ? (_standsOnZero ? (0, 1) : (-1, 1)) : (low - largest / 10, high + largest / 10);

            if (_isFilled) return (low, high);
            double pad = (high - low) * Padding;
            return (_standsOnZero && low == 0 ? 0 : low - pad, _standsOnZero && high == 0 ? 0 : high + pad);
        }

        private (double Low, double High) PadLogarithm(double low, double high)
        {
            if (high <= low * (1 + 1e-11)) return (low / 2, high * 2);
            if (_isFilled) return (low, high);
            double factor = PowerOfRatio(low, high, Padding);

            // A bar has no zero to stand on here; a power of ten below the shortest keeps every bar visible.
            double bottom = _standsOnZero ? Math.Pow(10, Math.Floor(Math.Log10(low / 1.5))) : low / factor;
            return (bottom, high * factor);
        }

        // The ratio itself may overflow.
        private static double PowerOfRatio(double low, double high, double power) =>
            Math.Exp(power * (Math.Log(high) - Math.Log(low)));
    }
}

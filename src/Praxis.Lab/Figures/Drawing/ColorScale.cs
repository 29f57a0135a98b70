namespace Praxis.Lab.Figures;

/// <summary>Values to one of a few colours, named by classes so that a style sheet can suit them to its ground.</summary>
internal sealed record ColorScale(double Low, double High, AxisScale Scale, bool Diverging, string Label)
{
    // Odd, so that a diverging scale has a middle.
    public const int Levels = 25;

    /// <summary>The scale that the values of a panel ask for; null when no mark shows values as colours.</summary>
    public static ColorScale? Of(Panel panel)
    {
        foreach (Mark mark in panel.Marks)
        {
            switch (mark)
            {
                case HeatMap map:
                    return Of(map.Values.SelectMany(row => row), map.Diverging ? AxisScale.Linear : map.ValueScale, map.Diverging, map.Low, map.High, map.ValueLabel);
                case Polygons polygons when polygons.Items.Any(polygon => polygon.Value is not null):
                    return Of(polygons.Items.Select(polygon => polygon.Value ?? double.NaN), AxisScale.Linear, false, null, null, polygons.ValueLabel);
            }
        }

        return null;
    }

    /// <summary>The class of a value's colour.</summary>
    public string ClassOf(double value) => LevelOf(value) is { } level ? ClassOfLevel(level) : "missing";

    public string ClassOfLevel(int level) => (Diverging ? "d" : "q") + level;

    /// <summary>Whether a text on the value's colour needs the colour of the ground.</summary>
    public bool IsStrong(double value) => LevelOf(value) is { } level && (Diverging ? Math.Abs(level - Levels / 2) > 8 : level > Levels / 2);

    public int? LevelOf(double value)
    {
        if (double.IsNaN(value) || (Scale == AxisScale.Log && value <= 0)) return null;
        double fraction = double.IsInfinity(value) ? (value > 0 ? 1 : 0) : new PlotAxis(Low, High, Scale, 0, 1).At(value);
        return (int)Math.Clamp(Math.Round(fraction * (Levels - 1)), 0, Levels - 1);
    }

    private static ColorScale? Of(IEnumerable<double> values, AxisScale scale, bool diverging, double? low, double? high, string label)
    {
        Extent extent = new(scale);
        extent.Include(values);
        if (extent.IsEmpty) return null;
        (double from, double to) = (low ?? extent.Low, high ?? extent.High);
        if (diverging)
        {
            double reach = Math.Max(Math.Abs(from), Math.Abs(to));
            (from, to) = (-reach, reach);
        }

        if (from < to) return new ColorScale(from, to, scale, diverging, label);
        return scale == AxisScale.Log
            ? new ColorScale(from / 2, from * 2, scale, diverging, label)
            : new ColorScale(from - Math.Max(1, Math.Abs(from)) / 2, from + Math.Max(1, Math.Abs(from)) / 2, scale, diverging, label);
    }
}

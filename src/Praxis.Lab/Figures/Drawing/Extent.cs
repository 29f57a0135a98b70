namespace Praxis.Lab.Figures;

/// <summary>The smallest and largest value that has a place on an axis.</summary>
internal sealed class Extent(AxisScale scale)
{
    public double Low { get; private set; } = double.PositiveInfinity;

    public double High { get; private set; } = double.NegativeInfinity;

    public bool IsEmpty => Low > High;

    public void Include(double value)
    {
        if (!double.IsFinite(value) || (scale == AxisScale.Log && value <= 0)) return;
        Low = Math.Min(Low, value);
        High = Math.Max(High, value);
    }

    public void Include(IEnumerable<double>? values)
    {
        foreach (double value in values ?? [])
            Include(value);
    }
}

namespace Praxis.Lab.Figures;

/// <summary>Values of an axis to places in the picture.</summary>
/// <param name="Low">The value at <paramref name="Start"/>.</param>
/// <param name="High">The value at <paramref name="End"/>.</param>
/// <param name="Scale">Linear or logarithmic.</param>
/// <param name="Start">The place of the low end, in pixels.</param>
/// <param name="End">The place of the high end, in pixels; may be before the start.</param>
internal sealed record PlotAxis(double Low, double High, AxisScale Scale, double Start, double End)
{
    // Far outside, but still short to write and safe to draw.
    private const double Farthest = 20_000;

    public double Length => Math.Abs(End - Start);

    /// <summary>The place of a value; NaN when it has none.</summary>
    public double At(double value)
    {
        double fraction = Scale == AxisScale.Log
            ? value > 0 ? (Math.Log(value) - Math.Log(Low)) / (Math.Log(High) - Math.Log(Low)) : double.NaN
            : (value - Low) / (High - Low);
        return double.IsFinite(value) ? Math.Clamp(Start + fraction * (End - Start), -Farthest, Farthest) : double.NaN;
    }

    /// <summary>Where bars begin: zero, or the low end when the axis does not show zero.</summary>
    public double Base => Scale == AxisScale.Log ? Low : Math.Clamp(0, Low, High);
}

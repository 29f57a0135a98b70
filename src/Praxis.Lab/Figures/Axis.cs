namespace Praxis.Lab.Figures;

/// <summary>One axis of a panel.</summary>
/// <param name="Label">What is measured, with its unit; may be empty.</param>
/// <param name="Scale">Linear, or logarithmic (values ≤ 0 are then left out).</param>
/// <param name="Low">Where the axis begins; when null, the data decide.</param>
/// <param name="High">Where the axis ends; when null, the data decide.</param>
/// <param name="Categories">Names of the positions 0, 1, 2, … instead of numbers.</param>
/// <exception cref="ArgumentException">The axis ends before it begins, or a logarithmic axis would show zero.</exception>
public sealed record Axis(
    string Label = "",
    AxisScale Scale = AxisScale.Linear,
    double? Low = null,
    double? High = null,
    IReadOnlyList<string>? Categories = null)
{
    /// <summary>Where the axis begins; when null, the data decide.</summary>
    public double? Low { get; init; } = Low >= High
        ? throw new ArgumentException($"The axis begins at {Low} but ends at {High}; Low must be below High.", nameof(Low))
        : Checked(Low, nameof(Low), Scale);

    /// <summary>Where the axis ends; when null, the data decide.</summary>
    public double? High { get; init; } = Checked(High, nameof(High), Scale);

    private static double? Checked(double? limit, string name, AxisScale scale)
    {
        if (limit is { } value && (!double.IsFinite(value) || (scale == AxisScale.Log && value <= 0)))
            throw new ArgumentException($"{name} is {value}, which has no place on a {scale} axis.", name);
        return limit;
    }
}

namespace Praxis.Lab.Figures;

/// <summary>One axis of a panel.</summary>
/// <param name="Label">What is measured, with its unit; may be empty.</param>
/// <param name="Scale">Linear, or logarithmic (values ≤ 0 are then left out).</param>
/// <param name="Low">Where the axis begins; when null, the data decide.</param>
/// <param name="High">Where the axis ends; when null, the data decide.</param>
/// <param name="Categories">Names of the positions 0, 1, 2, … instead of numbers.</param>
public sealed record Axis(
    string Label = "",
    AxisScale Scale = AxisScale.Linear,
    double? Low = null,
    double? High = null,
    IReadOnlyList<string>? Categories = null);

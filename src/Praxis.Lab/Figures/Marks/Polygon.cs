namespace Praxis.Lab.Figures;

/// <summary>A filled shape.</summary>
/// <param name="Points">The corners in order; the last is joined to the first.</param>
/// <param name="Value">A value that becomes a colour of the scale, as in a heat map.</param>
/// <param name="Color">An index in the palette; used when there is no value.</param>
/// <param name="Label">A text in the middle, drawn where it fits.</param>
public sealed record Polygon(IReadOnlyList<Point> Points, double? Value = null, int? Color = null, string? Label = null)
{
    /// <summary>The corners in order.</summary>
    public IReadOnlyList<Point> Points { get; init; } = Points ?? throw new ArgumentNullException(nameof(Points));
}

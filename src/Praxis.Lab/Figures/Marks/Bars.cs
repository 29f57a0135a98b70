namespace Praxis.Lab.Figures;

/// <summary>A bar for each category of the axis, with optional intervals; several <see cref="Bars"/> stand side by side.</summary>
/// <remarks>The bars lie on their side when the y axis has the categories.</remarks>
/// <param name="Values">The length of the bars, one for each category; NaN leaves a gap.</param>
/// <param name="Low">The lower end of each interval.</param>
/// <param name="High">The upper end of each interval.</param>
/// <exception cref="ArgumentException">The lists differ in length, or only one end of the intervals is given.</exception>
public sealed record Bars(
    IReadOnlyList<double> Values,
    IReadOnlyList<double>? Low = null,
    IReadOnlyList<double>? High = null) : Mark
{
    /// <summary>The lower end of each interval, or null.</summary>
    public IReadOnlyList<double>? Low { get; init; } =
        (Low is null) == (High is null)
            ? SameLengthOrNone(Low, nameof(Low), Values, nameof(Values))
            : throw new ArgumentException("Intervals need both Low and High.", nameof(Low));

    /// <summary>The upper end of each interval, or null.</summary>
    public IReadOnlyList<double>? High { get; init; } = SameLengthOrNone(High, nameof(High), Values, nameof(Values));
}

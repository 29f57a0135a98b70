namespace Praxis.Lab.Figures;

/// <summary>A line through points, with an optional band around it. NaN breaks the line.</summary>
/// <param name="X">Where the points are, in the order of drawing.</param>
/// <param name="Y">Their heights, one for each x.</param>
/// <param name="Low">The lower edge of a band, one for each x.</param>
/// <param name="High">The upper edge of a band, one for each x.</param>
/// <param name="Dashed">Dashes instead of a full line.</param>
/// <param name="Points">A marker at every point.</param>
/// <exception cref="ArgumentException">The lists differ in length, or only one edge of the band is given.</exception>
public sealed record Line(
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    IReadOnlyList<double>? Low = null,
    IReadOnlyList<double>? High = null,
    bool Dashed = false,
    bool Points = false) : Mark
{
    /// <summary>Heights, one for each x.</summary>
    public IReadOnlyList<double> Y { get; init; } = SameLength(Y, nameof(Y), X, nameof(X));

    /// <summary>The lower edge of the band, or null.</summary>
    public IReadOnlyList<double>? Low { get; init; } =
        (Low is null) == (High is null)
            ? SameLengthOrNone(Low, nameof(Low), X, nameof(X))
            : throw new ArgumentException("A band needs both Low and High.", nameof(Low));

    /// <summary>The upper edge of the band, or null.</summary>
    public IReadOnlyList<double>? High { get; init; } = SameLengthOrNone(High, nameof(High), X, nameof(X));
}

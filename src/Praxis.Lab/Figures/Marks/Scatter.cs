using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>Single points; thousands are fine.</summary>
/// <param name="X">Where the points are.</param>
/// <param name="Y">Their heights, one for each x.</param>
/// <param name="Size">The width of a point, in pixels of a panel 640 wide.</param>
/// <exception cref="ArgumentException">The lists differ in length.</exception>
public sealed record Scatter(
    IReadOnlyList<double> X,
    IReadOnlyList<double> Y,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] double Size = 5) : Mark
{
    /// <summary>Heights, one for each x.</summary>
    public IReadOnlyList<double> Y { get; init; } = SameLength(Y, nameof(Y), X, nameof(X));
}

namespace Praxis.Lab.Figures;

/// <summary>Straight lines: the edges of trees and graphs.</summary>
/// <param name="Items">The lines; those with an end that is not finite are left out.</param>
public sealed record Segments(IReadOnlyList<Segment> Items) : Mark
{
    /// <summary>The lines.</summary>
    public IReadOnlyList<Segment> Items { get; init; } = Items ?? throw new ArgumentNullException(nameof(Items));
}

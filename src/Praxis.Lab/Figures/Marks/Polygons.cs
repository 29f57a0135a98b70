namespace Praxis.Lab.Figures;

/// <summary>Filled shapes: partitions, treemaps, tilings.</summary>
/// <param name="Items">The shapes, later ones over earlier ones.</param>
public sealed record Polygons(IReadOnlyList<Polygon> Items) : Mark
{
    /// <summary>The shapes.</summary>
    public IReadOnlyList<Polygon> Items { get; init; } = Items ?? throw new ArgumentNullException(nameof(Items));

    /// <summary>What the values of the shapes measure, beside the colour legend.</summary>
    public string ValueLabel { get; init; } = "";
}

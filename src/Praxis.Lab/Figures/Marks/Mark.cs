using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>Something drawn in a panel.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Line), "line")]
[JsonDerivedType(typeof(Scatter), "scatter")]
[JsonDerivedType(typeof(Bars), "bars")]
[JsonDerivedType(typeof(Histogram), "histogram")]
[JsonDerivedType(typeof(HeatMap), "heatMap")]
[JsonDerivedType(typeof(Polygons), "polygons")]
[JsonDerivedType(typeof(Segments), "segments")]
[JsonDerivedType(typeof(Rule), "rule")]
[JsonDerivedType(typeof(Label), "label")]
public abstract record Mark
{
    /// <summary>The name in the legend; without one the mark is not in the legend.</summary>
    public string? Name { get; init; }

    /// <summary>The index in the palette; when null, the mark's order among the series of its panel.</summary>
    public int? Color { get; init; }

    private protected static IReadOnlyList<double> SameLength(
        IReadOnlyList<double> values, string name, IReadOnlyList<double> others, string otherName)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        ArgumentNullException.ThrowIfNull(others, otherName);
        return values.Count == others.Count
            ? values
            : throw new ArgumentException($"{name} has {values.Count} values but {otherName} has {others.Count}; give one for each.", name);
    }

    private protected static IReadOnlyList<double>? SameLengthOrNone(
        IReadOnlyList<double>? values, string name, IReadOnlyList<double> others, string otherName) =>
        values is null ? null : SameLength(values, name, others, otherName);
}

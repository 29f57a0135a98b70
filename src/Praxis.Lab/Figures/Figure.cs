using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>One or more panels under a title: what a study shows beside its numbers. Data only.</summary>
/// <remarks>Serialises to the same compact JSON inside whatever document holds it; see <see cref="FigureJson"/>.</remarks>
[JsonConverter(typeof(FigureConverter))]
public sealed record Figure
{
    /// <summary>What the figure is about, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>What one sees, for readers who do not see the picture.</summary>
    public string Description { get; init; } = "";

    /// <summary>The panels, in reading order.</summary>
    public IReadOnlyList<Panel> Panels { get; init; } = [];

    /// <summary>Panels side by side; when null, two, or one if there is only one panel.</summary>
    public int? Columns { get; init; }
}

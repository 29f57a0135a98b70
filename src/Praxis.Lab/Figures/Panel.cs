using System.Text.Json.Serialization;

namespace Praxis.Lab.Figures;

/// <summary>One pair of axes and what is drawn between them, later marks over earlier ones.</summary>
public sealed record Panel
{
    /// <summary>A heading over the panel; may be empty.</summary>
    public string Title { get; init; } = "";

    /// <summary>The horizontal axis.</summary>
    public Axis X { get; init; } = new();

    /// <summary>The vertical axis. When it has categories, the first is on top.</summary>
    public Axis Y { get; init; } = new();

    /// <summary>What is drawn.</summary>
    public IReadOnlyList<Mark> Marks { get; init; } = [];

    /// <summary>One unit of x is as long as one unit of y.</summary>
    public bool EqualAspect { get; init; }

    /// <summary>No axes, ticks or grid: for trees, graphs and tilings.</summary>
    public bool HideAxes { get; init; }

    /// <summary>Lists the names of the marks that have one, above the data.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]
    public bool Legend { get; init; } = true;
}

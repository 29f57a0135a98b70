namespace Praxis.Lab.Figures;

/// <summary>How a figure is drawn as SVG.</summary>
public sealed record SvgOptions
{
    /// <summary>One SVG with its own style sheet and its title drawn, for files and mail. Otherwise markup for a page that
    /// serves <see cref="SvgChart.StyleSheet"/>: no styles of its own, and the title left to the page.</summary>
    public bool Standalone { get; init; }

    /// <summary>What ids begin with: a letter, then letters, digits, hyphens or underscores; different for each figure of a page.</summary>
    public string IdPrefix { get; init; } = "figure";

    /// <summary>Panels side by side, instead of what the figure says; 1 suits mail.</summary>
    public int? Columns { get; init; }
}

namespace Praxis.Lab.Figures;

/// <summary>How a series is told from the others: by colour, and by dash or by marker for those who do not see colours.</summary>
/// <param name="Index">The index in the palette.</param>
/// <param name="DashIndex">The index in the dash patterns; 0 is a full line.</param>
internal readonly record struct SeriesStyle(int Index, int DashIndex = 0)
{
    private static readonly string[] Dashes = ["", "7 3", "2 3", "10 3 2 3", "5 2", "1.5 1.5", "12 4", "7 2 2 2 2 2"];

    public string Stroke => "s" + Index;

    public string Fill => "f" + Index;

    /// <summary>The dash pattern; empty for a full line.</summary>
    public string Dash => Dashes[DashIndex];

    public const string ChosenDash = "6 4";

    /// <summary>A style for each mark of a panel; null for those that are drawn in ink.</summary>
    public static IReadOnlyList<SeriesStyle?> Of(Panel panel)
    {
        int next = 0;
        SeriesStyle?[] styles = [.. panel.Marks.Select(mark => mark switch
        {
            { Color: { } chosen } => At(chosen),
            Line or Scatter or Bars or Histogram or Polygons => At(next++),
            _ => (SeriesStyle?)null,
        })];

        // Dashes tell lines from lines, so the first line is full whatever its colour.
        int[] lineColors = [.. styles.Where((style, i) => style is not null && panel.Marks[i] is Line { Points: false, Dashed: false }).Select(style => style!.Value.Index).Distinct()];
        return [.. styles.Select(style => style is { } known ? known with { DashIndex = Math.Max(0, Array.IndexOf(lineColors, known.Index)) } : style)];
    }

    public static SeriesStyle At(int index) => new((index % Theme.SeriesCount + Theme.SeriesCount) % Theme.SeriesCount);
}

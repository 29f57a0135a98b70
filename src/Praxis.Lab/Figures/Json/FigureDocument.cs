namespace Praxis.Lab.Figures;

/// <summary>What of a figure is stored. Apart from <see cref="Figure"/> because that names a converter, which needs a type without one.</summary>
internal sealed record FigureDocument(string Title, string Description, IReadOnlyList<Panel> Panels, int? Columns)
{
    public static FigureDocument Of(Figure figure) => new(figure.Title, figure.Description, figure.Panels, figure.Columns);

    public Figure ToFigure() => new()
    {
        Title = Title ?? "",
        Description = Description ?? "",
        Panels = Panels ?? [],
        Columns = Columns,
    };
}

namespace Praxis.Lab.Figures;

/// <summary>Draws points.</summary>
internal static class ScatterDrawing
{
    private const int Crowd = 150;

    public static void Draw(SvgWriter svg, PanelLayout layout, Scatter scatter, SeriesStyle style) =>
        Markers.Draw(
            svg,
            style,
            scatter.X.Select((x, i) => (layout.X.At(x), layout.Y.At(scatter.Y[i]))),
            Math.Clamp(scatter.Size, 0.5, 40),
            scatter.X.Count > Crowd ? "cloud" : "");
}

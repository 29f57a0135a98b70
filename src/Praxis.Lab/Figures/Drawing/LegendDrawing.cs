using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws the legend: for each name a swatch that looks like its mark.</summary>
internal static class LegendDrawing
{
    public static void Draw(SvgWriter svg, LegendLayout legend, double top)
    {
        foreach (LegendLayout.Entry entry in legend.Entries)
        {
            double x = entry.X, middle = top + entry.Y - 4.5, end = x + LegendLayout.SwatchWidth;
            SeriesStyle style = entry.Style ?? SeriesStyle.At(0);
            StringBuilder stroke = new($"M{SvgWriter.N(x)} {SvgWriter.N(middle)}H{SvgWriter.N(end)}");
            switch (entry.Mark)
            {
                case Line line:
                    svg.Path($"line {style.Stroke}", stroke, ("stroke-dasharray", LineDrawing.DashOf(line, style)));
                    if (line.Points) Markers.Draw(svg, style, [((x + end) / 2, middle)], Markers.OnLines, "");
                    break;
                case Scatter scatter:
                    Markers.Draw(svg, style, [((x + end) / 2, middle)], Math.Clamp(scatter.Size, 5, 9), "");
                    break;
                case Rule:
                    svg.Path(AnnotationDrawing.ClassesOf(entry.Style), stroke);
                    break;
                case Segments:
                    svg.Path("edge " + entry.Style?.Stroke, stroke);
                    break;
                default:
                    svg.Rectangle($"bar {style.Fill}", x + 5, middle - 5.5, 12, 11);
                    break;
            }

            svg.Text("", end + 6, top + entry.Y, entry.Text);
        }
    }
}

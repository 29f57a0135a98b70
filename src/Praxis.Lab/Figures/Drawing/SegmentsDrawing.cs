using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws straight lines, in quiet ink unless a colour was chosen.</summary>
internal static class SegmentsDrawing
{
    public static void Draw(SvgWriter svg, PanelLayout layout, Segments segments, SeriesStyle? style)
    {
        StringBuilder path = new();
        foreach (Segment segment in segments.Items)
        {
            double x0 = layout.X.At(segment.X0), y0 = layout.Y.At(segment.Y0), x1 = layout.X.At(segment.X1), y1 = layout.Y.At(segment.Y1);
            if (double.IsNaN(x0 + y0 + x1 + y1)) continue;
            path.Append($"M{SvgWriter.N(x0)} {SvgWriter.N(y0)}L{SvgWriter.N(x1)} {SvgWriter.N(y1)}");
        }

        svg.Path(style is { } chosen ? $"edge {chosen.Stroke}" : "edge", path);
    }
}

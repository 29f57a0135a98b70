using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws a histogram as one stepped outline, so that several may overlap.</summary>
internal static class HistogramDrawing
{
    public static void Draw(SvgWriter svg, PanelLayout layout, Histogram histogram, SeriesStyle style)
    {
        string root = SvgWriter.N(layout.Y.At(layout.Y.Base));
        double first = layout.X.At(histogram.Edges[0]);
        StringBuilder path = new($"M{SvgWriter.N(double.IsNaN(first) ? layout.X.Start : first)} {root}");
        for (int i = 0; i < histogram.Counts.Count; i++)
        {
            double top = layout.Y.At(histogram.Counts[i]), right = layout.X.At(histogram.Edges[i + 1]);
            if (double.IsNaN(right)) continue;
            path.Append($"V{(double.IsNaN(top) ? root : SvgWriter.N(top))}H{SvgWriter.N(right)}");
        }

        path.Append($"V{root}z");
        svg.Path($"steps {style.Fill} {style.Stroke}", path);
    }
}

using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws filled shapes and the labels that fit into them.</summary>
internal static class PolygonsDrawing
{
    public static void Draw(SvgWriter svg, PanelLayout layout, Polygons polygons, SeriesStyle style)
    {
        foreach (Polygon polygon in polygons.Items)
        {
            Point[] corners = [.. polygon.Points
                .Select(point => new Point(layout.X.At(point.X), layout.Y.At(point.Y)))
                .Where(point => !double.IsNaN(point.X) && !double.IsNaN(point.Y))];
            if (corners.Length < 3) continue;
            StringBuilder path = new();
            foreach (Point corner in corners)
                path.Append(path.Length == 0 ? 'M' : 'L').Append($"{SvgWriter.N(corner.X)} {SvgWriter.N(corner.Y)}");
            path.Append('z');

            bool colored = polygon.Value is not null && layout.Colors is not null;
            string fill = colored
                ? layout.Colors!.ClassOf(polygon.Value!.Value)
                : $"tint {(polygon.Color is { } color ? SeriesStyle.At(color) : style).Fill}";
            svg.Path($"shape {fill}", path);

            if (polygon.Label is not { Length: > 0 } label) continue;
            Point center = Centroid(corners);
            double width = TextMetrics.Width(label, ChartStyle.FontSize);
            if (WidthAt(corners, center.Y - 6) < width + 4 || WidthAt(corners, center.Y + 6) < width + 4) continue;
            svg.Text(colored && layout.Colors!.IsStrong(polygon.Value!.Value) ? "reversed" : "", center.X, center.Y + 4.5, label, "middle");
        }
    }

    private static Point Centroid(Point[] corners)
    {
        double area = 0, x = 0, y = 0;
        for (int i = 0; i < corners.Length; i++)
        {
            (Point a, Point b) = (corners[i], corners[(i + 1) % corners.Length]);
            double cross = a.X * b.Y - b.X * a.Y;
            area += cross;
            x += (a.X + b.X) * cross;
            y += (a.Y + b.Y) * cross;
        }

        return Math.Abs(area) < 1e-9
            ? new Point(corners.Average(corner => corner.X), corners.Average(corner => corner.Y))
            : new Point(x / (3 * area), y / (3 * area));
    }

    /// <summary>How wide the shape is along a horizontal line.</summary>
    private static double WidthAt(Point[] corners, double y)
    {
        Extent crossings = new(AxisScale.Linear);
        for (int i = 0; i < corners.Length; i++)
        {
            (Point a, Point b) = (corners[i], corners[(i + 1) % corners.Length]);
            if (a.Y <= y != b.Y <= y) crossings.Include(a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X));
        }

        return crossings.IsEmpty ? 0 : crossings.High - crossings.Low;
    }
}

using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws a matrix: one path for each colour, neighbouring cells of the same colour as one.</summary>
internal static class HeatMapDrawing
{
    public static void Draw(SvgWriter svg, PanelLayout layout, HeatMap map)
    {
        if (layout.Colors is not { } colors || map.Values is not [{ Count: > 0 } first, ..]) return;
        double[] xs = Edges(layout.X, map.XEdges, first.Count, nameof(HeatMap.XEdges));
        double[] ys = Edges(layout.Y, map.YEdges, map.Values.Count, nameof(HeatMap.YEdges));
        SortedDictionary<string, StringBuilder> paths = new(StringComparer.Ordinal);
        for (int row = 0; row < map.Values.Count; row++)
        {
            IReadOnlyList<double> values = map.Values[row];
            for (int column = 0, next; column < values.Count; column = next)
            {
                string color = colors.ClassOf(values[column]);
                for (next = column + 1; next < values.Count && colors.ClassOf(values[next]) == color;) next++;
                if (!paths.TryGetValue(color, out StringBuilder? path)) paths[color] = path = new StringBuilder();
                path.Append($"M{SvgWriter.N(xs[column])} {SvgWriter.N(ys[row])}H{SvgWriter.N(xs[next])}V{SvgWriter.N(ys[row + 1])}H{SvgWriter.N(xs[column])}z");
            }
        }

        foreach ((string color, StringBuilder path) in paths)
            svg.Path($"cells {color}", path);
        if (map.ShowValues) DrawValues(svg, colors, map, xs, ys);
    }

    private static void DrawValues(SvgWriter svg, ColorScale colors, HeatMap map, double[] xs, double[] ys)
    {
        for (int row = 0; row < map.Values.Count; row++)
        {
            for (int column = 0; column < map.Values[row].Count; column++)
            {
                double value = map.Values[row][column];
                string text = NumberText.Short(value);
                double width = Math.Abs(xs[column + 1] - xs[column]), height = Math.Abs(ys[row + 1] - ys[row]);
                if (TextMetrics.Width(text, ChartStyle.FontSize) + 3 > width || height < ChartStyle.FontSize + 1) continue;
                svg.Text(colors.IsStrong(value) ? "reversed" : "", (xs[column] + xs[column + 1]) / 2, (ys[row] + ys[row + 1]) / 2 + 4.5, text, "middle");
            }
        }
    }

    private static double[] Edges(PlotAxis axis, IReadOnlyList<double>? edges, int cells, string name)
    {
        if (edges is null) return [.. Enumerable.Range(0, cells + 1).Select(edge => axis.At(edge - 0.5))];
        if (edges.Count != cells + 1)
            throw new ArgumentException($"A heat map with {cells} cells along this side needs {cells + 1} {name}, not {edges.Count}.", name);
        return [.. edges.Select(edge => axis.At(edge) is var place && double.IsNaN(place) ? axis.Start : place)];
    }
}

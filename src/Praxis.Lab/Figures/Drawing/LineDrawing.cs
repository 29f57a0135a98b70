using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws lines and their bands.</summary>
internal static class LineDrawing
{
    private const int MostPointsDrawnAsTheyAre = 2000;

    public static string? DashOf(Line line, SeriesStyle style) =>
        line.Dashed ? SeriesStyle.ChosenDash : line.Points || style.Dash.Length == 0 ? null : style.Dash;

    public static void Draw(SvgWriter svg, PanelLayout layout, Line line, SeriesStyle style)
    {
        if (line is { Low: { } low, High: { } high })
        {
            StringBuilder band = new();
            foreach (List<(double X, double Y, double Y2)> run in Runs(layout, line.X, low, high))
            {
                Append(band, run.Select(point => (point.X, point.Y)), 'M');
                Append(band, Enumerable.Reverse(run).Select(point => (point.X, point.Y2)), 'L');
                band.Append('Z');
            }

            svg.Path($"band {style.Fill}", band);
        }

        StringBuilder path = new();
        List<(double X, double Y)> alone = [];
        foreach (List<(double X, double Y, double Y2)> run in Runs(layout, line.X, line.Y, line.Y))
        {
            (double X, double Y)[] points = [.. run.Select(point => (point.X, point.Y))];
            if (points.Length == 1) alone.Add(points[0]);
            else Append(path, Thinned(points), 'M');
        }

        svg.Path($"line {style.Stroke}", path, ("stroke-dasharray", DashOf(line, style)));
        if (line.Points)
            Markers.Draw(svg, style, line.X.Select((x, i) => (layout.X.At(x), layout.Y.At(line.Y[i]))), Markers.OnLines, "");
        else if (alone.Count > 0)
            Markers.Draw(svg, style, alone, 4, "");
    }

    /// <summary>The stretches between values that have no place.</summary>
    private static IEnumerable<List<(double X, double Y, double Y2)>> Runs(
        PanelLayout layout, IReadOnlyList<double> xs, IReadOnlyList<double> ys, IReadOnlyList<double> y2s)
    {
        List<(double X, double Y, double Y2)> run = [];
        for (int i = 0; i < xs.Count; i++)
        {
            (double x, double y, double y2) = (layout.X.At(xs[i]), layout.Y.At(ys[i]), layout.Y.At(y2s[i]));

            // A band that reaches zero on a logarithmic axis reaches its end.
            if (double.IsFinite(ys[i]) && double.IsFinite(y2s[i]) && double.IsNaN(y) && !double.IsNaN(y2)) y = layout.Y.Start;
            if (!double.IsNaN(x) && !double.IsNaN(y) && !double.IsNaN(y2))
            {
                run.Add((x, y, y2));
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }

        if (run.Count > 0) yield return run;
    }

    /// <summary>Of very many points, the first, lowest, highest and last of every pixel: the picture is the same.</summary>
    private static IEnumerable<(double X, double Y)> Thinned((double X, double Y)[] points)
    {
        if (points.Length <= MostPointsDrawnAsTheyAre) return points;
        for (int i = 1; i < points.Length; i++)
        {
            if (points[i].X < points[i - 1].X) return points;
        }

        return points.GroupBy(point => Math.Floor(point.X)).SelectMany(pixel => new[]
        {
            pixel.First(), pixel.MinBy(point => point.Y), pixel.MaxBy(point => point.Y), pixel.Last(),
        });
    }

    private static void Append(StringBuilder path, IEnumerable<(double X, double Y)> points, char first)
    {
        char command = first;
        foreach ((double x, double y) in points)
        {
            path.Append(command).Append(SvgWriter.N(x)).Append(' ').Append(SvgWriter.N(y));
            command = 'L';
        }
    }
}

using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws points of one series as a single path, each series with its own shape.</summary>
internal static class Markers
{
    /// <summary>The size of points on lines.</summary>
    public const double OnLines = 7;

    private const int Shapes = 5;

    public static void Draw(SvgWriter svg, SeriesStyle style, IEnumerable<(double X, double Y)> places, double size, string classes)
    {
        StringBuilder path = new();
        HashSet<(double, double)> drawn = [];
        int shape = style.Index % Shapes;
        string outline = Outline(shape, size);
        foreach ((double x, double y) in places)
        {
            if (double.IsNaN(x) || double.IsNaN(y)) continue;

            // Points that fall on the same spot look like one.
            (double, double) spot = (Math.Round(x, 1), Math.Round(y, 1));
            if (drawn.Add(spot)) path.Append($"M{SvgWriter.N(x)} {SvgWriter.N(y)}").Append(outline);
        }

        // A stroke without length and with round ends is the shortest way to write a disc.
        if (shape == 0) svg.Path($"dots {style.Stroke} {classes}".TrimEnd(), path, ("stroke-width", SvgWriter.N(size)));
        else svg.Path($"{style.Fill} {classes}".TrimEnd(), path);
    }

    private static string Outline(int shape, double size)
    {
        string half = SvgWriter.N(size * 0.5), wide = SvgWriter.N(size * 0.6), full = SvgWriter.N(size * 1.2), side = SvgWriter.N(size * 0.9), halfSide = SvgWriter.N(size * 0.45);
        return shape switch
        {
            0 => "h0",
            1 => $"m-{wide} 0l{wide}-{wide} {wide} {wide}-{wide} {wide}z",
            2 => $"m-{wide} {half}l{wide}-{full} {wide} {full}z",
            3 => $"m-{halfSide}-{halfSide}h{side}v{side}h-{side}z",
            _ => $"m-{wide}-{half}l{wide} {full} {wide}-{full}z",
        };
    }
}

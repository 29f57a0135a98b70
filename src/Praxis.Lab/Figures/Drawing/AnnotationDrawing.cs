using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws rules and labels over everything else; texts of rules keep out of each other's way.</summary>
internal static class AnnotationDrawing
{
    public static string ClassesOf(SeriesStyle? style) => style is { } chosen ? $"rule {chosen.Stroke}" : "rule";

    public static void Draw(SvgWriter svg, PanelLayout layout)
    {
        List<Box> taken = [];
        for (int i = 0; i < layout.Panel.Marks.Count; i++)
        {
            switch (layout.Panel.Marks[i])
            {
                case Rule rule:
                    DrawRule(svg, layout, rule, layout.Styles[i], taken);
                    break;
                case Label label when !double.IsNaN(layout.X.At(label.X) + layout.Y.At(label.Y)):
                    double half = TextMetrics.Width(label.Text, ChartStyle.FontSize) / 2;
                    double x = Math.Clamp(layout.X.At(label.X), Math.Min(half, layout.Width / 2), Math.Max(layout.Width - half, layout.Width / 2));
                    double y = layout.Y.At(label.Y) + 4.5;
                    taken.Add(new Box(x - half, y - 13, x + half, y + 4));
                    svg.Text("halo", x, y, label.Text, "middle");
                    break;
            }
        }
    }

    private static void DrawRule(SvgWriter svg, PanelLayout layout, Rule rule, SeriesStyle? style, List<Box> taken)
    {
        Box plot = layout.Plot;
        double place = (rule.Vertical ? layout.X : layout.Y).At(rule.Value);
        if (double.IsNaN(place)) return;
        if (rule.Vertical ? place < plot.Left - 1 || place > plot.Right + 1 : place < plot.Top - 1 || place > plot.Bottom + 1) return;

        StringBuilder path = rule.Vertical
            ? new($"M{SvgWriter.N(place)} {SvgWriter.N(plot.Top)}V{SvgWriter.N(plot.Bottom)}")
            : new($"M{SvgWriter.N(plot.Left)} {SvgWriter.N(place)}H{SvgWriter.N(plot.Right)}");
        svg.Path(ClassesOf(style), path);
        if (rule.Label.Length == 0) return;

        double width = TextMetrics.Width(rule.Label, ChartStyle.FontSize);
        Box[] choices = [.. rule.Vertical ? BesideVertical(plot, place, width) : BesideHorizontal(plot, place, width)];
        Box box = choices.FirstOrDefault(choice => plot.Holds(choice) && !taken.Any(choice.Overlaps), choices[0]);
        taken.Add(box);
        svg.Text("halo", box.Left, box.Bottom - 4, rule.Label);
    }

    private static IEnumerable<Box> BesideHorizontal(Box plot, double y, double width)
    {
        const double Height = 17;
        double right = plot.Right - 4, left = plot.Left + 6, middle = (plot.Left + plot.Right - width) / 2;
        foreach (double start in new[] { right - width, left, middle })
        {
            yield return new Box(start, y - Height, start + width, y);
            yield return new Box(start, y + 1, start + width, y + 1 + Height);
        }
    }

    private static IEnumerable<Box> BesideVertical(Box plot, double x, double width)
    {
        const double Height = 17, Gap = 5;
        const int Rows = 6;
        for (int row = 0; row < Rows; row++)
        {
            double top = plot.Top + 1 + row * Height;
            yield return new Box(x + Gap, top, x + Gap + width, top + Height);
            yield return new Box(x - Gap - width, top, x - Gap, top + Height);
        }
    }
}

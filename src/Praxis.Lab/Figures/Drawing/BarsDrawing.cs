using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>Draws bars, standing or lying, with the whiskers of their intervals.</summary>
internal static class BarsDrawing
{
    private const double GroupWidth = 0.74;

    public static void Draw(SvgWriter svg, PanelLayout layout, Bars bars, SeriesStyle style, int group, int groups)
    {
        (PlotAxis positions, PlotAxis values) = layout.BarsLie ? (layout.Y, layout.X) : (layout.X, layout.Y);
        StringBuilder shapes = new(), whiskers = new();
        double width = GroupWidth / groups;
        double root = values.At(values.Base);
        for (int i = 0; i < bars.Values.Count; i++)
        {
            double from = positions.At(i - GroupWidth / 2 + group * width + (groups > 1 ? 0.02 : 0));
            double to = positions.At(i - GroupWidth / 2 + (group + 1) * width - (groups > 1 ? 0.02 : 0));
            double tip = values.At(bars.Values[i]);
            if (!double.IsNaN(tip)) shapes.Append(Bar(layout.BarsLie, from, to, root, tip));
            if (bars.Low is not null && bars.High is not null)
                whiskers.Append(Whisker(layout.BarsLie, (from + to) / 2, Math.Min(5, Math.Abs(to - from) / 3), values.At(bars.Low[i]), values.At(bars.High[i])));
        }

        svg.Path($"bar {style.Fill}", shapes);
        svg.Path("whisker", whiskers);
    }

    private static string Bar(bool lies, double from, double to, double root, double tip) => lies
        ? $"M{SvgWriter.N(root)} {SvgWriter.N(from)}H{SvgWriter.N(tip)}V{SvgWriter.N(to)}H{SvgWriter.N(root)}z"
        : $"M{SvgWriter.N(from)} {SvgWriter.N(root)}V{SvgWriter.N(tip)}H{SvgWriter.N(to)}V{SvgWriter.N(root)}z";

    private static string Whisker(bool lies, double middle, double half, double low, double high)
    {
        if (double.IsNaN(low) || double.IsNaN(high)) return "";
        (string m, string a, string b) = (SvgWriter.N(middle), SvgWriter.N(low), SvgWriter.N(high));
        (string left, string across) = (SvgWriter.N(middle - half), SvgWriter.N(2 * half));
        return lies
            ? $"M{a} {m}H{b}M{a} {left}v{across}M{b} {left}v{across}"
            : $"M{m} {a}V{b}M{left} {a}h{across}M{left} {b}h{across}";
    }
}

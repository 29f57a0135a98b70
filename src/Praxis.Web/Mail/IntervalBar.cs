using System.Globalization;
using System.Net;
using System.Text;
using Praxis.Lab;

namespace Praxis.Web.Mail;

/// <summary>
/// A figure of one measurement that every mail program draws: tables of one row whose cells are as wide as what they stand for. Above the line the claimed threshold at its mark, on
/// the line the interval in the verdict's colour, the line green where the claim holds, below it the numbers at the interval.
/// </summary>
internal static class IntervalBar
{
    private const double Margin = 0.15;
    private const double Tick = 0.8;
    private const double Narrowest = 2;

    // A label nearer to an end than this stands against its mark instead of around it, so that it has room on a phone.
    private const double Edge = 36;

    /// <summary>The figure; in words alone when the numbers cannot be drawn.</summary>
    /// <param name="check">The judged check.</param>
    /// <param name="unit">Its unit; "1" for a pure number.</param>
    public static string Html(CheckJudgement check, string unit)
    {
        if (Segments(check) is not { } segments) return Words(check, unit);
        var row = new StringBuilder();
        double start = 0;
        var (mark, interval) = ((Left: 0.0, Right: 0.0), (Left: 100.0, Right: 0.0));
        var hasPassed = false;
        foreach (var (kind, width) in segments)
        {
            var end = start + width;
            if (kind == BarCell.Threshold) (mark, hasPassed) = ((start, end), true);
            if (kind == BarCell.Interval) interval = (Math.Min(interval.Left, start), end);
            var line = kind == BarCell.Threshold ? TickColour : hasPassed == (check.Side == Side.AtLeast) ? HoldsColour : LineColour;
            var fill = kind switch { BarCell.Threshold => $";background:{TickColour}", BarCell.Interval => $";background:{Colour(check.Verdict)}", _ => "" };
            row.Append(CultureInfo.InvariantCulture, $"<td width=\"{width:0.#}%\" style=\"height:12px;font-size:1px;line-height:12px;padding:0;border-bottom:3px solid {line}{fill}\">&nbsp;</td>");
            start = end;
        }
        return Label(Wording.Bar(check, unit), mark, 6) + Table(row.ToString(), 0) + Label(Wording.Estimate(check, unit), interval, 0);
    }

    /// <summary>The same in words.</summary>
    public static string Words(CheckJudgement check, string unit) => $"<p style=\"margin:2px 0 0;font-size:13px\">{WebUtility.HtmlEncode(Wording.Measured(check, unit))}</p>\n";

    // A text at a place of the line: around its middle, or, near an end, from there inwards.
    private static string Label(string text, (double Left, double Right) at, int above)
    {
        var middle = (at.Left + at.Right) / 2;
        var (from, to, align) = middle < Edge ? (at.Left, 100, "left") : middle > 100 - Edge ? (0, at.Right, "right") : (Math.Max(0, (2 * middle) - 100), Math.Min(100, 2 * middle), "center");
        var cells = new StringBuilder();
        if (from > 0) cells.Append(CultureInfo.InvariantCulture, $"<td width=\"{from:0.#}%\"></td>");
        cells.Append(CultureInfo.InvariantCulture, $"<td width=\"{to - from:0.#}%\" align=\"{align}\" style=\"padding:0;font-size:13px;line-height:18px\">{WebUtility.HtmlEncode(text)}</td>");
        if (to < 100) cells.Append(CultureInfo.InvariantCulture, $"<td width=\"{100 - to:0.#}%\"></td>");
        return Table(cells.ToString(), above);
    }

    private static string Table(string cells, int above) => string.Create(CultureInfo.InvariantCulture,
        $"<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" style=\"table-layout:fixed;border-collapse:collapse{(above > 0 ? $";margin-top:{above}px" : "")}\"><tr>{cells}</tr></table>\n");

    /// <summary>The cells from left to right with their widths in percent, which sum to 100; null when the numbers cannot be drawn.</summary>
    internal static IReadOnlyList<(BarCell Kind, double Width)>? Segments(CheckJudgement check)
    {
        var (low, high, threshold) = (check.Low, check.High, check.Threshold);
        if (!double.IsFinite(low) || !double.IsFinite(high) || !double.IsFinite(threshold) || low > high) return null;
        var (least, most) = (Math.Min(low, threshold), Math.Max(high, threshold));
        var span = most - least;
        if (!double.IsFinite(span) || span <= 0) return null;
        double At(double value) => 100 * (Margin + ((value - least) / span * (1 - (2 * Margin))));
        var (left, right, mark) = (At(low), At(high), At(threshold));
        // A value without width, as of a worst case, is a thin bar.
        if (right - left < Narrowest) (left, right) = (((left + right) / 2) - (Narrowest / 2), ((left + right) / 2) + (Narrowest / 2));
        // The tick is cut out of whatever lies beneath it.
        var (from, to) = (mark - (Tick / 2), mark + (Tick / 2));
        var cuts = new SortedSet<double> { 0, 100, left, right, from, to }.ToList();
        var cells = new List<(BarCell, double)>();
        for (var i = 0; i + 1 < cuts.Count; i++)
        {
            var middle = (cuts[i] + cuts[i + 1]) / 2;
            cells.Add((middle > from && middle < to ? BarCell.Threshold : middle > left && middle < right ? BarCell.Interval : BarCell.Empty, cuts[i + 1] - cuts[i]));
        }
        return cells;
    }

    // Colours of a middle lightness, to be seen on white and on black.
    private const string HoldsColour = "#2e9e68";
    private const string TickColour = "#7d8794";
    private const string LineColour = "#b4bac2";

    private static string Colour(Verdict verdict) => verdict switch { Verdict.Holds => HoldsColour, Verdict.Fails => "#d9534f", _ => "#b98a1f" };
}

/// <summary>What a cell of the bar stands for.</summary>
internal enum BarCell
{
    /// <summary>Nothing.</summary>
    Empty,

    /// <summary>The interval.</summary>
    Interval,

    /// <summary>The threshold.</summary>
    Threshold,
}

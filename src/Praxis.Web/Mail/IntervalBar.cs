using System.Globalization;
using System.Net;
using System.Text;
using Praxis.Lab;

namespace Praxis.Web.Mail;

/// <summary>
/// An interval against its threshold as a table of one row, which every mail program draws: cells as wide as what they stand for, the interval's cells filled in the verdict's
/// colour, a dark cell at the threshold. The numbers stand below it as text.
/// </summary>
internal static class IntervalBar
{
    private const double Margin = 0.15;
    private const double Tick = 1.5;
    private const double Narrowest = 2;

    /// <summary>The bar and its caption.</summary>
    public static string Html(CheckJudgement check, string measured)
    {
        var caption = $"<p style=\"margin:2px 0 0;font-size:13px\">{WebUtility.HtmlEncode(measured)}</p>\n";
        if (Segments(check) is not { } segments) return caption;
        var row = new StringBuilder();
        foreach (var (kind, width) in segments)
            row.Append(CultureInfo.InvariantCulture, $"<td width=\"{width:0.#}%\" style=\"width:{width:0.#}%;height:10px;font-size:1px;line-height:10px;padding:0;{Style(kind, check.Verdict)}\">&nbsp;</td>");
        return $"<table role=\"presentation\" width=\"100%\" cellspacing=\"0\" cellpadding=\"0\" border=\"0\" style=\"margin:4px 0 0;table-layout:fixed;border-collapse:collapse\"><tr>{row}</tr></table>\n{caption}";
    }

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
    private static string Style(BarCell kind, Verdict verdict) => kind switch
    {
        BarCell.Threshold => "background:#7d8794",
        BarCell.Interval => $"background:{verdict switch { Verdict.Holds => "#2e9e68", Verdict.Fails => "#d9534f", _ => "#b98a1f" }}",
        _ => "border-bottom:1px solid #8a929b",
    };
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

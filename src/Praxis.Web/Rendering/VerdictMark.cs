using Microsoft.AspNetCore.Html;
using Praxis.Lab;

namespace Praxis.Web.Rendering;

/// <summary>Verdicts as marks: told apart by shape and word, the colour only helps.</summary>
internal static class VerdictMark
{
    private const string Holds = """<circle cx="8" cy="8" r="6.2"/>""";
    private const string Fails = """<path class="stroke" d="M3 3l10 10M13 3L3 13"/>""";
    private const string Inconclusive = """<circle class="stroke" cx="8" cy="8" r="5.4"/><path d="M8 2.6a5.4 5.4 0 0 0 0 10.8z"/>""";
    private const string Unchecked = """<circle class="stroke thin" cx="8" cy="8" r="5.2"/>""";

    /// <summary>The mark with its word.</summary>
    public static IHtmlContent Of(Verdict? verdict) => Of(verdict, Wording.Of(verdict));

    /// <summary>The mark with a text of the program's own, such as a count and the word.</summary>
    public static IHtmlContent Of(Verdict? verdict, string words) => new HtmlString($"<span class=\"verdict {Class(verdict)}\">{Svg(verdict)}{words}</span>");

    /// <summary>The mark alone, for a place where the word stands beside it.</summary>
    public static IHtmlContent Shape(Verdict? verdict) => new HtmlString($"<span class=\"verdict {Class(verdict)}\">{Svg(verdict)}</span>");

    /// <summary>The class that gives the colour.</summary>
    public static string Class(Verdict? verdict) => verdict is null ? "unchecked" : Wording.Of(verdict);

    /// <summary>The sign beside a notice.</summary>
    public static IHtmlContent Notice { get; } = new HtmlString(
        """<svg class="mark" viewBox="0 0 16 16" aria-hidden="true"><path class="stroke" d="M8 2.2 14.6 13.6H1.4z"/><path class="stroke" d="M8 6.4v3.4M8 11.7v.1"/></svg>""");

    private static string Svg(Verdict? verdict) => $"<svg class=\"mark\" viewBox=\"0 0 16 16\" aria-hidden=\"true\">{verdict switch
    {
        Verdict.Holds => Holds,
        Verdict.Fails => Fails,
        Verdict.Inconclusive => Inconclusive,
        _ => Unchecked,
    }}</svg>";
}

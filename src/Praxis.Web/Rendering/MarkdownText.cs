using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;

namespace Praxis.Web.Rendering;

/// <summary>Markdown as HTML or as an excerpt. HTML within it is shown as text, and links lead to web addresses only.</summary>
internal static class MarkdownText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().Build();

    /// <summary>The whole text.</summary>
    public static IHtmlContent Html(string markdown)
    {
        var document = Markdown.Parse(markdown, Pipeline);
        foreach (var link in document.Descendants<LinkInline>())
            if (!IsWebAddress(link.Url) || link.IsImage) link.Url = "";
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
            if (!link.IsEmail && !IsWebAddress(link.Url)) link.ReplaceBy(new LiteralInline(link.Url));
        return new HtmlString(document.ToHtml(Pipeline));
    }

    /// <summary>The whole as plain text, on one line.</summary>
    public static string Plain(string markdown) => string.Join(' ', Markdown.ToPlainText(markdown, Pipeline).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The beginning as plain text, cut after a sentence where one ends in time, else after a word.</summary>
    /// <param name="markdown">The text.</param>
    /// <param name="length">At most so many characters.</param>
    public static string Excerpt(string markdown, int length = 330) => PlainText.Excerpt(Markdown.ToPlainText(markdown, Pipeline), length);

    private static bool IsWebAddress(string? url) => WebLink.Of(url) is not null;
}

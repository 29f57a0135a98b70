using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using Microsoft.AspNetCore.Html;
using Praxis.Feed;
using Praxis.Web.Rendering;

namespace Praxis.Web.Accounts.Comments;

/// <summary>What readers write, as HTML: Markdown without raw HTML, images and headings; links lead to web addresses only.</summary>
internal static class CommentText
{
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder().DisableHtml().DisableHeadings().UseAutoLinks().Use<MentionExtension>().Build();

    /// <summary>The text without signs that no reader sees; what is wrong with it, or null.</summary>
    public static (string Text, string? Problem) Read(string? typed)
    {
        var text = TypedText.Lines(typed);
        if (text.Length == 0) return (text, "Write something first.");
        if (text.Length > PeopleLimits.LongestComment) return (text, $"A comment has at most {PeopleLimits.LongestComment:N0} characters; this one has {text.Length:N0}.");
        try
        {
            Html(text, new Dictionary<string, string>());
            return (text, null);
        }
        catch (ArgumentException)
        {
            return (text, "Lists or quotations are nested too deeply to be shown.");
        }
    }

    /// <summary>The names that a text mentions, each once, in order.</summary>
    public static IReadOnlyList<string> Mentions(string text) =>
        [.. Markdown.Parse(text, Pipeline).Descendants<Mention>().Select(mention => mention.Name).DistinctBy(AccountName.Key)];

    /// <summary>The text as HTML.</summary>
    /// <param name="text">The text, as <see cref="Read"/> took it.</param>
    /// <param name="names">The names of accounts by their keys; other mentions stay plain text.</param>
    public static IHtmlContent Html(string text, IReadOnlyDictionary<string, string> names)
    {
        var document = Markdown.Parse(text, Pipeline);
        foreach (var mention in document.Descendants<Mention>())
            mention.Account = names.GetValueOrDefault(AccountName.Key(mention.Name));
        foreach (var link in document.Descendants<LinkInline>().ToList())
        {
            if (WebLink.Of(link.Url) is not { } address)
            {
                link.MoveChildrenAfter(link);
                link.Remove();
                continue;
            }
            // An image would tell its server who reads here; the link shows the reader where it leads.
            link.IsImage = false;
            link.Url = address;
            link.GetAttributes().AddProperty("rel", "nofollow ugc noreferrer");
        }
        foreach (var link in document.Descendants<AutolinkInline>().ToList())
        {
            if (link.IsEmail || WebLink.Of(link.Url) is null) link.ReplaceBy(new LiteralInline(link.Url));
            else link.GetAttributes().AddProperty("rel", "nofollow ugc noreferrer");
        }
        return new HtmlString(document.ToHtml(Pipeline));
    }

    /// <summary>The beginning as plain text.</summary>
    public static string Excerpt(string text, int length = 160) => PlainText.Excerpt(Markdown.ToPlainText(text, Pipeline), length);
}

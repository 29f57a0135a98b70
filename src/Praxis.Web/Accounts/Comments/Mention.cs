using Markdig;
using Markdig.Helpers;
using Markdig.Parsers;
using Markdig.Parsers.Inlines;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax.Inlines;
using Praxis.Feed;

namespace Praxis.Web.Accounts.Comments;

/// <summary>A name after an @ in a comment.</summary>
internal sealed class Mention(string name) : LeafInline
{
    /// <summary>The name as it is written.</summary>
    public string Name { get; } = name;

    /// <summary>The account's own spelling of the name, or null while no account is known to have it.</summary>
    public string? Account { get; set; }
}

/// <summary>Finds mentions where text is text: not in code, not in addresses, not inside a word.</summary>
internal sealed class MentionParser : InlineParser
{
    public MentionParser() => OpeningCharacters = ['@'];

    public override bool Match(InlineProcessor processor, ref StringSlice slice)
    {
        var before = slice.PeekCharExtra(-1);
        if (char.IsLetterOrDigit(before) || before is '@' or '.' or '/' or '_' or '-') return false;
        var length = 0;
        while (AccountName.Allows(slice.PeekChar(length + 1))) length++;
        var name = slice.Text.Substring(slice.Start + 1, length);
        // A sentence may end with a hyphen or underscore that is no part of the name.
        name = name.TrimEnd('-', '_');
        if (AccountName.Problem(name) is not null) return false;
        processor.Inline = new Mention(name);
        slice.Start += name.Length + 1;
        return true;
    }
}

/// <summary>Writes a mention: a link to the reader's page, or plain text when there is no such reader.</summary>
internal sealed class MentionRenderer : HtmlObjectRenderer<Mention>
{
    protected override void Write(HtmlRenderer renderer, Mention obj)
    {
        // Names have letters, digits, hyphens and underscores only.
        if (obj.Account is { } account) renderer.Write("<a class=\"mention\" href=\"/people/").Write(account).Write("\">@").Write(account).Write("</a>");
        else renderer.Write("@").Write(obj.Name);
    }
}

/// <summary>Brings mentions into a Markdown pipeline.</summary>
internal sealed class MentionExtension : IMarkdownExtension
{
    public void Setup(MarkdownPipelineBuilder pipeline) => pipeline.InlineParsers.InsertBefore<EscapeInlineParser>(new MentionParser());

    public void Setup(MarkdownPipeline pipeline, IMarkdownRenderer renderer)
    {
        if (renderer is HtmlRenderer html) html.ObjectRenderers.AddIfNotAlready<MentionRenderer>();
    }
}

using Microsoft.AspNetCore.Html;
using Praxis.Feed;

namespace Praxis.Web.Rendering;

/// <summary>Text with the words that were searched for between marks; everything of it is encoded.</summary>
internal static class MarkedText
{
    public static IHtmlContent Html(IReadOnlyList<TextPart> parts)
    {
        var content = new HtmlContentBuilder();
        foreach (var part in parts)
        {
            if (part.Marked) content.AppendHtml("<mark>").Append(part.Text).AppendHtml("</mark>");
            else content.Append(part.Text);
        }
        return content;
    }
}

using Praxis.Feed;
using Praxis.Web.Rendering;

namespace Praxis.Web.Api;

/// <summary>A paper offered while a query is typed.</summary>
/// <param name="Slug">The slug.</param>
/// <param name="Title">The title in pieces; plain text.</param>
/// <param name="Year">The year of publication, or null.</param>
internal sealed record Suggestion(string Slug, IReadOnlyList<TextPart> Title, int? Year)
{
    public static Suggestion Of(CatalogueEntry entry, Highlighter marks) => new(entry.Slug, marks.Mark(MathText.Plain(entry.Title)), entry.Published?.Year);
}

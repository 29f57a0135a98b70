using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Web.Api;

/// <summary>A paper in a listing, on the site and on the command line; its JSON names are these in camelCase.</summary>
/// <param name="Slug">The slug.</param>
/// <param name="Title">The title.</param>
/// <param name="Family">The family, or null without a room.</param>
/// <param name="Kind">The kind, or null without a room.</param>
/// <param name="Published">The date, to the day or to the month, or null.</param>
/// <param name="Runnable">Whether the paper has a study.</param>
/// <param name="Verdicts">The recorded verdicts by claim id; null for a claim out of reach.</param>
public sealed record PaperListing(
    string Slug, string Title, string? Family, PaperKind? Kind, string? Published, bool Runnable, IReadOnlyDictionary<string, Verdict?> Verdicts)
{
    /// <summary>The listing of an entry of the catalogue.</summary>
    public static PaperListing Of(CatalogueEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return new(entry.Slug, entry.Title, entry.Family, entry.Kind, entry.Published?.ToString(), entry.Runnable, entry.Verdicts);
    }
}

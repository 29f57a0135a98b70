using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Rendering;

namespace Praxis.Web.Pages;

/// <summary>A paper as lists show it.</summary>
/// <param name="Entry">The catalogue's entry.</param>
/// <param name="Paper">What its room says, or null.</param>
/// <param name="Day">The day under which the card stands, or null: a date that says the same is left out.</param>
internal sealed record CardModel(CatalogueEntry Entry, Paper? Paper, DateOnly? Day = null)
{
    private const int LongestNames = 60;

    /// <summary>Our summary, or the beginning of the abstract when there is no room.</summary>
    public string Excerpt => Entry.Summary.Length > 0
        ? MarkdownText.Excerpt(Entry.Summary)
        : PlainText.Excerpt(Entry.Abstract ?? "");

    /// <summary>The organisation, else the names of a few authors, else their number.</summary>
    public string? By =>
        Entry.OrganisationName
        ?? (Entry.Authors is { } names && names.Length <= LongestNames ? names
            : Entry.AuthorCount is { } count ? (count == 1 ? "1 author" : $"{count} authors")
            : Entry.Authors);

    /// <summary>How many people stand behind an organisation, where both are known.</summary>
    public string? Authors => Entry.OrganisationName is not null && Entry.AuthorCount is { } count ? (count == 1 ? "1 author" : $"{count} authors") : null;

    /// <summary>The date, unless the day above says it.</summary>
    public PublicationDate? Published => Entry.Published is { Day: not null } published && published.Earliest == Day ? null : Entry.Published;

    /// <summary>The recorded verdicts.</summary>
    public VerdictCounts Verdicts => VerdictCounts.Of(Entry.Verdicts, Paper);
}

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
    private const int ExcerptLength = 330;

    /// <summary>What marks the words that were searched for, or null on other lists.</summary>
    public Highlighter? Marks { get; init; }

    /// <summary>The title, with the words that were searched for.</summary>
    public IReadOnlyList<TextPart> Title => Marked(MathText.Plain(Entry.Title));

    /// <summary>The excerpt; of a search, from the summary, a claim or the abstract, whichever has most of the words.</summary>
    public IReadOnlyList<TextPart> ExcerptParts
    {
        get
        {
            if (Marks is not { IsEmpty: false } marks) return Marked(Excerpt);
            string[] texts = [MarkdownText.Plain(Entry.Summary), .. Paper?.Claims.Select(claim => claim.Says) ?? [], MathText.Plain(Entry.Abstract ?? "")];
            var best = texts.Where(text => text.Length > 0).MaxBy(marks.Count);
            return best is null ? [] : marks.Excerpt(best, ExcerptLength);
        }
    }

    private IReadOnlyList<TextPart> Marked(string text) => Marks?.Mark(text) ?? (text.Length > 0 ? [new TextPart(text, false)] : []);

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

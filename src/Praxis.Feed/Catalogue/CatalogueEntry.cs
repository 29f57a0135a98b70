using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A paper of the catalogue: what its room says, joined with what imported pages show of it.</summary>
public sealed record CatalogueEntry
{
    /// <summary>The paper's name in addresses and commands.</summary>
    public required string Slug { get; init; }

    /// <summary>The title: the room's, or as a page shows it.</summary>
    public required string Title { get; init; }

    /// <summary>The arXiv number, or null.</summary>
    public string? Arxiv { get; init; }

    /// <summary>The room's date, or a page's when the room knows none or only the month.</summary>
    public PublicationDate? Published { get; init; }

    /// <summary>The authors' names, or null when not known.</summary>
    public string? Authors { get; init; }

    /// <summary>The number of authors as the newest page shows it, else that of the names in <see cref="Authors"/>.</summary>
    public int? AuthorCount { get; init; }

    /// <summary>The organisation: the room's, or as a page shows it.</summary>
    public string? OrganisationName { get; init; }

    /// <summary>The organisation's short name as a page shows it.</summary>
    public string? OrganisationHandle { get; init; }

    /// <summary>Address of the authors' code, or null.</summary>
    public string? Code { get; init; }

    /// <summary>The family, or null when the paper has no room.</summary>
    public string? Family { get; init; }

    /// <summary>The kind of paper, or null when the paper has no room.</summary>
    public PaperKind? Kind { get; init; }

    /// <summary>The summary in our words, in Markdown; empty when the paper has no room.</summary>
    public required string Summary { get; init; }

    /// <summary>The abstract as the newest imported page shows it (plain text, hostile), or null.</summary>
    public string? Abstract { get; init; }

    /// <summary>The number of comments the newest page with such numbers shows, or null.</summary>
    public int? Comments { get; init; }

    /// <summary>Whether the paper has a study.</summary>
    public bool Runnable { get; init; }

    /// <summary>Whether the paper has a room; without one it is only known from an imported page.</summary>
    public bool HasRoom { get; init; }

    /// <summary>The recorded verdicts by claim id, in order; empty when nothing is recorded, null for a claim that is not judged here (reach none).</summary>
    public IReadOnlyDictionary<string, Verdict?> Verdicts { get; init; } = new Dictionary<string, Verdict?>();

    /// <summary>What a reader must know first.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];
}

/// <summary>A day of the feed.</summary>
/// <param name="Day">The day.</param>
/// <param name="Previous">The nearest earlier day with papers, or null.</param>
/// <param name="Next">The nearest later day with papers, or null.</param>
/// <param name="Entries">The day's papers: those of an imported page in its order, then those that stand here by their publication date.</param>
public sealed record FeedDay(DateOnly Day, DateOnly? Previous, DateOnly? Next, IReadOnlyList<CatalogueEntry> Entries);

/// <summary>A family of papers.</summary>
/// <param name="Family">Its folder's name.</param>
/// <param name="Name">Its name for people, such as <c>Randomized linear algebra</c>.</param>
/// <param name="Papers">How many papers it has.</param>
/// <param name="Runnable">How many of them can be run.</param>
public sealed record FamilyCount(string Family, string Name, int Papers, int Runnable);

/// <summary>How large the catalogue is.</summary>
/// <param name="Papers">All papers, with and without a room.</param>
/// <param name="Rooms">Papers with a room.</param>
/// <param name="Runnable">Papers with a study.</param>
/// <param name="WithVerdicts">Papers with a recorded run.</param>
/// <param name="WithNotices">Papers with a notice.</param>
public sealed record CatalogueCounts(int Papers, int Rooms, int Runnable, int WithVerdicts, int WithNotices);

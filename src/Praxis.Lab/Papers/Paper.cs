namespace Praxis.Lab;

/// <summary>An entry of the catalogue: what the front matter and the text of a room's paper.md say.</summary>
public sealed record Paper
{
    /// <summary>The paper's name in addresses and commands; equals the name of its folder.</summary>
    public required string Slug { get; init; }

    /// <summary>The title, exactly as published.</summary>
    public required string Title { get; init; }

    /// <summary>The arXiv number, such as <c>2601.11626</c>, or null.</summary>
    public string? Arxiv { get; init; }

    /// <summary>The day of publication, or only its month when no more is known, or null.</summary>
    public PublicationDate? Published { get; init; }

    /// <summary>The authors in the paper's order, or null when not known.</summary>
    public string? Authors { get; init; }

    /// <summary>The organisation behind the paper, or null.</summary>
    public string? Organisation { get; init; }

    /// <summary>Address of the authors' code, or null.</summary>
    public string? Code { get; init; }

    /// <summary>The family the paper belongs to; equals the name of the parent folder.</summary>
    public required string Family { get; init; }

    /// <summary>What kind of paper it is.</summary>
    public required PaperKind Kind { get; init; }

    /// <summary>Other spellings of the title under which a feed may show the paper.</summary>
    public IReadOnlyList<string> AlsoTitled { get; init; } = [];

    /// <summary>What a reader must know before trusting the paper.</summary>
    public IReadOnlyList<Notice> Notices { get; init; } = [];

    /// <summary>The paper's checkable statements.</summary>
    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>The summary in our words, in Markdown: all text that follows the front matter.</summary>
    public required string Summary { get; init; }

    /// <summary>The claim with the given id.</summary>
    /// <exception cref="KeyNotFoundException">The paper has no such claim.</exception>
    public Claim Claim(string id) =>
        Claims.FirstOrDefault(claim => claim.Id == id)
        ?? throw new KeyNotFoundException($"{Slug}: paper.md has no claim '{id}'; it has {string.Join(", ", Claims.Select(claim => claim.Id))}.");
}

/// <summary>What kind of work a paper is.</summary>
public enum PaperKind
{
    /// <summary>Proposes an algorithm.</summary>
    Method,
    /// <summary>Proves something.</summary>
    Theory,
    /// <summary>Measures or enumerates something.</summary>
    Study,
    /// <summary>Reviews a field.</summary>
    Survey,
    /// <summary>Applies known methods to a field.</summary>
    Application,
}

/// <summary>What a reader must know before trusting a paper.</summary>
/// <param name="Kind">What sort of warning it is.</param>
/// <param name="Reason">The reason in our words.</param>
public sealed record Notice(NoticeKind Kind, string Reason);

/// <summary>Kinds of notices.</summary>
public enum NoticeKind
{
    /// <summary>Withdrawn by its authors or its venue.</summary>
    Withdrawn,
    /// <summary>A later version or another work replaces the result.</summary>
    Superseded,
    /// <summary>A printed formula or statement is not what it must be.</summary>
    Formula,
    /// <summary>The released code does not do what the text says.</summary>
    Code,
    /// <summary>A claim is true only with a condition that its wording leaves out.</summary>
    Proviso,
}

using System.Text;

namespace Praxis.Feed;

/// <summary>The papers of one day, as one source shows them: a Daily Papers page, or the day's part of another list.</summary>
/// <param name="Name">The name of the file it was read from, for messages.</param>
/// <param name="Day">The day of the page.</param>
/// <param name="Entries">The papers, in the order of the page.</param>
/// <param name="Rejected">What stood where a paper should be and could not be read.</param>
public sealed record FeedPage(string Name, DateOnly Day, IReadOnlyList<PageEntry> Entries, IReadOnlyList<RejectedEntry> Rejected)
{
    /// <summary>Where it comes from.</summary>
    public FeedSource Source { get; init; } = new(SourceKind.Page, Name);

    /// <summary>
    /// Reads a page in either of its two layouts: title and abstract only, or followed by the number of authors (or the
    /// organisation), the date and the number of comments.
    /// </summary>
    /// <param name="reader">The page's text.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="year">
    /// The year in which the page was copied, or null for the year of <paramref name="today"/>. Dates without a year are of that
    /// year, but always of a later one than any year the page spells out: a page leaves the year out only for the current one.
    /// </param>
    /// <param name="today">The current day.</param>
    /// <exception cref="FeedException">The text is no such page: empty, binary, too large, without the heading or the date, without papers.</exception>
    public static FeedPage Parse(TextReader reader, string name, int? year, DateOnly today) =>
        new PageParser(PageText.Read(reader, name), name, year, today).Parse();

    /// <summary>Reads a page from UTF-8 bytes (or UTF-16 with a byte order mark); otherwise as the other overload.</summary>
    /// <inheritdoc cref="Parse(TextReader, string, int?, DateOnly)"/>
    public static FeedPage Parse(Stream stream, string name, int? year, DateOnly today)
    {
        using var reader = new StreamReader(stream, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        return Parse(reader, name, year, today);
    }
}

/// <summary>One paper as a page shows it.</summary>
public sealed record PageEntry
{
    /// <summary>The line of the title, counted from 1; in JSON the paper's number in the list.</summary>
    public required int Line { get; init; }

    /// <summary>The title as shown.</summary>
    public required string Title { get; init; }

    /// <summary>The abstract as shown.</summary>
    public required string Abstract { get; init; }

    /// <summary>The day of publication, or null when the page does not show it.</summary>
    public DateOnly? Published { get; init; }

    /// <summary>The number of authors, or null when the page does not show it.</summary>
    public int? Authors { get; init; }

    /// <summary>The organisation, or null when the page shows none.</summary>
    public FeedOrganisation? Organisation { get; init; }

    /// <summary>The number of comments (0 where a date stands without a number), or null when the layout has none.</summary>
    public int? Comments { get; init; }

    /// <summary>The arXiv number without a version, or null when the source does not show it.</summary>
    public string? Arxiv { get; init; }

    /// <summary>The authors' names, joined by commas, or null when the source does not show them.</summary>
    public string? AuthorNames { get; init; }

    /// <summary>The number of votes, or null when the source does not show it.</summary>
    public int? Upvotes { get; init; }

    /// <summary>Where the paper was seen, when that is not where the page comes from: an export tells its own sources.</summary>
    public IReadOnlyList<FeedSource> Sources { get; init; } = [];

    /// <summary>Whether the day says only when the paper was published: a paper that is known already needs no place in the feed for that.</summary>
    public bool OnlyWhenNew { get; init; }
}

/// <summary>The kinds of lists that papers come from.</summary>
public enum SourceKind
{
    /// <summary>The text or the HTML of a Daily Papers page.</summary>
    Page,

    /// <summary>Hugging Face's list of daily papers as JSON.</summary>
    HuggingFace,

    /// <summary>An answer of arXiv in Atom.</summary>
    Arxiv,

    /// <summary>An export of Praxis.</summary>
    Praxis,

    /// <summary>Handed in by a reader of the site.</summary>
    Reader,
}

/// <summary>Where a paper was seen.</summary>
/// <param name="Kind">The kind of list.</param>
/// <param name="Address">Its address or its file's name.</param>
public sealed record FeedSource(SourceKind Kind, string Address);

/// <summary>An organisation as a page shows it.</summary>
/// <param name="Handle">Its short name in addresses; equals the name when the page shows one word only.</param>
/// <param name="Name">Its name.</param>
public sealed record FeedOrganisation(string Handle, string Name);

/// <summary>Text of a page that was not read as a paper.</summary>
/// <param name="Line">The line, counted from 1.</param>
/// <param name="Why">What is wrong there.</param>
public sealed record RejectedEntry(int Line, string Why);

using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Feed;

/// <summary>The papers that can be browsed and searched: all rooms, and what imported pages show.</summary>
/// <param name="store">The store, opened with <see cref="Module"/>.</param>
public sealed class Catalogue(PraxisStore store)
{
    private const string Filters = """
        (@family IS NULL OR c.family = @family)
        AND (@verdict IS NULL OR EXISTS (SELECT 1 FROM paper_verdicts v WHERE v.slug = c.slug AND v.verdict = @verdict))
        """;

    /// <summary>The tables of the catalogue and the feed.</summary>
    public static StoreModule Module => CatalogueSchema.Module;

    /// <summary>
    /// Brings the rooms under a papers folder into the tables: new and changed papers, recorded verdicts, and the pages' entries
    /// of papers that have got a room since. Does nothing, and reads no paper, when nothing has changed since the last time.
    /// </summary>
    /// <param name="papersFolder">The papers folder.</param>
    /// <param name="studies">Where the studies are, or null when no paper shall be runnable.</param>
    /// <returns>Whether anything had changed.</returns>
    /// <exception cref="PaperFileException">A paper.md cannot be read.</exception>
    /// <exception cref="FeedException">A recorded.json cannot be read.</exception>
    public bool Fill(string papersFolder, StudySource? studies = null) => new CatalogueFill(store, papersFolder, studies).Run();

    /// <summary>All papers in order of their slugs, or those of one family, or those with a recorded verdict of one kind, or those that can be run.</summary>
    public IReadOnlyList<CatalogueEntry> List(string? family = null, Verdict? verdict = null, bool runnable = false) =>
        Entries($"FROM catalogue c WHERE {Filters} AND (NOT @runnable OR c.runnable) ORDER BY c.slug", ("@family", family), ("@verdict", verdict?.ToString()), ("@runnable", runnable));

    /// <summary>The paper with the given slug, or null.</summary>
    public CatalogueEntry? Find(string slug) => Entries("FROM catalogue c WHERE c.slug = @slug", ("@slug", slug)).FirstOrDefault();

    /// <summary>A part of what <see cref="List"/> gives.</summary>
    /// <param name="family">Only papers of this family.</param>
    /// <param name="verdict">Only papers with such a recorded verdict.</param>
    /// <param name="limit">At most so many, 0 or more.</param>
    /// <param name="offset">After so many, 0 or more.</param>
    public IReadOnlyList<CatalogueEntry> Browse(string? family, Verdict? verdict, int limit, int offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return Entries($"FROM catalogue c WHERE {Filters} ORDER BY c.slug LIMIT @limit OFFSET @offset",
            ("@family", family), ("@verdict", verdict?.ToString()), ("@limit", limit), ("@offset", offset));
    }

    /// <summary>How many papers <see cref="List"/> gives.</summary>
    public int Count(string? family = null, Verdict? verdict = null)
    {
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection, $"SELECT count(*) FROM catalogue c WHERE {Filters}", ("@family", family), ("@verdict", verdict?.ToString()));
        return Convert.ToInt32(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>The slugs nearest to a mistyped one: those that contain it first, then by edit distance.</summary>
    public IReadOnlyList<string> Nearest(string slug, int count = 3)
    {
        ArgumentNullException.ThrowIfNull(slug);
        const int longestSlug = 100;
        const int shortestPart = 3;
        var wanted = slug.Trim().ToLowerInvariant();
        if (wanted.Length > longestSlug) wanted = wanted[..longestSlug];
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection, "SELECT slug FROM papers");
        using var reader = command.ExecuteReader();
        var slugs = new List<string>();
        while (reader.Read()) slugs.Add(reader.GetString(0));
        return [.. slugs
            .OrderBy(known => wanted.Length >= shortestPart && known.Contains(wanted, StringComparison.Ordinal) ? 0 : EditDistance.Between(wanted, known))
            .ThenBy(known => known.Length)
            .ThenBy(known => known, StringComparer.Ordinal)
            .Take(count)];
    }

    /// <summary>The families with their counts, by name.</summary>
    public IReadOnlyList<FamilyCount> Families()
    {
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection, "SELECT family, count(*), sum(runnable) FROM papers WHERE family IS NOT NULL GROUP BY family ORDER BY family");
        using var reader = command.ExecuteReader();
        var families = new List<FamilyCount>();
        while (reader.Read())
        {
            var family = reader.GetString(0);
            families.Add(new FamilyCount(family, FamilyName(family), reader.GetInt32(1), reader.GetInt32(2)));
        }
        return families;
    }

    /// <summary>A family's name for people: its folder's words, the first with a capital.</summary>
    public static string FamilyName(string family)
    {
        ArgumentException.ThrowIfNullOrEmpty(family);
        return char.ToUpperInvariant(family[0]) + family[1..].Replace('-', ' ');
    }

    /// <summary>How large the catalogue is.</summary>
    public CatalogueCounts Counts()
    {
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection, """
            SELECT count(*), coalesce(sum(has_room), 0), coalesce(sum(runnable), 0),
                (SELECT count(DISTINCT slug) FROM paper_verdicts), (SELECT count(DISTINCT slug) FROM paper_notices)
            FROM papers
            """);
        using var reader = command.ExecuteReader();
        reader.Read();
        return new CatalogueCounts(reader.GetInt32(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetInt32(3), reader.GetInt32(4));
    }

    /// <summary>
    /// The days of the feed, newest first. A paper stands on the day of every imported page that shows it; a paper of the catalogue
    /// that no page has shown stands on its publication day, or on the first of the month when only the month is known.
    /// </summary>
    /// <param name="before">Only days before this one.</param>
    /// <param name="limit">At most so many days.</param>
    public IReadOnlyList<FeedDay> Days(DateOnly? before = null, int limit = int.MaxValue)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        var all = FeedDays(connection);
        var wanted = all.Where(day => before is null || day < before).OrderDescending().Take(limit).ToList();
        if (wanted.Count == 0) return [];
        var entries = Entries(connection, wanted[^1], wanted[0]);
        return [.. wanted.Select(day => Place(day, all, entries))];
    }

    /// <summary>
    /// One day of the feed: the given one, or the newest for null. A day without papers has no entries but still its neighbours;
    /// null only when the feed is empty and no day is given.
    /// </summary>
    public FeedDay? Day(DateOnly? day = null)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        var all = FeedDays(connection);
        if (day is null && all.Count == 0) return null;
        var wanted = day ?? all[^1];
        return Place(wanted, all, Entries(connection, wanted, wanted));
    }

    /// <summary>The days with papers, oldest first.</summary>
    public IReadOnlyList<DateOnly> DaysWithPapers()
    {
        using var connection = store.Connect();
        return FeedDays(connection);
    }

    /// <summary>The days with papers from one day to another, both included, newest first; their neighbours are the next days with papers before and after.</summary>
    public IReadOnlyList<FeedDay> Between(DateOnly first, DateOnly last)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        var all = FeedDays(connection);
        var entries = Entries(connection, first, last);
        return [.. entries.Select(day => day.Key).OrderDescending().Select(day => Place(day, all, entries))];
    }

    /// <summary>The papers with the given slugs, in their order; those that are not there are left out.</summary>
    public IReadOnlyList<CatalogueEntry> Find(IReadOnlyList<string> slugs)
    {
        ArgumentNullException.ThrowIfNull(slugs);
        var known = Entries("FROM catalogue c WHERE c.slug IN (SELECT value FROM json_each(@slugs))", ("@slugs", JsonSerializer.Serialize(slugs))).ToDictionary(entry => entry.Slug, StringComparer.Ordinal);
        return [.. slugs.Where(known.ContainsKey).Select(slug => known[slug])];
    }

    /// <summary>The paper with an arXiv number, or null.</summary>
    public CatalogueEntry? FindByArxiv(string number) => Entries(
        "FROM catalogue c WHERE c.slug = (SELECT slug FROM papers WHERE arxiv = @number UNION ALL SELECT slug FROM paper_numbers WHERE arxiv = @number LIMIT 1)", ("@number", number)).FirstOrDefault();

    /// <summary>For papers that lists have shown, the newest of their days.</summary>
    public IReadOnlyDictionary<string, DateOnly> NewestDays(IReadOnlyList<string> slugs)
    {
        ArgumentNullException.ThrowIfNull(slugs);
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection, "SELECT slug, max(day) FROM feed_entries WHERE slug IN (SELECT value FROM json_each(@slugs)) GROUP BY slug", ("@slugs", JsonSerializer.Serialize(slugs)));
        using var reader = command.ExecuteReader();
        var days = new Dictionary<string, DateOnly>(StringComparer.Ordinal);
        while (reader.Read()) days[reader.GetString(0)] = ParseDay(reader.GetString(1));
        return days;
    }

    /// <summary>For papers whose votes a list has shown, those of the newest such list.</summary>
    public IReadOnlyDictionary<string, int> UpvotesElsewhere(IReadOnlyList<string> slugs)
    {
        ArgumentNullException.ThrowIfNull(slugs);
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection, "SELECT slug, upvotes FROM catalogue WHERE slug IN (SELECT value FROM json_each(@slugs)) AND upvotes IS NOT NULL", ("@slugs", JsonSerializer.Serialize(slugs)));
        using var reader = command.ExecuteReader();
        var votes = new Dictionary<string, int>(StringComparer.Ordinal);
        while (reader.Read()) votes[reader.GetString(0)] = reader.GetInt32(1);
        return votes;
    }

    /// <summary>The papers that are here, or stand on a day of the feed, since a time: at most some thousands, the newest.</summary>
    public IReadOnlySet<string> AddedSince(DateTimeOffset time)
    {
        const int most = 5_000;
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection,
            "SELECT slug FROM (SELECT slug, added FROM papers WHERE added > @since UNION ALL SELECT slug, added FROM feed_entries WHERE added > @since) ORDER BY added DESC LIMIT @most",
            ("@since", time.ToUnixTimeSeconds()), ("@most", most));
        using var reader = command.ExecuteReader();
        var slugs = new HashSet<string>(StringComparer.Ordinal);
        while (reader.Read()) slugs.Add(reader.GetString(0));
        return slugs;
    }

    /// <summary>When the first paper after a time came here or to a day of the feed; null when none did. For any two times with the same answer, <see cref="AddedSince"/> is the same.</summary>
    public DateTimeOffset? FirstAddedSince(DateTimeOffset time)
    {
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection,
            "SELECT min(added) FROM (SELECT min(added) AS added FROM papers WHERE added > @since UNION ALL SELECT min(added) FROM feed_entries WHERE added > @since)", ("@since", time.ToUnixTimeSeconds()));
        return command.ExecuteScalar() is long first ? DateTimeOffset.FromUnixTimeSeconds(first) : null;
    }

    private IReadOnlyList<CatalogueEntry> Entries(string source, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var connection = store.Connect();
        // One transaction, so that papers, verdicts and notices are of one moment.
        using var transaction = connection.BeginTransaction(deferred: true);
        using var command = CatalogueReader.Command(connection, $"SELECT {CatalogueReader.Columns} {source}", parameters);
        return CatalogueReader.Read(connection, command);
    }

    private static FeedDay Place(DateOnly day, List<DateOnly> all, ILookup<DateOnly, CatalogueEntry> entries)
    {
        var at = all.BinarySearch(day);
        var (before, after) = at >= 0 ? (at - 1, at + 1) : (~at - 1, ~at);
        return new FeedDay(day, before >= 0 ? all[before] : null, after < all.Count ? all[after] : null, [.. entries[day]]);
    }

    private static List<DateOnly> FeedDays(SqliteConnection connection)
    {
        using var command = CatalogueReader.Command(connection, "SELECT DISTINCT day FROM feed ORDER BY day");
        using var reader = command.ExecuteReader();
        var days = new List<DateOnly>();
        while (reader.Read()) days.Add(ParseDay(reader.GetString(0)));
        return days;
    }

    private static ILookup<DateOnly, CatalogueEntry> Entries(SqliteConnection connection, DateOnly first, DateOnly last)
    {
        using var command = CatalogueReader.Command(connection,
            $"SELECT {CatalogueReader.Columns}, f.day FROM feed f JOIN catalogue c ON c.slug = f.slug WHERE f.day BETWEEN @first AND @last ORDER BY f.day, f.position, c.title, c.slug",
            ("@first", FormatDay(first)), ("@last", FormatDay(last)));
        return CatalogueReader.Read(connection, command, reader => ParseDay(reader.GetString(16))).ToLookup(row => row.Extra, row => row.Entry);
    }

    private static DateOnly ParseDay(string day) => DateOnly.ParseExact(day, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string FormatDay(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

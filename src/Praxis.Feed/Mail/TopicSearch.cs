using System.Text.Json;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Which papers belong to a topic, the newest first: the one place through which digests and feeds search.</summary>
/// <remarks>Papers are numbered as they come, and the search index has the same numbers: the newest are found without ranking any.</remarks>
/// <param name="store">The store, opened with <see cref="Catalogue.Module"/>.</param>
public sealed class TopicSearch(PraxisStore store)
{
    /// <summary>The papers that came last among those that match everything given.</summary>
    /// <param name="words">A search, or null.</param>
    /// <param name="family">A family, or null.</param>
    /// <param name="verdict">A recorded verdict that a claim has, or null.</param>
    /// <param name="runnable">Only papers with a study.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<CatalogueEntry> Newest(string? words, string? family, Verdict? verdict, bool runnable, int limit)
    {
        var all = string.IsNullOrWhiteSpace(words);
        var terms = all ? null : SearchQuery.From(words!);
        if (!all && terms is null) return [];
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var command = CatalogueReader.Command(connection,
            $"""
            SELECT {CatalogueReader.Columns} FROM {(all ? "catalogue c WHERE" : "paper_search s JOIN catalogue c ON c.id = s.rowid WHERE paper_search MATCH @terms AND")}
            (@family IS NULL OR c.family = @family) AND (NOT @runnable OR c.runnable)
            AND (@verdict IS NULL OR EXISTS (SELECT 1 FROM paper_verdicts v WHERE v.slug = c.slug AND v.verdict = @verdict))
            ORDER BY {(all ? "c.id" : "s.rowid")} DESC LIMIT @limit
            """,
            ("@terms", terms), ("@family", family), ("@verdict", verdict?.ToString()), ("@runnable", runnable), ("@limit", limit));
        return CatalogueReader.Read(connection, command);
    }

    /// <summary>Those of some papers that have the words of a search.</summary>
    public IReadOnlySet<string> Among(string words, IReadOnlyCollection<string> slugs)
    {
        ArgumentNullException.ThrowIfNull(words);
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (slugs.Count == 0 || SearchQuery.From(words) is not { } terms) return found;
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection,
            """
            WITH wanted AS MATERIALIZED (SELECT id, slug FROM papers WHERE slug IN (SELECT value FROM json_each(@slugs)))
            SELECT w.slug FROM paper_search s JOIN wanted w ON w.id = s.rowid
            WHERE paper_search MATCH @terms AND s.rowid BETWEEN (SELECT min(id) FROM wanted) AND (SELECT max(id) FROM wanted)
            """, ("@slugs", JsonSerializer.Serialize(slugs)), ("@terms", terms));
        using var reader = command.ExecuteReader();
        while (reader.Read()) found.Add(reader.GetString(0));
        return found;
    }

    /// <summary>The papers that came here, or were put on a day of the feed, after one second and up to another: the newest first.</summary>
    public IReadOnlyList<string> Came(long after, long until, int limit)
    {
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection,
            """
            SELECT slug FROM (
                SELECT slug, added FROM papers WHERE added > @after AND added <= @until
                UNION ALL SELECT slug, added FROM feed_entries WHERE added > @after AND added <= @until
            ) GROUP BY slug ORDER BY max(added) DESC, slug LIMIT @limit
            """, ("@after", after), ("@until", until), ("@limit", limit));
        using var reader = command.ExecuteReader();
        var slugs = new List<string>();
        while (reader.Read()) slugs.Add(reader.GetString(0));
        return slugs;
    }
}

using System.Text.Json;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Which papers belong to a topic, the newest first: the one place through which digests and feeds search.</summary>
/// <param name="store">The store, opened with <see cref="Catalogue.Module"/>.</param>
/// <param name="search">The search over it.</param>
public sealed class TopicSearch(PraxisStore store, PaperSearch search)
{
    /// <summary>Brings the search up to date with what has just come, and waits until it is.</summary>
    public void Update(CancellationToken cancel = default) => search.Update(cancel);

    /// <summary>The papers that came last among those that match everything given.</summary>
    /// <param name="words">A search, or null.</param>
    /// <param name="family">A family, or null.</param>
    /// <param name="verdict">A recorded verdict that a claim has, or null.</param>
    /// <param name="runnable">Only papers with a study.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<CatalogueEntry> Newest(string? words, string? family, Verdict? verdict, bool runnable, int limit)
    {
        var all = string.IsNullOrWhiteSpace(words);
        var found = all ? null : JsonSerializer.Serialize(search.Newest(words!, MailLimits.MostNew));
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        using var command = CatalogueReader.Command(connection,
            $"""
            SELECT {CatalogueReader.Columns} FROM catalogue c
            WHERE {(all ? "" : "c.id IN (SELECT value FROM json_each(@found)) AND")} (@family IS NULL OR c.family = @family) AND (NOT @runnable OR c.runnable)
            AND (@verdict IS NULL OR EXISTS (SELECT 1 FROM paper_verdicts v WHERE v.slug = c.slug AND v.verdict = @verdict))
            ORDER BY c.id DESC LIMIT @limit
            """,
            ("@found", found), ("@family", family), ("@verdict", verdict?.ToString()), ("@runnable", runnable), ("@limit", limit));
        return CatalogueReader.Read(connection, command);
    }

    /// <summary>Those of some papers that a search finds among the newest of its papers.</summary>
    public IReadOnlySet<string> Among(string words, IReadOnlyCollection<string> slugs)
    {
        ArgumentNullException.ThrowIfNull(words);
        var found = new HashSet<string>(StringComparer.Ordinal);
        if (slugs.Count == 0) return found;
        using var connection = store.Connect();
        using var command = CatalogueReader.Command(connection,
            "SELECT slug FROM papers WHERE slug IN (SELECT value FROM json_each(@slugs)) AND id IN (SELECT value FROM json_each(@found))",
            ("@slugs", JsonSerializer.Serialize(slugs)), ("@found", JsonSerializer.Serialize(search.Newest(words, MailLimits.MostNew))));
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

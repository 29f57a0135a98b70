using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>
/// Brings imported lists into the feed. A paper is known by its arXiv number, else by its title; rooms are those that <see cref="Catalogue.Fill"/> has brought in before.
/// </summary>
/// <param name="store">The store, opened with <see cref="Catalogue.Module"/>.</param>
public sealed class Importer(PraxisStore store)
{
    /// <summary>Imports a page, whole or not at all.</summary>
    public ImportReport Import(FeedPage page) => Import([page]);

    /// <summary>Imports several pages, all or none. With more than one, a rejected entry names its file.</summary>
    public ImportReport Import(IReadOnlyList<FeedPage> pages)
    {
        ArgumentNullException.ThrowIfNull(pages);
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        int added = 0, unchanged = 0;
        var entries = new List<ImportedEntry>();
        var rejected = new List<RejectedEntry>();
        foreach (var page in pages)
        {
            var wrong = new List<RejectedEntry>(page.Rejected);
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (position, entry) in page.Entries.Index())
            {
                var (slug, isNew) = KnownPaper.FindOrAdd(connection, transaction, entry);
                if (!seen.TryAdd(slug, entry.Line))
                {
                    wrong.Add(new RejectedEntry(entry.Line, $"the paper stands on the page already, at line {seen[slug]}"));
                    continue;
                }
                // An export tells what is known of a paper altogether; of a day that is here already it knows nothing better.
                var known = !isNew && (entry.OnlyWhenNew || (page.Source.Kind == SourceKind.Praxis && IsThere(connection, transaction, page.Day, slug)));
                var gained = !known && Write(connection, transaction, page.Day, slug, position, entry);
                IReadOnlyList<FeedSource> sources = entry.Sources.Count > 0 ? entry.Sources : known ? [] : [page.Source];
                foreach (var source in sources) gained |= WriteSource(connection, transaction, slug, source);
                if (isNew) added++;
                else if (!gained) unchanged++;
                entries.Add(Describe(connection, transaction, slug, entry));
            }
            rejected.AddRange(wrong.OrderBy(one => one.Line).Select(one => pages.Count > 1 ? one with { Why = $"{page.Name}: {one.Why}" } : one));
        }
        transaction.Commit();
        return new ImportReport
        {
            Read = entries.Count + rejected.Count,
            Matched = entries.Count(entry => entry.Slug is not null),
            Added = added,
            Unchanged = unchanged,
            Rejected = rejected,
            Entries = entries,
        };
    }

    /// <summary>Writes what a page shows of a paper; says whether that was news. What the page leaves out stays as an earlier copy had it.</summary>
    private static bool Write(SqliteConnection connection, SqliteTransaction transaction, DateOnly day, string slug, int position, PageEntry entry)
    {
        var row = new
        {
            day = Text(day),
            slug,
            position,
            entry.Title,
            entry.Abstract,
            published = entry.Published is { } published ? Text(published) : null,
            entry.Authors,
            handle = entry.Organisation?.Handle,
            name = entry.Organisation?.Name,
            entry.Comments,
            entry.AuthorNames,
            entry.Upvotes,
        };
        var gained = connection.Execute("""
            INSERT INTO feed_entries (day, slug, position, title, abstract, published, author_count, organisation_handle, organisation_name, comments, author_names, upvotes, added)
            VALUES (@day, @slug, @position, @Title, @Abstract, @published, @Authors, @handle, @name, @Comments, @AuthorNames, @Upvotes, unixepoch())
            ON CONFLICT (day, slug) DO UPDATE SET
                position = excluded.position,
                title = excluded.title,
                abstract = iif(excluded.abstract = '', abstract, excluded.abstract),
                published = coalesce(excluded.published, published),
                author_count = coalesce(excluded.author_count, author_count),
                organisation_handle = coalesce(excluded.organisation_handle, organisation_handle),
                organisation_name = coalesce(excluded.organisation_name, organisation_name),
                comments = coalesce(excluded.comments, comments),
                author_names = coalesce(excluded.author_names, author_names),
                upvotes = coalesce(excluded.upvotes, upvotes)
            WHERE title <> excluded.title OR (excluded.abstract <> '' AND abstract <> excluded.abstract)
                OR coalesce(excluded.published, published) IS NOT published
                OR coalesce(excluded.author_count, author_count) IS NOT author_count
                OR coalesce(excluded.organisation_handle, organisation_handle) IS NOT organisation_handle
                OR coalesce(excluded.organisation_name, organisation_name) IS NOT organisation_name
                OR coalesce(excluded.comments, comments) IS NOT comments
                OR coalesce(excluded.author_names, author_names) IS NOT author_names
                OR coalesce(excluded.upvotes, upvotes) IS NOT upvotes
            """, row, transaction) > 0;
        // A page that was copied again shows its papers in another order; that is no news of the paper.
        if (!gained) connection.Execute("UPDATE feed_entries SET position = @position WHERE day = @day AND slug = @slug AND position <> @position", row, transaction);
        return gained;
    }

    private static bool IsThere(SqliteConnection connection, SqliteTransaction transaction, DateOnly day, string slug) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM feed_entries WHERE day = @day AND slug = @slug", new { day = Text(day), slug }, transaction) > 0;

    // Where a paper was seen is kept for good; the same address another day is no news.
    private static bool WriteSource(SqliteConnection connection, SqliteTransaction transaction, string slug, FeedSource source) => connection.Execute(
        "INSERT OR IGNORE INTO paper_sources (slug, kind, address, seen) VALUES (@slug, @kind, @Address, @seen)",
        new { slug, kind = source.Kind.ToString(), source.Address, seen = Text(DateOnly.FromDateTime(DateTime.UtcNow)) }, transaction) > 0;

    private static ImportedEntry Describe(SqliteConnection connection, SqliteTransaction transaction, string slug, PageEntry entry) => new()
    {
        Title = entry.Title,
        Published = entry.Published,
        Authors = entry.Authors,
        Organisation = entry.Organisation,
        Comments = entry.Comments ?? 0,
        AbstractChars = entry.Abstract.EnumerateRunes().Count(),
        Slug = connection.ExecuteScalar<long>("SELECT count(*) FROM papers WHERE slug = @slug AND has_room = 1", new { slug }, transaction) > 0 ? slug : null,
        Address = slug,
    };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

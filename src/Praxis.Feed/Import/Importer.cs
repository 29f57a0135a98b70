using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Brings imported pages into the feed. Titles are matched to the rooms that <see cref="Catalogue.Fill"/> has brought in before.</summary>
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
                var (slug, isNew) = FindOrAdd(connection, transaction, entry);
                if (!seen.TryAdd(slug, entry.Line))
                {
                    wrong.Add(new RejectedEntry(entry.Line, $"the paper stands on the page already, at line {seen[slug]}"));
                    continue;
                }
                var gained = Write(connection, transaction, page.Day, slug, position, entry);
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

    private static (string Slug, bool IsNew) FindOrAdd(SqliteConnection connection, SqliteTransaction transaction, PageEntry entry)
    {
        var key = TitleText.Key(entry.Title);
        if (connection.ExecuteScalar<string?>("SELECT slug FROM paper_titles WHERE key = @key", new { key }, transaction) is { } known) return (known, false);
        var slug = PaperSlug.Free(PaperSlug.Of(entry.Title), taken => PaperSlug.IsTaken(connection, transaction, taken));
        connection.Execute("INSERT INTO papers (slug, title, has_room) VALUES (@slug, @Title, 0)", new { slug, entry.Title }, transaction);
        connection.Execute("INSERT INTO paper_titles (key, slug) VALUES (@key, @slug)", new { key, slug }, transaction);
        return (slug, true);
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
        };
        var gained = connection.Execute("""
            INSERT INTO feed_entries (day, slug, position, title, abstract, published, author_count, organisation_handle, organisation_name, comments)
            VALUES (@day, @slug, @position, @Title, @Abstract, @published, @Authors, @handle, @name, @Comments)
            ON CONFLICT (day, slug) DO UPDATE SET
                position = excluded.position,
                title = excluded.title,
                abstract = excluded.abstract,
                published = coalesce(excluded.published, published),
                author_count = coalesce(excluded.author_count, author_count),
                organisation_handle = coalesce(excluded.organisation_handle, organisation_handle),
                organisation_name = coalesce(excluded.organisation_name, organisation_name),
                comments = coalesce(excluded.comments, comments)
            WHERE title <> excluded.title OR abstract <> excluded.abstract
                OR coalesce(excluded.published, published) IS NOT published
                OR coalesce(excluded.author_count, author_count) IS NOT author_count
                OR coalesce(excluded.organisation_handle, organisation_handle) IS NOT organisation_handle
                OR coalesce(excluded.organisation_name, organisation_name) IS NOT organisation_name
                OR coalesce(excluded.comments, comments) IS NOT comments
            """, row, transaction) > 0;
        // A page that was copied again shows its papers in another order; that is no news of the paper.
        if (!gained) connection.Execute("UPDATE feed_entries SET position = @position WHERE day = @day AND slug = @slug AND position <> @position", row, transaction);
        return gained;
    }

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

using System.Globalization;
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
        using var connection = store.ConnectForMany();
        using var transaction = connection.BeginTransaction(deferred: false);
        using var statements = new Statements(connection);
        int added = 0, unchanged = 0;
        var entries = new List<ImportedEntry>();
        var rejected = new List<RejectedEntry>();
        foreach (var page in pages)
        {
            var wrong = new List<RejectedEntry>(page.Rejected);
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            foreach (var (position, entry) in page.Entries.Index())
            {
                var (slug, isNew) = KnownPaper.FindOrAdd(statements, entry);
                if (!seen.TryAdd(slug, entry.Line))
                {
                    wrong.Add(new RejectedEntry(entry.Line, $"the paper stands on the page already, at line {seen[slug]}"));
                    continue;
                }
                // An export tells what is known of a paper altogether; of a day that is here already it knows nothing better.
                var known = !isNew && (entry.OnlyWhenNew || (page.Source.Kind == SourceKind.Praxis && IsThere(statements, page.Day, slug)));
                var gained = !known && Write(statements, page.Day, slug, position, entry);
                IReadOnlyList<FeedSource> sources = entry.Sources.Count > 0 ? entry.Sources : known ? [] : [page.Source];
                foreach (var source in sources) gained |= WriteSource(statements, slug, source);
                if (isNew) added++;
                else if (!gained) unchanged++;
                entries.Add(Describe(statements, slug, entry));
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
    private static bool Write(Statements statements, DateOnly day, string slug, int position, PageEntry entry)
    {
        var gained = statements.Execute("""
            INSERT INTO feed_entries (day, slug, position, title, abstract, published, author_count, organisation_handle, organisation_name, comments, author_names, upvotes, added)
            VALUES (@a, @b, @c, @d, @e, @f, @g, @h, @i, @j, @k, @l, unixepoch())
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
            """,
            Text(day), slug, position, entry.Title, entry.Abstract, entry.Published is { } published ? Text(published) : null, entry.Authors,
            entry.Organisation?.Handle, entry.Organisation?.Name, entry.Comments, entry.AuthorNames, entry.Upvotes) > 0;
        // A page that was copied again shows its papers in another order; that is no news of the paper.
        if (!gained) statements.Execute("UPDATE feed_entries SET position = @c WHERE day = @a AND slug = @b AND position <> @c", Text(day), slug, position);
        return gained;
    }

    private static bool IsThere(Statements statements, DateOnly day, string slug) =>
        statements.Holds("SELECT count(*) FROM feed_entries WHERE day = @a AND slug = @b", Text(day), slug);

    // Where a paper was seen is kept for good; the same address another day is no news.
    private static bool WriteSource(Statements statements, string slug, FeedSource source) => statements.Execute(
        "INSERT OR IGNORE INTO paper_sources (slug, kind, address, seen) VALUES (@a, @b, @c, @d)",
        slug, source.Kind.ToString(), source.Address, Text(DateOnly.FromDateTime(DateTime.UtcNow))) > 0;

    private static ImportedEntry Describe(Statements statements, string slug, PageEntry entry) => new()
    {
        Title = entry.Title,
        Published = entry.Published,
        Authors = entry.Authors,
        Organisation = entry.Organisation,
        Comments = entry.Comments ?? 0,
        AbstractChars = entry.Abstract.EnumerateRunes().Count(),
        Slug = statements.Holds("SELECT count(*) FROM papers WHERE slug = @a AND has_room = 1", slug) ? slug : null,
        Address = slug,
    };

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

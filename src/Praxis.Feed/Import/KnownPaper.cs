using Dapper;
using Microsoft.Data.Sqlite;

namespace Praxis.Feed;

/// <summary>Which paper of the catalogue an entry is: that of its arXiv number, else that of its title.</summary>
internal static class KnownPaper
{
    /// <summary>
    /// The paper's slug, and whether the paper is new. Where number and title were known as two papers, they become one: what has no room goes into the other,
    /// with its days, titles, numbers and sources.
    /// </summary>
    public static (string Slug, bool IsNew) FindOrAdd(SqliteConnection connection, SqliteTransaction transaction, PageEntry entry)
    {
        var key = TitleText.Key(entry.Title);
        var titled = connection.ExecuteScalar<string?>("SELECT slug FROM paper_titles WHERE key = @key", new { key }, transaction);
        var numbered = entry.Arxiv is { } number ? Numbered(connection, transaction, number) : null;
        // One title with two numbers is two papers; the number decides.
        if (numbered is null && titled is not null && entry.Arxiv is not null && HasAnotherNumber(connection, transaction, titled)) titled = null;
        var slug = (numbered, titled) switch
        {
            (null, null) => null,
            (null, { } only) => only,
            ({ } only, null) => only,
            ({ } one, { } other) when one == other => one,
            ({ } one, { } other) => Join(connection, transaction, one, other),
        };
        var isNew = slug is null;
        if (slug is null)
        {
            slug = PaperSlug.Free(PaperSlug.Of(entry.Title), taken => PaperSlug.IsTaken(connection, transaction, taken));
            connection.Execute("INSERT INTO papers (slug, title, has_room) VALUES (@slug, @Title, 0)", new { slug, entry.Title }, transaction);
        }

        connection.Execute("INSERT OR IGNORE INTO paper_titles (key, slug) VALUES (@key, @slug)", new { key, slug }, transaction);
        if (entry.Arxiv is not null)
            connection.Execute("INSERT OR IGNORE INTO paper_numbers (arxiv, slug) VALUES (@Arxiv, @slug)", new { entry.Arxiv, slug }, transaction);
        return (slug, isNew);
    }

    /// <summary>Makes one paper of two: everything that was seen of the first now belongs to the second.</summary>
    public static void Merge(SqliteConnection connection, SqliteTransaction transaction, string from, string into)
    {
        var both = new { from, into };
        foreach (var table in (string[])["feed_entries", "paper_numbers", "paper_sources", "paper_titles"])
            connection.Execute($"UPDATE OR IGNORE {table} SET slug = @into WHERE slug = @from", both, transaction);
        connection.Execute("DELETE FROM papers WHERE slug = @from", both, transaction);
    }

    private static string? Numbered(SqliteConnection connection, SqliteTransaction transaction, string number) =>
        connection.ExecuteScalar<string?>("SELECT slug FROM papers WHERE arxiv = @number UNION ALL SELECT slug FROM paper_numbers WHERE arxiv = @number LIMIT 1", new { number }, transaction);

    private static bool HasAnotherNumber(SqliteConnection connection, SqliteTransaction transaction, string slug) => connection.ExecuteScalar<long>(
        "SELECT EXISTS (SELECT 1 FROM papers WHERE slug = @slug AND arxiv IS NOT NULL) OR EXISTS (SELECT 1 FROM paper_numbers WHERE slug = @slug)", new { slug }, transaction) > 0;

    private static string Join(SqliteConnection connection, SqliteTransaction transaction, string numbered, string titled)
    {
        // The title's paper has a number of its own, or both have rooms: they are two papers, and the number says which is meant.
        if (HasAnotherNumber(connection, transaction, titled) || (HasRoom(connection, transaction, titled) && HasRoom(connection, transaction, numbered))) return numbered;
        var (from, into) = HasRoom(connection, transaction, titled) ? (numbered, titled) : (titled, numbered);
        Merge(connection, transaction, from, into);
        return into;
    }

    private static bool HasRoom(SqliteConnection connection, SqliteTransaction transaction, string slug) =>
        connection.ExecuteScalar<long>("SELECT count(*) FROM papers WHERE slug = @slug AND has_room = 1", new { slug }, transaction) > 0;
}

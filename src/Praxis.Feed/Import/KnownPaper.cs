namespace Praxis.Feed;

/// <summary>Which paper of the catalogue an entry is: that of its arXiv number, else that of its title.</summary>
internal static class KnownPaper
{
    /// <summary>
    /// The paper's slug, and whether the paper is new. Where number and title were known as two papers, they become one: what has no room goes into the other,
    /// with its days, titles, numbers and sources.
    /// </summary>
    public static (string Slug, bool IsNew) FindOrAdd(Statements statements, PageEntry entry)
    {
        var key = TitleText.Key(entry.Title);
        var titled = (string?)statements.Scalar("SELECT slug FROM paper_titles WHERE key = @a", key);
        var numbered = entry.Arxiv is { } number ? Numbered(statements, number) : null;
        // One title with two numbers is two papers; the number decides.
        if (numbered is null && titled is not null && entry.Arxiv is not null && HasAnotherNumber(statements, titled)) titled = null;
        var slug = (numbered, titled) switch
        {
            (null, null) => null,
            (null, { } only) => only,
            ({ } only, null) => only,
            ({ } one, { } other) when one == other => one,
            ({ } one, { } other) => Join(statements, one, other),
        };
        var isNew = slug is null;
        if (slug is null)
        {
            slug = PaperSlug.Free(PaperSlug.Of(entry.Title), taken => PaperSlug.IsTaken(statements, taken));
            statements.Execute("INSERT INTO papers (slug, title, has_room, added) VALUES (@a, @b, 0, unixepoch())", slug, entry.Title);
        }

        statements.Execute("INSERT OR IGNORE INTO paper_titles (key, slug) VALUES (@a, @b)", key, slug);
        if (entry.Arxiv is not null)
            statements.Execute("INSERT OR IGNORE INTO paper_numbers (arxiv, slug) VALUES (@a, @b)", entry.Arxiv, slug);
        return (slug, isNew);
    }

    /// <summary>Makes one paper of two: everything that was seen of the first now belongs to the second.</summary>
    public static void Merge(Statements statements, string from, string into)
    {
        foreach (var table in (string[])["feed_entries", "paper_numbers", "paper_sources", "paper_titles"])
            statements.Execute($"UPDATE OR IGNORE {table} SET slug = @b WHERE slug = @a", from, into);
        statements.Execute("DELETE FROM papers WHERE slug = @a", from);
    }

    private static string? Numbered(Statements statements, string number) =>
        (string?)statements.Scalar("SELECT slug FROM papers WHERE arxiv = @a UNION ALL SELECT slug FROM paper_numbers WHERE arxiv = @a LIMIT 1", number);

    private static bool HasAnotherNumber(Statements statements, string slug) => statements.Holds(
        "SELECT EXISTS (SELECT 1 FROM papers WHERE slug = @a AND arxiv IS NOT NULL) OR EXISTS (SELECT 1 FROM paper_numbers WHERE slug = @a)", slug);

    private static string Join(Statements statements, string numbered, string titled)
    {
        // The title's paper has a number of its own, or both have rooms: they are two papers, and the number says which is meant.
        if (HasAnotherNumber(statements, titled) || (HasRoom(statements, titled) && HasRoom(statements, numbered))) return numbered;
        var (from, into) = HasRoom(statements, titled) ? (numbered, titled) : (titled, numbered);
        Merge(statements, from, into);
        return into;
    }

    private static bool HasRoom(Statements statements, string slug) =>
        statements.Holds("SELECT count(*) FROM papers WHERE slug = @a AND has_room = 1", slug);
}

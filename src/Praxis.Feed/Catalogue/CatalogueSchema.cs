using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The tables of the catalogue and the feed.</summary>
/// <remarks>
/// What rooms say and what pages say is kept apart (papers, feed_entries) and put together by the view catalogue, so that the
/// order in which pages are imported and rooms are filled does not matter.
/// </remarks>
internal static class CatalogueSchema
{
    // Papers as rooms and pages tell of them together.
    private const string CatalogueView = """
        CREATE VIEW catalogue AS
        SELECT p.id, p.slug, p.title, p.has_room, p.code, p.family, p.kind, p.summary, p.also_titled, p.runnable,
            coalesce(p.arxiv, (SELECT n.arxiv FROM paper_numbers n WHERE n.slug = p.slug ORDER BY n.arxiv LIMIT 1)) AS arxiv,
            coalesce(p.authors, (SELECT f.author_names FROM feed_entries f WHERE f.slug = p.slug AND f.author_names IS NOT NULL ORDER BY f.day DESC LIMIT 1)) AS authors,
            CASE WHEN length(p.published) = 10 THEN p.published
                ELSE coalesce((SELECT f.published FROM feed_entries f WHERE f.slug = p.slug AND f.published IS NOT NULL ORDER BY f.day DESC LIMIT 1), p.published)
                END AS published,
            coalesce((SELECT f.author_count FROM feed_entries f WHERE f.slug = p.slug AND f.author_count IS NOT NULL ORDER BY f.day DESC LIMIT 1), p.author_count) AS author_count,
            coalesce(p.organisation, (SELECT f.organisation_name FROM feed_entries f WHERE f.slug = p.slug AND f.organisation_name IS NOT NULL ORDER BY f.day DESC LIMIT 1)) AS organisation_name,
            (SELECT f.organisation_handle FROM feed_entries f WHERE f.slug = p.slug AND f.organisation_handle IS NOT NULL ORDER BY f.day DESC LIMIT 1) AS organisation_handle,
            (SELECT f.comments FROM feed_entries f WHERE f.slug = p.slug AND f.comments IS NOT NULL ORDER BY f.day DESC LIMIT 1) AS comments,
            (SELECT f.upvotes FROM feed_entries f WHERE f.slug = p.slug AND f.upvotes IS NOT NULL ORDER BY f.day DESC LIMIT 1) AS upvotes,
            (SELECT f.abstract FROM feed_entries f WHERE f.slug = p.slug AND f.abstract <> '' ORDER BY f.day DESC LIMIT 1) AS abstract
        FROM papers p;
        """;

    // What stands on which day; a paper that no page has shown stands on its publication day.
    private const string FeedView = """
        CREATE VIEW feed AS
        SELECT day, slug, position FROM feed_entries
        UNION ALL
        SELECT substr(p.published || '-01', 1, 10), p.slug, 1000000 FROM papers p
        WHERE p.published IS NOT NULL AND NOT EXISTS (SELECT 1 FROM feed_entries f WHERE f.slug = p.slug);
        """;

    public static StoreModule Module { get; } = new("catalogue",
    [
        $"""
        CREATE TABLE papers (
            id INTEGER PRIMARY KEY,
            slug TEXT NOT NULL UNIQUE,
            title TEXT NOT NULL,
            has_room INTEGER NOT NULL,
            arxiv TEXT,
            published TEXT,
            authors TEXT,
            author_count INTEGER,
            organisation TEXT,
            code TEXT,
            family TEXT,
            kind TEXT,
            summary TEXT NOT NULL DEFAULT '',
            also_titled TEXT NOT NULL DEFAULT '',
            runnable INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE paper_titles (
            key TEXT PRIMARY KEY,
            slug TEXT NOT NULL REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX paper_titles_by_slug ON paper_titles (slug);

        CREATE TABLE paper_notices (
            slug TEXT NOT NULL REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE,
            position INTEGER NOT NULL,
            kind TEXT NOT NULL,
            reason TEXT NOT NULL,
            PRIMARY KEY (slug, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE paper_verdicts (
            slug TEXT NOT NULL REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE,
            position INTEGER NOT NULL,
            claim TEXT NOT NULL,
            verdict TEXT,
            PRIMARY KEY (slug, position)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE feed_entries (
            day TEXT NOT NULL,
            slug TEXT NOT NULL REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE,
            position INTEGER NOT NULL,
            title TEXT NOT NULL,
            abstract TEXT NOT NULL,
            published TEXT,
            author_count INTEGER,
            organisation_handle TEXT,
            organisation_name TEXT,
            comments INTEGER,
            PRIMARY KEY (day, slug)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX feed_entries_by_slug ON feed_entries (slug, day);

        CREATE VIRTUAL TABLE paper_search USING fts5 (title, names, summary, abstract, tokenize = "porter unicode61 remove_diacritics 2");

        CREATE TABLE catalogue_state (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE VIEW catalogue AS
        SELECT p.id, p.slug, p.title, p.has_room, p.arxiv, p.authors, p.code, p.family, p.kind, p.summary, p.also_titled, p.runnable,
            CASE WHEN length(p.published) = 10 THEN p.published
                ELSE coalesce((SELECT f.published FROM feed_entries f WHERE f.slug = p.slug AND f.published IS NOT NULL ORDER BY f.day DESC LIMIT 1), p.published)
                END AS published,
            coalesce((SELECT f.author_count FROM feed_entries f WHERE f.slug = p.slug AND f.author_count IS NOT NULL ORDER BY f.day DESC LIMIT 1), p.author_count) AS author_count,
            coalesce(p.organisation, (SELECT f.organisation_name FROM feed_entries f WHERE f.slug = p.slug AND f.organisation_name IS NOT NULL ORDER BY f.day DESC LIMIT 1)) AS organisation_name,
            (SELECT f.organisation_handle FROM feed_entries f WHERE f.slug = p.slug AND f.organisation_handle IS NOT NULL ORDER BY f.day DESC LIMIT 1) AS organisation_handle,
            (SELECT f.comments FROM feed_entries f WHERE f.slug = p.slug AND f.comments IS NOT NULL ORDER BY f.day DESC LIMIT 1) AS comments,
            (SELECT f.abstract FROM feed_entries f WHERE f.slug = p.slug ORDER BY f.day DESC LIMIT 1) AS abstract
        FROM papers p;

        {FeedView}
        """,

        // What sources beside pages of text show: numbers, names, votes; and all sources of each paper.
        $"""
        CREATE TABLE paper_numbers (
            arxiv TEXT PRIMARY KEY,
            slug TEXT NOT NULL REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX paper_numbers_by_slug ON paper_numbers (slug);

        CREATE TABLE paper_sources (
            slug TEXT NOT NULL REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE,
            kind TEXT NOT NULL,
            address TEXT NOT NULL,
            seen TEXT NOT NULL,
            PRIMARY KEY (slug, kind, address)
        ) STRICT, WITHOUT ROWID;

        ALTER TABLE feed_entries ADD COLUMN author_names TEXT;
        ALTER TABLE feed_entries ADD COLUMN upvotes INTEGER;

        -- When a paper, and its place on a day, came here: seconds since 1970. What was here before has no time.
        ALTER TABLE papers ADD COLUMN added INTEGER;
        ALTER TABLE feed_entries ADD COLUMN added INTEGER;
        CREATE INDEX papers_by_time ON papers (added) WHERE added IS NOT NULL;
        CREATE INDEX feed_entries_by_time ON feed_entries (added) WHERE added IS NOT NULL;

        CREATE TABLE fetched_lists (
            address TEXT PRIMARY KEY,
            etag TEXT,
            modified TEXT,
            fetched TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX papers_by_arxiv ON papers (arxiv) WHERE arxiv IS NOT NULL;

        DROP VIEW catalogue;
        {CatalogueView}
        """,

        // Abstracts in the key's own tree made it ten levels deep with many papers. The triggers of other parts go with the old table: their scripts put them back.
        $"""
        DROP VIEW feed;
        DROP VIEW catalogue;
        CREATE TABLE entries_of_days (
            id INTEGER PRIMARY KEY,
            day TEXT NOT NULL,
            slug TEXT NOT NULL REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE,
            position INTEGER NOT NULL,
            title TEXT NOT NULL,
            published TEXT,
            author_count INTEGER,
            author_names TEXT,
            organisation_handle TEXT,
            organisation_name TEXT,
            comments INTEGER,
            upvotes INTEGER,
            added INTEGER,
            abstract TEXT NOT NULL
        ) STRICT;
        INSERT INTO entries_of_days (day, slug, position, title, published, author_count, author_names, organisation_handle, organisation_name, comments, upvotes, added, abstract)
        SELECT day, slug, position, title, published, author_count, author_names, organisation_handle, organisation_name, comments, upvotes, added, abstract FROM feed_entries;
        DROP TABLE feed_entries;
        ALTER TABLE entries_of_days RENAME TO feed_entries;
        CREATE UNIQUE INDEX feed_entries_by_day ON feed_entries (day, slug);
        CREATE INDEX feed_entries_by_slug ON feed_entries (slug, day);
        CREATE INDEX feed_entries_by_time ON feed_entries (added) WHERE added IS NOT NULL;

        {CatalogueView}

        {FeedView}
        """,
    ]);
}

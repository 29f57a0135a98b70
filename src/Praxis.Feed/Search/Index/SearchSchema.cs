using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The tables of the search. Triggers note which papers have changed, so that no writer of the catalogue has to think of the index.</summary>
internal static class SearchSchema
{
    public static StoreModule Module { get; } = new("search",
    [
        """
        DROP TABLE IF EXISTS paper_search;

        -- What the rooms say beyond the catalogue: their claims, and what stands around them.
        CREATE TABLE search_rooms (
            slug TEXT PRIMARY KEY REFERENCES papers (slug) ON UPDATE CASCADE ON DELETE CASCADE,
            claims TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        DELETE FROM catalogue_state WHERE name = 'rooms';

        -- Papers whose text may have changed since they were indexed. In a trigger OR IGNORE would give way to the outer statement's own conflict clause.
        CREATE TABLE search_pending (id INTEGER PRIMARY KEY) STRICT;
        INSERT INTO search_pending (id) SELECT id FROM papers;
        CREATE TRIGGER search_paper_added AFTER INSERT ON papers BEGIN
            INSERT INTO search_pending (id) SELECT NEW.id WHERE NEW.id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_paper_changed AFTER UPDATE ON papers
        WHEN (OLD.slug, OLD.title, OLD.also_titled, OLD.authors, OLD.organisation, OLD.summary, OLD.published, OLD.family)
            IS NOT (NEW.slug, NEW.title, NEW.also_titled, NEW.authors, NEW.organisation, NEW.summary, NEW.published, NEW.family) BEGIN
            INSERT INTO search_pending (id) SELECT NEW.id WHERE NEW.id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_paper_removed AFTER DELETE ON papers BEGIN
            INSERT INTO search_pending (id) SELECT OLD.id WHERE OLD.id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_entry_added AFTER INSERT ON feed_entries BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = NEW.slug AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_entry_changed AFTER UPDATE ON feed_entries
        WHEN (OLD.slug, OLD.abstract, OLD.published, OLD.organisation_name) IS NOT (NEW.slug, NEW.abstract, NEW.published, NEW.organisation_name) BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug IN (OLD.slug, NEW.slug) AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_entry_removed AFTER DELETE ON feed_entries BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = OLD.slug AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_verdict_added AFTER INSERT ON paper_verdicts BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = NEW.slug AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_verdict_removed AFTER DELETE ON paper_verdicts BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = OLD.slug AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_room_added AFTER INSERT ON search_rooms BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = NEW.slug AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER search_room_changed AFTER UPDATE ON search_rooms WHEN OLD.claims <> NEW.claims OR OLD.body <> NEW.body BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = NEW.slug AND id NOT IN (SELECT id FROM search_pending);
        END;

        -- Stems in the texts' order, one row a paper; texts themselves are not kept twice.
        CREATE VIRTUAL TABLE search_text USING fts5 (title, authors, summary, claims, abstract, content = '', contentless_delete = 1, tokenize = 'ascii');
        INSERT INTO search_text (search_text, rank) VALUES ('automerge', 8);

        CREATE TABLE search_stems (id INTEGER PRIMARY KEY, stem TEXT NOT NULL) STRICT;
        CREATE TABLE search_words (id INTEGER PRIMARY KEY, word TEXT NOT NULL, stem INTEGER NOT NULL) STRICT;

        -- What ranking needs of a paper; no words when the paper is gone. A change has a stamp above all before it.
        CREATE TABLE search_papers (
            id INTEGER PRIMARY KEY,
            stamp INTEGER NOT NULL,
            day INTEGER NOT NULL,
            family TEXT,
            verdicts INTEGER NOT NULL,
            words BLOB
        ) STRICT;
        CREATE INDEX search_papers_by_stamp ON search_papers (stamp);

        -- Latent semantic models, the newest in force, and the papers' places in it.
        CREATE TABLE search_models (version INTEGER PRIMARY KEY, format INTEGER NOT NULL, papers INTEGER NOT NULL, content BLOB NOT NULL) STRICT;
        CREATE TABLE search_vectors (id INTEGER PRIMARY KEY, cluster INTEGER NOT NULL, vector BLOB NOT NULL) STRICT;
        """,

        // The catalogue's third script made the entries' table anew, without its triggers.
        """
        CREATE TRIGGER IF NOT EXISTS search_entry_added AFTER INSERT ON feed_entries BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = NEW.slug AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER IF NOT EXISTS search_entry_changed AFTER UPDATE ON feed_entries
        WHEN (OLD.slug, OLD.abstract, OLD.published, OLD.organisation_name) IS NOT (NEW.slug, NEW.abstract, NEW.published, NEW.organisation_name) BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug IN (OLD.slug, NEW.slug) AND id NOT IN (SELECT id FROM search_pending);
        END;
        CREATE TRIGGER IF NOT EXISTS search_entry_removed AFTER DELETE ON feed_entries BEGIN
            INSERT INTO search_pending (id) SELECT id FROM papers WHERE slug = OLD.slug AND id NOT IN (SELECT id FROM search_pending);
        END;

        -- Bytes of new words that are gathered before they become a segment of their own: with the usual million a batch leaves several, and all are merged again.
        INSERT INTO search_text (search_text, rank) VALUES ('hashsize', 33554432);
        """,
    ]);
}

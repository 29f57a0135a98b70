using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The tables of accounts and of what people do.</summary>
/// <remarks>
/// Times are whole seconds since 1970 (UTC), so that sums over time are plain arithmetic. What people wrote hangs on a paper by its
/// slug alone and outlives the paper's row: a room that is gone for a while takes no votes and comments with it. Triggers keep
/// the counts of votes and comments, and follow a slug that changes or is merged into another.
/// </remarks>
internal static class PeopleSchema
{
    // Without OR IGNORE: where a key of another table brings a change here, SQLite takes that key's way with conflicts in place of a trigger's own.
    private const string CountNew = "INSERT INTO paper_counts (slug) SELECT NEW.slug WHERE NOT EXISTS (SELECT 1 FROM paper_counts WHERE slug = NEW.slug);";

    private const string Move = """
        UPDATE votes SET slug = NEW.slug WHERE slug = OLD.slug AND NOT EXISTS (SELECT 1 FROM votes v WHERE v.slug = NEW.slug AND v.account = votes.account);
        UPDATE comments SET slug = NEW.slug WHERE slug = OLD.slug;
        UPDATE reading_list_papers SET slug = NEW.slug WHERE slug = OLD.slug AND NOT EXISTS (SELECT 1 FROM reading_list_papers p WHERE p.slug = NEW.slug AND p.list = reading_list_papers.list);
        UPDATE author_claims SET slug = NEW.slug WHERE slug = OLD.slug AND NOT EXISTS (SELECT 1 FROM author_claims k WHERE k.slug = NEW.slug AND k.account = author_claims.account);
        UPDATE notifications SET slug = NEW.slug WHERE slug = OLD.slug;
        UPDATE submissions SET slug = NEW.slug WHERE slug = OLD.slug;
        """;

    // What could not move, since its owner has the same on the paper that stays, would hang on a paper that is gone.
    private const string MoveAndTidy = $"""
        {Move}
        DELETE FROM votes WHERE slug = OLD.slug;
        DELETE FROM reading_list_papers WHERE slug = OLD.slug;
        DELETE FROM author_claims WHERE slug = OLD.slug;
        """;

    public static StoreModule Module { get; } = new("people",
    [
        """
        CREATE TABLE accounts (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL UNIQUE,
            email TEXT,
            email_key TEXT UNIQUE,
            password_hash TEXT,
            is_admin INTEGER NOT NULL DEFAULT 0,
            is_blocked INTEGER NOT NULL DEFAULT 0,
            failures INTEGER NOT NULL DEFAULT 0,
            locked_until INTEGER,
            created INTEGER NOT NULL,
            seen_paper INTEGER NOT NULL DEFAULT 0
        ) STRICT;

        CREATE TABLE account_sessions (
            key_hash TEXT PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created INTEGER NOT NULL,
            used INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX account_sessions_by_account ON account_sessions (account);

        CREATE TABLE account_links (
            token_hash TEXT PRIMARY KEY,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            purpose TEXT NOT NULL,
            payload TEXT NOT NULL,
            expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX account_links_by_account ON account_links (account, purpose);

        CREATE TABLE people_settings (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        """
        CREATE TABLE paper_counts (
            slug TEXT PRIMARY KEY,
            votes INTEGER NOT NULL DEFAULT 0,
            comments INTEGER NOT NULL DEFAULT 0
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE votes (
            slug TEXT NOT NULL,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            created INTEGER NOT NULL,
            PRIMARY KEY (slug, account)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX votes_by_account ON votes (account, created);
        CREATE INDEX votes_by_time ON votes (created, slug);

        CREATE TABLE comments (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            slug TEXT NOT NULL,
            account INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
            thread INTEGER REFERENCES comments (id) ON DELETE CASCADE,
            reply_to INTEGER REFERENCES comments (id) ON DELETE SET NULL,
            text TEXT NOT NULL,
            created INTEGER NOT NULL,
            edited INTEGER,
            removed TEXT CHECK (removed IN ('author', 'admin'))
        ) STRICT;
        CREATE INDEX comments_by_paper ON comments (slug, thread, id);
        CREATE INDEX comments_by_thread ON comments (thread, id);
        CREATE INDEX comments_by_reply ON comments (reply_to);
        CREATE INDEX comments_by_account ON comments (account, id);
        CREATE INDEX comments_by_time ON comments (created, slug);

        CREATE TABLE comment_reports (
            comment INTEGER NOT NULL REFERENCES comments (id) ON DELETE CASCADE,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            reason TEXT NOT NULL,
            created INTEGER NOT NULL,
            settled INTEGER,
            PRIMARY KEY (comment, account)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX comment_reports_open ON comment_reports (created) WHERE settled IS NULL;
        CREATE INDEX comment_reports_by_account ON comment_reports (account);

        CREATE TABLE notifications (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind TEXT NOT NULL,
            slug TEXT,
            comment INTEGER REFERENCES comments (id) ON DELETE CASCADE,
            says TEXT NOT NULL DEFAULT '',
            created INTEGER NOT NULL,
            is_read INTEGER NOT NULL DEFAULT 0
        ) STRICT;
        CREATE INDEX notifications_by_account ON notifications (account, id);
        CREATE INDEX notifications_unread ON notifications (account) WHERE is_read = 0;
        CREATE UNIQUE INDEX notifications_once ON notifications (comment, account) WHERE comment IS NOT NULL;

        CREATE TRIGGER votes_added AFTER INSERT ON votes BEGIN
            INSERT OR IGNORE INTO paper_counts (slug) VALUES (NEW.slug);
            UPDATE paper_counts SET votes = votes + 1 WHERE slug = NEW.slug;
        END;
        CREATE TRIGGER votes_taken_back AFTER DELETE ON votes BEGIN
            UPDATE paper_counts SET votes = votes - 1 WHERE slug = OLD.slug;
        END;
        CREATE TRIGGER votes_moved AFTER UPDATE OF slug ON votes WHEN OLD.slug <> NEW.slug BEGIN
            INSERT OR IGNORE INTO paper_counts (slug) VALUES (NEW.slug);
            UPDATE paper_counts SET votes = votes + 1 WHERE slug = NEW.slug;
            UPDATE paper_counts SET votes = votes - 1 WHERE slug = OLD.slug;
        END;
        CREATE TRIGGER comments_added AFTER INSERT ON comments WHEN NEW.removed IS NULL BEGIN
            INSERT OR IGNORE INTO paper_counts (slug) VALUES (NEW.slug);
            UPDATE paper_counts SET comments = comments + 1 WHERE slug = NEW.slug;
        END;
        CREATE TRIGGER comments_deleted AFTER DELETE ON comments WHEN OLD.removed IS NULL BEGIN
            UPDATE paper_counts SET comments = comments - 1 WHERE slug = OLD.slug;
        END;
        CREATE TRIGGER comments_changed AFTER UPDATE OF slug, removed ON comments BEGIN
            UPDATE paper_counts SET comments = comments - 1 WHERE slug = OLD.slug AND OLD.removed IS NULL;
            INSERT OR IGNORE INTO paper_counts (slug) VALUES (NEW.slug);
            UPDATE paper_counts SET comments = comments + 1 WHERE slug = NEW.slug AND NEW.removed IS NULL;
        END;
        """,
        """
        CREATE TABLE reading_lists (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            name_key TEXT NOT NULL,
            is_public INTEGER NOT NULL DEFAULT 0,
            created INTEGER NOT NULL,
            UNIQUE (account, name_key)
        ) STRICT;

        CREATE TABLE reading_list_papers (
            list INTEGER NOT NULL REFERENCES reading_lists (id) ON DELETE CASCADE,
            slug TEXT NOT NULL,
            added INTEGER NOT NULL,
            PRIMARY KEY (list, slug)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reading_list_papers_by_slug ON reading_list_papers (slug);

        CREATE TABLE follows (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            kind TEXT NOT NULL CHECK (kind IN ('family', 'author', 'search')),
            value TEXT NOT NULL,
            value_key TEXT NOT NULL,
            created INTEGER NOT NULL,
            UNIQUE (account, kind, value_key)
        ) STRICT;

        CREATE TABLE author_claims (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            slug TEXT NOT NULL,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            author TEXT NOT NULL,
            note TEXT NOT NULL,
            state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'refused')),
            created INTEGER NOT NULL,
            decided INTEGER,
            UNIQUE (slug, account)
        ) STRICT;
        CREATE INDEX author_claims_by_account ON author_claims (account);
        CREATE INDEX author_claims_open ON author_claims (created) WHERE state = 'open';

        CREATE TABLE submissions (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            account INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
            arxiv TEXT,
            address TEXT,
            title TEXT NOT NULL DEFAULT '',
            note TEXT NOT NULL DEFAULT '',
            state TEXT NOT NULL CHECK (state IN ('open', 'accepted', 'refused')),
            answer TEXT NOT NULL DEFAULT '',
            slug TEXT,
            created INTEGER NOT NULL,
            decided INTEGER
        ) STRICT;
        CREATE INDEX submissions_by_account ON submissions (account, id);
        CREATE INDEX submissions_open ON submissions (created) WHERE state = 'open';

        CREATE TABLE run_visits (
            run INTEGER PRIMARY KEY,
            account INTEGER REFERENCES accounts (id) ON DELETE SET NULL,
            visitor TEXT NOT NULL,
            created INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX run_visits_by_account ON run_visits (account, created);
        CREATE INDEX run_visits_by_visitor ON run_visits (visitor, created);

        CREATE TRIGGER people_follow_paper AFTER UPDATE OF slug ON papers WHEN OLD.slug <> NEW.slug BEGIN
            UPDATE OR IGNORE votes SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE comments SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE OR IGNORE reading_list_papers SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE OR IGNORE author_claims SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE notifications SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE submissions SET slug = NEW.slug WHERE slug = OLD.slug;
        END;
        CREATE TRIGGER people_follow_entry AFTER UPDATE OF slug ON feed_entries WHEN OLD.slug <> NEW.slug BEGIN
            UPDATE OR IGNORE votes SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE comments SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE OR IGNORE reading_list_papers SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE OR IGNORE author_claims SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE notifications SET slug = NEW.slug WHERE slug = OLD.slug;
            UPDATE submissions SET slug = NEW.slug WHERE slug = OLD.slug;
        END;
        """,
        """
        ALTER TABLE run_visits ADD COLUMN stopped_after REAL;
        """,
        $"""
        DROP TRIGGER votes_added;
        DROP TRIGGER votes_moved;
        DROP TRIGGER comments_added;
        DROP TRIGGER comments_changed;
        DROP TRIGGER people_follow_paper;
        DROP TRIGGER IF EXISTS people_follow_entry;

        CREATE TRIGGER votes_added AFTER INSERT ON votes BEGIN
            {CountNew}
            UPDATE paper_counts SET votes = votes + 1 WHERE slug = NEW.slug;
        END;
        CREATE TRIGGER votes_moved AFTER UPDATE OF slug ON votes WHEN OLD.slug <> NEW.slug BEGIN
            {CountNew}
            UPDATE paper_counts SET votes = votes + 1 WHERE slug = NEW.slug;
            UPDATE paper_counts SET votes = votes - 1 WHERE slug = OLD.slug;
        END;
        CREATE TRIGGER comments_added AFTER INSERT ON comments WHEN NEW.removed IS NULL BEGIN
            {CountNew}
            UPDATE paper_counts SET comments = comments + 1 WHERE slug = NEW.slug;
        END;
        CREATE TRIGGER comments_changed AFTER UPDATE OF slug, removed ON comments BEGIN
            UPDATE paper_counts SET comments = comments - 1 WHERE slug = OLD.slug AND OLD.removed IS NULL;
            {CountNew}
            UPDATE paper_counts SET comments = comments + 1 WHERE slug = NEW.slug AND NEW.removed IS NULL;
        END;

        CREATE TRIGGER people_follow_paper AFTER UPDATE OF slug ON papers WHEN OLD.slug <> NEW.slug BEGIN
            {Move}
        END;
        -- Two papers that turn out to be one: the titles go over to the one that stays, whatever days both stood on.
        CREATE TRIGGER people_follow_title AFTER UPDATE OF slug ON paper_titles WHEN OLD.slug <> NEW.slug BEGIN
            {Move}
        END;
        """,
        $"""
        DROP TRIGGER people_follow_paper;
        DROP TRIGGER people_follow_title;
        CREATE TRIGGER people_follow_paper AFTER UPDATE OF slug ON papers WHEN OLD.slug <> NEW.slug BEGIN
            {MoveAndTidy}
        END;
        CREATE TRIGGER people_follow_title AFTER UPDATE OF slug ON paper_titles WHEN OLD.slug <> NEW.slug BEGIN
            {MoveAndTidy}
        END;
        """,
    ]);
}

namespace Praxis.Lab;

/// <summary>The tables of the runs.</summary>
internal static class RunSchema
{
    public static StoreModule Module { get; } = new("runs",
    [
        """
        CREATE TABLE runs (
            id            INTEGER PRIMARY KEY AUTOINCREMENT,
            slug          TEXT NOT NULL,
            scale         TEXT NOT NULL,
            seeds         TEXT NOT NULL,
            state         TEXT NOT NULL CHECK (state IN ('queued', 'running', 'finished', 'failed', 'cancelled', 'interrupted')),
            created       TEXT NOT NULL,
            started       TEXT,
            ended         TEXT,
            seconds       REAL,
            message       TEXT,
            verdicts      TEXT,
            owner         INTEGER NOT NULL,
            owner_started TEXT NOT NULL
        ) STRICT;
        CREATE INDEX runs_by_slug ON runs (slug, id);
        CREATE INDEX runs_at_work ON runs (state) WHERE state IN ('queued', 'running');

        CREATE TABLE run_reports (
            run    INTEGER PRIMARY KEY REFERENCES runs (id) ON DELETE CASCADE,
            report TEXT NOT NULL
        ) STRICT;

        CREATE TABLE run_settings (
            slug        TEXT NOT NULL,
            scale       TEXT NOT NULL,
            seeds       TEXT NOT NULL,
            fingerprint TEXT NOT NULL,
            setting     TEXT NOT NULL,
            result      TEXT NOT NULL,
            PRIMARY KEY (slug, scale, seeds, fingerprint, setting)
        ) STRICT, WITHOUT ROWID;
        """,
    ]);
}

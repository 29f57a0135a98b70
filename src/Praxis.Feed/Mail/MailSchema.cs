using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The tables of subscriptions and of mail on its way.</summary>
/// <remarks>
/// Times are whole seconds since 1970 (UTC). A digest's row and its mail are written in one transaction, and the row's key is the
/// subscriber and the day: whatever is killed when, there is one mail or none yet. A mail's text and address go from the store when it has been sent or given up.
/// </remarks>
internal static class MailSchema
{
    public static StoreModule Module { get; } = new("mail",
    [
        """
        CREATE TABLE subscribers (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            email TEXT NOT NULL,
            email_key TEXT NOT NULL UNIQUE,
            rhythm TEXT NOT NULL CHECK (rhythm IN ('daily', 'weekly')),
            topics TEXT NOT NULL,
            covered INTEGER NOT NULL,
            confirmed INTEGER NOT NULL
        ) STRICT;

        CREATE TABLE subscription_requests (
            token_hash TEXT PRIMARY KEY,
            email TEXT NOT NULL,
            email_key TEXT NOT NULL,
            rhythm TEXT NOT NULL CHECK (rhythm IN ('daily', 'weekly')),
            topics TEXT NOT NULL,
            created INTEGER NOT NULL,
            expires INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX subscription_requests_by_email ON subscription_requests (email_key, created);

        CREATE TABLE stopped_addresses (
            email_key TEXT PRIMARY KEY,
            reason TEXT NOT NULL,
            stopped INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            subscriber INTEGER REFERENCES subscribers (id) ON DELETE CASCADE,
            recipient TEXT NOT NULL,
            subject TEXT NOT NULL,
            message_id TEXT NOT NULL UNIQUE,
            message BLOB,
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'sending', 'handing', 'sent', 'failed')),
            attempts INTEGER NOT NULL DEFAULT 0,
            doubtful INTEGER NOT NULL DEFAULT 0,
            due INTEGER NOT NULL,
            expires INTEGER NOT NULL,
            error TEXT,
            created INTEGER NOT NULL,
            ended INTEGER
        ) STRICT;
        CREATE INDEX outbox_by_due ON outbox (due) WHERE ended IS NULL;
        CREATE INDEX outbox_by_subscriber ON outbox (subscriber) WHERE subscriber IS NOT NULL;

        CREATE TABLE digests (
            subscriber INTEGER NOT NULL REFERENCES subscribers (id) ON DELETE CASCADE,
            day TEXT NOT NULL,
            outbox INTEGER REFERENCES outbox (id) ON DELETE SET NULL,
            papers INTEGER NOT NULL,
            PRIMARY KEY (subscriber, day)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX digests_by_outbox ON digests (outbox) WHERE outbox IS NOT NULL;

        CREATE TABLE mail_keys (
            name TEXT PRIMARY KEY,
            key BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;
        """,
        // Whose a mail was that has been sent or given up is nobody's business.
        """
        UPDATE outbox SET recipient = '' WHERE ended IS NOT NULL;
        """,
    ]);
}

/// <summary>The tables of subscriptions and of mail.</summary>
public static class MailTables
{
    /// <summary>The tables; they stand beside those of <see cref="Catalogue.Module"/>, which must be opened before.</summary>
    public static StoreModule Module => MailSchema.Module;
}

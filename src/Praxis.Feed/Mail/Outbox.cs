using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A mail whose turn it is.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Recipient">The address.</param>
/// <param name="Message">Head and text.</param>
/// <param name="Attempts">How many tries there have been, this one counted.</param>
public sealed record DueMail(long Id, string Recipient, byte[] Message, int Attempts)
{
    // How the store's rows are read.
    private DueMail(long id, string recipient, byte[] message, long attempts) : this(id, recipient, message, (int)attempts)
    {
    }
}

/// <summary>What the outbox holds.</summary>
/// <param name="Waiting">Mails that wait for their turn or are being sent.</param>
/// <param name="Sent">Mails that were taken by a server, of the last 60 days.</param>
/// <param name="Failed">Mails that were given up.</param>
/// <param name="Doubtful">Of the sent ones those that were handed over twice, because the first answer was never seen.</param>
/// <param name="Stopped">Addresses that get nothing.</param>
public sealed record OutboxCounts(int Waiting, int Sent, int Failed, int Doubtful, int Stopped);

/// <summary>
/// Mail on its way, in the store. What is added is there after a crash. A mail goes through <c>waiting</c>, <c>sending</c> (a process has it), <c>handing</c> (its end is about
/// to be sent) and <c>sent</c>; each step is committed before the next begins. A process that dies before <c>handing</c> has delivered nothing, and the mail is sent
/// again by the next. One that dies in <c>handing</c> may have delivered it: SMTP cannot be asked. Then it is sent again, too, with the same Message-ID, by which
/// receivers drop the second; nothing is lost.
/// </summary>
/// <param name="store">The store, opened with <see cref="MailTables.Module"/>.</param>
/// <param name="settings">The server; the head of a mail names its sender.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class Outbox(PraxisStore store, SmtpSettings settings, TimeProvider? clock = null) : IMailOutbox
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <inheritdoc/>
    public bool IsConfigured => true;

    /// <summary>Raised after a mail was added, so that it need not wait for the next look.</summary>
    public event Action? Added;

    /// <inheritdoc/>
    public void Add(OutgoingMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        var message = MailMessage.Plain(settings, mail, _clock.GetUtcNow());
        using (var connection = store.Connect())
        {
            using var transaction = connection.BeginTransaction(deferred: false);
            if (!IsStopped(connection, transaction, MailText.Key(mail.To))) Insert(connection, transaction, null, message, MailLimits.LinkLife);
            transaction.Commit();
        }
        Added?.Invoke();
    }

    /// <summary>Adds a subscriber's digest of a day and moves on what the subscriber has been told of, all or nothing.</summary>
    /// <param name="subscriber">The subscriber.</param>
    /// <param name="day">The day; a second digest of the same day is not added.</param>
    /// <param name="covered">Up to which second its papers came here.</param>
    /// <param name="papers">How many papers it has.</param>
    /// <param name="content">What it says; null when there is nothing to tell, which is remembered, too.</param>
    /// <returns>Whether it was added; not when there is one of that day, or the subscriber is gone.</returns>
    public bool AddDigest(Subscriber subscriber, DateOnly day, long covered, int papers, DigestContent? content)
    {
        ArgumentNullException.ThrowIfNull(subscriber);
        var message = content is null ? null : MailMessage.Digest(settings, subscriber.Email, content, _clock.GetUtcNow());
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var added = connection.Execute(
            """
            INSERT INTO digests (subscriber, day, papers) SELECT @Id, @day, @papers
            WHERE EXISTS (SELECT 1 FROM subscribers WHERE id = @Id) ON CONFLICT (subscriber, day) DO NOTHING
            """, new { subscriber.Id, day = Days.Format(day), papers }, transaction) > 0;
        if (added)
        {
            connection.Execute("UPDATE subscribers SET covered = max(covered, @covered) WHERE id = @Id", new { subscriber.Id, covered }, transaction);
            if (message is not null && !IsStopped(connection, transaction, MailText.Key(subscriber.Email)))
            {
                var outbox = Insert(connection, transaction, subscriber.Id, message, MailLimits.DigestLife);
                connection.Execute("UPDATE digests SET outbox = @outbox WHERE subscriber = @Id AND day = @day", new { outbox, subscriber.Id, day = Days.Format(day) }, transaction);
            }
        }
        transaction.Commit();
        if (added && message is not null) Added?.Invoke();
        return added;
    }

    /// <summary>Takes the next mail whose turn it is, so that no other process has it; null when there is none.</summary>
    public DueMail? Take()
    {
        var now = _clock.Now();
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        // What a process that is gone had in hand comes back. Where its end may have been sent, that is remembered.
        connection.Execute(
            "UPDATE outbox SET doubtful = doubtful + (state = 'handing'), state = 'waiting', error = coalesce(error, 'the process that sent it ended') WHERE ended IS NULL AND state IN ('sending', 'handing') AND due <= @now",
            new { now }, transaction);
        connection.Execute("UPDATE outbox SET state = 'failed', message = NULL, recipient = '', ended = @now, error = coalesce(error, 'not sent in time') WHERE ended IS NULL AND state = 'waiting' AND expires <= @now", new { now }, transaction);
        // The lease is a due time, too: when it is over, the mail is anyone's.
        var mail = connection.QuerySingleOrDefault<DueMail>(
            """
            UPDATE outbox SET state = 'sending', attempts = attempts + 1, due = @lease
            WHERE id = (SELECT id FROM outbox WHERE ended IS NULL AND state = 'waiting' AND due <= @now ORDER BY due, id LIMIT 1)
            RETURNING id, recipient, message, attempts
            """, new { now, lease = now + (long)MailLimits.Lease.TotalSeconds }, transaction);
        transaction.Commit();
        return mail;
    }

    /// <summary>Remembers that a mail's end is about to be sent.</summary>
    /// <exception cref="OperationCanceledException">The mail is no longer there: its reader has unsubscribed in the meantime.</exception>
    public void Hand(DueMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var connection = store.Connect();
        if (connection.Execute("UPDATE outbox SET state = 'handing' WHERE id = @Id AND state = 'sending' AND attempts = @Attempts", new { mail.Id, mail.Attempts }) == 0)
            throw new OperationCanceledException("The mail is no longer to be sent.");
    }

    /// <summary>Remembers that a mail was taken by the server.</summary>
    public void Sent(DueMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        using var connection = store.Connect();
        connection.Execute("UPDATE outbox SET state = 'sent', message = NULL, recipient = '', ended = @now, error = NULL WHERE id = @Id", new { mail.Id, now = _clock.Now() });
    }

    /// <summary>Remembers that a mail was not delivered: it waits for another try, is given up, or its address gets nothing any more.</summary>
    public void Failed(DueMail mail, SmtpException failure)
    {
        ArgumentNullException.ThrowIfNull(mail);
        ArgumentNullException.ThrowIfNull(failure);
        var now = _clock.Now();
        var parameters = new { mail.Id, now, error = MailText.Line(failure.Message, MailLimits.LongestReason), due = now + (long)MailLimits.Wait(mail.Attempts).TotalSeconds, doubtful = failure.IsDoubtful ? 1 : 0, key = MailText.Key(mail.Recipient) };
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute(
            failure.Outcome == SmtpOutcome.TryAgain
                ? "UPDATE outbox SET state = 'waiting', due = @due, error = @error, doubtful = doubtful + @doubtful WHERE id = @Id AND ended IS NULL"
                : "UPDATE outbox SET state = 'failed', message = NULL, recipient = '', ended = @now, error = @error WHERE id = @Id AND ended IS NULL",
            parameters, transaction);
        if (failure.Outcome == SmtpOutcome.AddressRefused)
        {
            connection.Execute("INSERT INTO stopped_addresses (email_key, reason, stopped) VALUES (@key, @error, @now) ON CONFLICT (email_key) DO UPDATE SET reason = excluded.reason, stopped = excluded.stopped", parameters, transaction);
            // The subscription is over: whoever gets this address again is asked again.
            connection.Execute("UPDATE outbox SET state = 'failed', message = NULL, recipient = '', ended = @now, error = @error, subscriber = NULL WHERE subscriber IN (SELECT id FROM subscribers WHERE email_key = @key) AND ended IS NULL", parameters, transaction);
            connection.Execute("UPDATE outbox SET subscriber = NULL WHERE subscriber IN (SELECT id FROM subscribers WHERE email_key = @key)", parameters, transaction);
            connection.Execute("DELETE FROM subscribers WHERE email_key = @key", parameters, transaction);
        }
        transaction.Commit();
    }

    /// <summary>When the next mail can be sent, or null when none waits.</summary>
    public DateTimeOffset? NextDue()
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<long?>("SELECT min(due) FROM outbox WHERE ended IS NULL") is { } due ? DateTimeOffset.FromUnixTimeSeconds(due) : null;
    }

    /// <summary>What is waiting, sent, given up.</summary>
    public OutboxCounts Counts()
    {
        using var connection = store.Connect();
        var (waiting, sent, failed, doubtful, stopped) = connection.QuerySingle<(long, long, long, long, long)>("""
            SELECT coalesce(sum(ended IS NULL), 0), coalesce(sum(state = 'sent'), 0), coalesce(sum(state = 'failed'), 0), coalesce(sum(state = 'sent' AND doubtful > 0), 0), (SELECT count(*) FROM stopped_addresses) FROM outbox
            """);
        return new OutboxCounts((int)waiting, (int)sent, (int)failed, (int)doubtful, (int)stopped);
    }

    /// <summary>Forgets what became of mails long ago, requests that are over, and addresses that were stopped long ago.</summary>
    public void Tidy()
    {
        using var connection = store.Connect();
        connection.Execute(
            """
            DELETE FROM outbox WHERE ended < @old;
            DELETE FROM subscription_requests WHERE expires < @now AND created < @yesterday;
            DELETE FROM stopped_addresses WHERE stopped < @stopped;
            """,
            new { now = _clock.Now(), old = _clock.Now() - (long)MailLimits.Kept.TotalSeconds, yesterday = _clock.Now() - 86_400, stopped = _clock.Now() - (long)MailLimits.Stop.TotalSeconds });
    }

    private long Insert(SqliteConnection connection, SqliteTransaction transaction, long? subscriber, MailMessage message, TimeSpan life)
    {
        var now = _clock.Now();
        return connection.ExecuteScalar<long>(
            """
            INSERT INTO outbox (subscriber, recipient, subject, message_id, message, due, expires, created)
            VALUES (@subscriber, @Recipient, @Subject, @Id, @Bytes, @now, @expires, @now) RETURNING id
            """, new { subscriber, message.Recipient, message.Subject, message.Id, message.Bytes, now, expires = now + (long)life.TotalSeconds }, transaction);
    }

    private bool IsStopped(SqliteConnection connection, SqliteTransaction transaction, string key) => connection.ExecuteScalar<long>(
        "SELECT count(*) FROM stopped_addresses WHERE email_key = @key AND stopped >= @since", new { key, since = _clock.Now() - (long)MailLimits.Stop.TotalSeconds }, transaction) > 0;
}

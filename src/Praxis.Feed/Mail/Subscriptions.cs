using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Who gets digests. Nobody does before following a link in a mail; whoever unsubscribes is forgotten.</summary>
/// <param name="store">The store, opened with <see cref="MailTables.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class Subscriptions(PraxisStore store, TimeProvider? clock = null)
{
    private const string Columns = "id AS Id, email AS Email, rhythm AS Rhythm, topics AS Topics, covered AS Covered, confirmed AS Confirmed";

    private sealed record Row(long Id, string Email, string Rhythm, string Topics, long Covered, long Confirmed)
    {
        public Subscriber Subscriber => new(Id, Email, Read(Rhythm), DigestTopics.FromJson(Topics), Covered, Confirmed);
    }

    private sealed record RequestRow(string Email, string Rhythm, string Topics)
    {
        public SubscriptionRequest Request => new(Email, Read(Rhythm), DigestTopics.FromJson(Topics));
    }

    /// <summary>Keeps what somebody asked for, until its link is followed.</summary>
    /// <returns>The link's token; null when this address was asked too often today, so that nobody can fill another's mailbox.</returns>
    public string? Ask(SubscriptionRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var token = Secret.New();
        var now = clock.Now();
        using var connection = store.Connect();
        return connection.Execute(
            """
            INSERT INTO subscription_requests (token_hash, email, email_key, rhythm, topics, created, expires)
            SELECT @hash, @email, @key, @rhythm, @topics, @now, @expires
            WHERE (SELECT count(*) FROM subscription_requests WHERE email_key = @key AND created > @yesterday) < @RequestsADay
            """,
            new
            {
                hash = Secret.Hash(token),
                email = request.Email,
                key = MailText.Key(request.Email),
                rhythm = Word(request.Rhythm),
                topics = request.Topics.ToJson(),
                now,
                yesterday = now - 86_400,
                expires = now + (long)MailLimits.RequestLife.TotalSeconds,
                MailLimits.RequestsADay,
            }) > 0 ? token : null;
    }

    /// <summary>What a link is for, without using it up; null when it does not work.</summary>
    public SubscriptionRequest? Look(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<RequestRow>(
            "SELECT email AS Email, rhythm AS Rhythm, topics AS Topics FROM subscription_requests WHERE token_hash = @hash AND expires >= @now",
            new { hash = Secret.Hash(token), now = clock.Now() })?.Request;
    }

    /// <summary>Follows a link: the subscription begins, or the one that the address has changes. A link works once.</summary>
    /// <returns>The subscriber, or null when the link does not work.</returns>
    public Subscriber? Confirm(string? token)
    {
        if (string.IsNullOrEmpty(token)) return null;
        var now = clock.Now();
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        // The row stays for a day without effect, so that it still counts against the address.
        var request = connection.QuerySingleOrDefault<RequestRow>(
            "UPDATE subscription_requests SET expires = -1 WHERE token_hash = @hash AND expires >= @now RETURNING email AS Email, rhythm AS Rhythm, topics AS Topics", new { hash = Secret.Hash(token), now }, transaction);
        if (request is null) return null;
        var parameters = new { request.Email, request.Rhythm, request.Topics, key = MailText.Key(request.Email), now };
        // Who follows a link that was mailed can be reached.
        connection.Execute("DELETE FROM stopped_addresses WHERE email_key = @key", parameters, transaction);
        var row = connection.QuerySingle<Row>(
            $"""
            INSERT INTO subscribers (email, email_key, rhythm, topics, covered, confirmed) VALUES (@Email, @key, @Rhythm, @Topics, @now, @now)
            ON CONFLICT (email_key) DO UPDATE SET rhythm = excluded.rhythm, topics = excluded.topics
            RETURNING {Columns}
            """, parameters, transaction);
        transaction.Commit();
        return row.Subscriber;
    }

    /// <summary>The subscriber with a number, or null.</summary>
    public Subscriber? Find(long id) => One("id = @value", id);

    /// <summary>The subscriber with an address, or null.</summary>
    public Subscriber? Find(string email) => One("email_key = @value", MailText.Key(email));

    /// <summary>All subscribers, in the order in which they came.</summary>
    public IReadOnlyList<Subscriber> All()
    {
        using var connection = store.Connect();
        return [.. connection.Query<Row>($"SELECT {Columns} FROM subscribers ORDER BY id").Select(row => row.Subscriber)];
    }

    /// <summary>Changes what a subscriber gets.</summary>
    /// <returns>Whether there is such a subscriber.</returns>
    public bool Change(long id, DigestRhythm rhythm, DigestTopics topics)
    {
        ArgumentNullException.ThrowIfNull(topics);
        using var connection = store.Connect();
        return connection.Execute("UPDATE subscribers SET rhythm = @rhythm, topics = @topics WHERE id = @id", new { id, rhythm = Word(rhythm), topics = topics.ToJson() }) > 0;
    }

    /// <summary>Forgets a subscriber: the address, what was asked with it, every digest that has not been sent.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(long id)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("DELETE FROM subscription_requests WHERE email_key = (SELECT email_key FROM subscribers WHERE id = @id)", new { id }, transaction);
        var removed = connection.Execute("DELETE FROM subscribers WHERE id = @id", new { id }, transaction) > 0;
        transaction.Commit();
        return removed;
    }

    /// <summary>The newest day of which a subscriber has had a digest, or null.</summary>
    public DateOnly? LastDigest(long id)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<string?>("SELECT max(day) FROM digests WHERE subscriber = @id", new { id }) is { } day ? DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture) : null;
    }

    private Subscriber? One(string condition, object value)
    {
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<Row>($"SELECT {Columns} FROM subscribers WHERE {condition}", new { value })?.Subscriber;
    }

    private static string Word(DigestRhythm rhythm) => rhythm == DigestRhythm.Weekly ? "weekly" : "daily";

    private static DigestRhythm Read(string word) => word == "weekly" ? DigestRhythm.Weekly : DigestRhythm.Daily;
}

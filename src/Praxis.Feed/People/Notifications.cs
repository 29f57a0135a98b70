using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What a reader is told of.</summary>
public enum NotificationKind
{
    /// <summary>Somebody answered a comment of theirs.</summary>
    Reply,

    /// <summary>Somebody mentioned them in a comment.</summary>
    Mention,

    /// <summary>Somebody began a thread on a paper of theirs.</summary>
    Paper,

    /// <summary>Their claim to be an author was decided.</summary>
    Claim,

    /// <summary>Their submission was decided.</summary>
    Submission,
}

/// <summary>Something a reader is told of.</summary>
public sealed record Notification
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>Its kind in a small-letter word.</summary>
    public required string Kind { get; init; }

    /// <summary>The paper, or null.</summary>
    public string? Slug { get; init; }

    /// <summary>The paper's title, or null.</summary>
    public string? Title { get; init; }

    /// <summary>The comment, or null.</summary>
    public long? Comment { get; init; }

    /// <summary>The comment's text (hostile), or null.</summary>
    public string? Text { get; init; }

    /// <summary>The name of the comment's writer, or null.</summary>
    public string? Writer { get; init; }

    /// <summary>What there is to say besides (partly hostile).</summary>
    public required string Says { get; init; }

    /// <summary>When it happened, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>Whether the reader has seen it.</summary>
    public bool IsRead { get; init; }
}

/// <summary>What readers are told of: answers, mentions, decisions.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
public sealed class Notifications(PraxisStore store)
{
    /// <summary>What an account is told of, newest first.</summary>
    public IReadOnlyList<Notification> Of(long account, int limit = 50, int offset = 0)
    {
        using var connection = store.Connect();
        return [.. connection.Query<Notification>(
            """
            SELECT n.id, n.kind, n.slug, p.title, n.comment, c.text, a.name AS Writer, n.says, n.created, n.is_read AS IsRead
            FROM notifications n LEFT JOIN papers p ON p.slug = n.slug LEFT JOIN comments c ON c.id = n.comment LEFT JOIN accounts a ON a.id = c.account
            WHERE n.account = @account ORDER BY n.id DESC LIMIT @limit OFFSET @offset
            """, new { account, limit, offset })];
    }

    /// <summary>How many an account has not seen.</summary>
    public int CountUnread(long account)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>("SELECT count(*) FROM notifications WHERE account = @account AND is_read = 0", new { account });
    }

    /// <summary>Everything up to a number counts as seen; what came while the page was open does not.</summary>
    public void Read(long account, long upTo)
    {
        using var connection = store.Connect();
        connection.Execute("UPDATE notifications SET is_read = 1 WHERE account = @account AND id <= @upTo AND is_read = 0", new { account, upTo });
    }
}

using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A report on a comment that waits for the admin.</summary>
public sealed record CommentReport
{
    /// <summary>The comment.</summary>
    public required long Comment { get; init; }

    /// <summary>Its paper.</summary>
    public required string Slug { get; init; }

    /// <summary>Its text (hostile).</summary>
    public required string Text { get; init; }

    /// <summary>The name of its writer, or null.</summary>
    public string? Writer { get; init; }

    /// <summary>The names of those who reported it.</summary>
    public required string Reporters { get; init; }

    /// <summary>Their reasons (hostile), one a line.</summary>
    public required string Reasons { get; init; }

    /// <summary>How many reported it.</summary>
    public required int Count { get; init; }

    /// <summary>When the first did, in seconds since 1970.</summary>
    public required long Created { get; init; }
}

/// <summary>Reports on comments.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class CommentReports(PraxisStore store, TimeProvider? clock = null)
{
    /// <summary>Reports a comment; a second report of the same account changes nothing.</summary>
    public void Add(long comment, long account, string reason)
    {
        using var connection = store.Connect();
        connection.Execute("INSERT INTO comment_reports (comment, account, reason, created) VALUES (@comment, @account, @reason, @now) ON CONFLICT (comment, account) DO NOTHING",
            new { comment, account, reason, now = clock.Now() });
    }

    /// <summary>The reported comments that nobody has decided on, the oldest first.</summary>
    public IReadOnlyList<CommentReport> Open(int limit = 100)
    {
        using var connection = store.Connect();
        return [.. connection.Query<CommentReport>(
            """
            SELECT r.comment, c.slug, c.text, w.name AS Writer, group_concat(a.name, ', ') AS Reporters, group_concat(r.reason, char(10)) AS Reasons,
                count(*) AS Count, min(r.created) AS Created
            FROM comment_reports r JOIN comments c ON c.id = r.comment JOIN accounts a ON a.id = r.account LEFT JOIN accounts w ON w.id = c.account
            WHERE r.settled IS NULL GROUP BY r.comment ORDER BY min(r.created) LIMIT @limit
            """, new { limit })];
    }

    /// <summary>How many reported comments nobody has decided on.</summary>
    public int CountOpen()
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>("SELECT count(DISTINCT comment) FROM comment_reports WHERE settled IS NULL");
    }

    /// <summary>Leaves the comment as it is; the same readers cannot report it again.</summary>
    public void Settle(long comment)
    {
        using var connection = store.Connect();
        connection.Execute("UPDATE comment_reports SET settled = @now WHERE comment = @comment AND settled IS NULL", new { comment, now = clock.Now() });
    }
}

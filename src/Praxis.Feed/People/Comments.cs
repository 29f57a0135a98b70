using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Comments on papers, in threads. The table <c>comments (slug, created, removed …)</c> is indexed by time.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class Comments(PraxisStore store, TimeProvider? clock = null)
{
    private const int MostReplies = 1000;

    private const string Select = """
        SELECT c.id, c.slug, c.account, a.name, c.thread, c.reply_to AS ReplyTo, CASE WHEN c.removed IS NULL THEN c.text ELSE '' END AS text,
            c.created, c.edited, c.removed, coalesce(a.is_admin, 0) AS IsAdmin,
            EXISTS (SELECT 1 FROM author_claims k WHERE k.slug = c.slug AND k.account = c.account AND k.state = 'confirmed') AS IsPaperAuthor
        FROM comments c LEFT JOIN accounts a ON a.id = c.account
        """;

    /// <summary>Adds a comment, and tells those it answers and those it mentions, all in one transaction.</summary>
    /// <param name="slug">The paper.</param>
    /// <param name="account">Who writes.</param>
    /// <param name="text">The text in Markdown.</param>
    /// <param name="replyTo">The comment that is answered, or null.</param>
    /// <param name="mentions">Names in the text; those that are no names tell nobody.</param>
    /// <returns>The comment's number, or null when the comment to be answered is not on this paper or was removed.</returns>
    public long? Add(string slug, long account, string text, long? replyTo = null, IReadOnlyList<string>? mentions = null)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var answered = replyTo is null ? null : One(connection, transaction, replyTo.Value);
        if (replyTo is not null && (answered is null || answered.Slug != slug || answered.Removed is not null)) return null;
        var id = connection.ExecuteScalar<long>(
            "INSERT INTO comments (slug, account, thread, reply_to, text, created) VALUES (@slug, @account, @thread, @replyTo, @text, @now) RETURNING id",
            new { slug, account, thread = answered?.Thread ?? answered?.Id, replyTo, text, now = clock.Now() }, transaction);
        var tell = new Telling(connection, transaction, slug, id, account, clock.Now());
        if (answered?.Account is { } writer) tell.One(writer, NotificationKind.Reply);
        tell.Named(mentions ?? []);
        if (answered is null) tell.PaperAuthors();
        transaction.Commit();
        return id;
    }

    /// <summary>Changes a comment's text; those it now mentions for the first time are told.</summary>
    /// <returns>Whether the account has such a comment that was not removed.</returns>
    public bool Edit(long id, long account, string text, IReadOnlyList<string>? mentions = null)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var slug = connection.ExecuteScalar<string?>(
            "UPDATE comments SET text = @text, edited = @now WHERE id = @id AND account = @account AND removed IS NULL RETURNING slug", new { id, account, text, now = clock.Now() }, transaction);
        if (slug is null) return false;
        new Telling(connection, transaction, slug, id, account, clock.Now()).Named(mentions ?? []);
        transaction.Commit();
        return true;
    }

    /// <summary>Removes a comment by its writer: the text is gone for good, and so is what it told others.</summary>
    /// <returns>Whether the account has such a comment that was not removed.</returns>
    public bool RemoveOwn(long id, long account) => Remove("author", "id = @id AND account = @account", new { id, account }, id);

    /// <summary>Removes a comment by the admin, and settles the reports on it.</summary>
    /// <returns>Whether there is such a comment that was not removed.</returns>
    public bool RemoveAsAdmin(long id) => Remove("admin", "id = @id", new { id }, id);

    /// <summary>A comment, or null.</summary>
    public Comment? Find(long id)
    {
        using var connection = store.Connect();
        return One(connection, null, id);
    }

    /// <summary>A paper's threads, the newest first. A removed comment stays in sight where it has answers.</summary>
    public IReadOnlyList<CommentThread> Threads(string slug, int limit = 50, int offset = 0)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: true);
        var first = connection.Query<Comment>($"{Select} WHERE c.slug = @slug AND c.thread IS NULL AND {Visible} ORDER BY c.id DESC LIMIT @limit OFFSET @offset", new { slug, limit, offset }, transaction).ToList();
        var replies = connection.Query<Comment>($"{Select} WHERE c.thread IN @ids AND c.removed IS NULL ORDER BY c.id LIMIT @MostReplies", new { ids = first.Select(one => one.Id), MostReplies }, transaction)
            .ToLookup(one => one.Thread!.Value);
        return [.. first.Select(one => new CommentThread(one, [.. replies[one.Id]]))];
    }

    /// <summary>How many threads a paper has.</summary>
    public int CountThreads(string slug)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>($"SELECT count(*) FROM comments c WHERE c.slug = @slug AND c.thread IS NULL AND {Visible}", new { slug });
    }

    /// <summary>How many threads of its paper are newer than the one in which a comment stands: where it is found among all.</summary>
    public int ThreadsBefore(Comment comment)
    {
        ArgumentNullException.ThrowIfNull(comment);
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>($"SELECT count(*) FROM comments c WHERE c.slug = @Slug AND c.thread IS NULL AND c.id > @first AND {Visible}", new { comment.Slug, first = comment.Thread ?? comment.Id });
    }

    /// <summary>What an account wrote, newest first.</summary>
    public IReadOnlyList<Comment> Of(long account, int limit = 20, int offset = 0)
    {
        using var connection = store.Connect();
        return [.. connection.Query<Comment>($"{Select} WHERE c.account = @account AND c.removed IS NULL ORDER BY c.id DESC LIMIT @limit OFFSET @offset", new { account, limit, offset })];
    }

    private const string Visible = "(c.removed IS NULL OR EXISTS (SELECT 1 FROM comments r WHERE r.thread = c.id AND r.removed IS NULL))";

    private static Comment? One(SqliteConnection connection, SqliteTransaction? transaction, long id) =>
        connection.QuerySingleOrDefault<Comment>($"{Select} WHERE c.id = @id", new { id }, transaction);

    private bool Remove(string by, string condition, object parameters, long comment)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var all = new DynamicParameters(parameters);
        all.Add("by", by);
        if (connection.Execute($"UPDATE comments SET removed = @by, text = '' WHERE {condition} AND removed IS NULL", all, transaction) == 0) return false;
        connection.Execute("DELETE FROM notifications WHERE comment = @comment", new { comment }, transaction);
        connection.Execute("UPDATE comment_reports SET settled = @now WHERE comment = @comment AND settled IS NULL", new { comment, now = clock.Now() }, transaction);
        transaction.Commit();
        return true;
    }

    private sealed class Telling(SqliteConnection connection, SqliteTransaction transaction, string slug, long comment, long writer, long now)
    {
        public void One(long account, NotificationKind kind)
        {
            if (account == writer) return;
            // Nobody is told twice of one comment.
            connection.Execute(
                "INSERT OR IGNORE INTO notifications (account, kind, slug, comment, created) VALUES (@account, @kind, @slug, @comment, @now)",
                new { account, kind = kind.ToString().ToLowerInvariant(), slug, comment, now }, transaction);
        }

        public void Named(IReadOnlyList<string> names)
        {
            if (names.Count == 0) return;
            var keys = names.Select(AccountName.Key).Distinct().Take(PeopleLimits.MostMentions);
            foreach (var account in connection.Query<long>("SELECT id FROM accounts WHERE name_key IN @keys AND NOT is_blocked", new { keys }, transaction).ToList())
                One(account, NotificationKind.Mention);
        }

        public void PaperAuthors()
        {
            foreach (var account in connection.Query<long>("SELECT account FROM author_claims WHERE slug = @slug AND state = 'confirmed'", new { slug }, transaction).ToList())
                One(account, NotificationKind.Paper);
        }
    }
}

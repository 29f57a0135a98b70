using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Votes for papers: at most one of each account for each paper. The table <c>votes (slug, account, created)</c> is indexed by time.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class Votes(PraxisStore store, TimeProvider? clock = null)
{
    /// <summary>Votes for a paper; a second time changes nothing.</summary>
    /// <returns>Whether it was the first time.</returns>
    public bool Add(string slug, long account)
    {
        using var connection = store.Connect();
        return connection.Execute("INSERT INTO votes (slug, account, created) VALUES (@slug, @account, @now) ON CONFLICT (slug, account) DO NOTHING", new { slug, account, now = clock.Now() }) > 0;
    }

    /// <summary>Takes a vote back.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TakeBack(string slug, long account)
    {
        using var connection = store.Connect();
        return connection.Execute("DELETE FROM votes WHERE slug = @slug AND account = @account", new { slug, account }) > 0;
    }

    /// <summary>The papers an account has voted for, newest vote first.</summary>
    public IReadOnlyList<string> Of(long account, int limit = 50, int offset = 0)
    {
        using var connection = store.Connect();
        return [.. connection.Query<string>("SELECT slug FROM votes WHERE account = @account ORDER BY created DESC, slug LIMIT @limit OFFSET @offset", new { account, limit, offset })];
    }
}

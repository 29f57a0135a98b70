using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What can be followed.</summary>
public enum FollowKind
{
    /// <summary>A family of papers, by its folder's name.</summary>
    Family,

    /// <summary>An author, by name.</summary>
    Author,

    /// <summary>A search, by its words.</summary>
    Search,
}

/// <summary>Something a reader follows.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Value">The family, the author's name or the words (hostile).</param>
public sealed record Follow(long Id, FollowKind Kind, string Value);

/// <summary>A paper that a reader follows in some way.</summary>
/// <param name="Slug">The paper.</param>
/// <param name="IsNew">Whether it has come since the reader last said that all is seen.</param>
/// <param name="Because">What brought it here.</param>
public sealed record FollowedPaper(string Slug, bool IsNew, IReadOnlyList<Follow> Because);

/// <summary>What readers follow, and what came of it.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/> and <see cref="Catalogue.Module"/>.</param>
/// <param name="search">The search, which knows what is new of a followed author or search.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class Follows(PraxisStore store, PaperSearch search, TimeProvider? clock = null)
{
    private sealed record Row(long Id, string Kind, string Value);

    /// <summary>Follows something; a second time changes nothing.</summary>
    /// <returns>Whether it is followed now; not when the account follows as much as it may.</returns>
    public bool Add(long account, FollowKind kind, string value)
    {
        var parameters = new { account, kind = Word(kind), value, key = Key(value), now = clock.Now(), PeopleLimits.MostFollows };
        using var connection = store.Connect();
        connection.Execute(
            """
            INSERT INTO follows (account, kind, value, value_key, created) SELECT @account, @kind, @value, @key, @now
            WHERE (SELECT count(*) FROM follows WHERE account = @account) < @MostFollows
            ON CONFLICT (account, kind, value_key) DO NOTHING
            """, parameters);
        return connection.ExecuteScalar<long>("SELECT count(*) FROM follows WHERE account = @account AND kind = @kind AND value_key = @key", parameters) > 0;
    }

    /// <summary>No longer follows something.</summary>
    public void Remove(long account, FollowKind kind, string value)
    {
        using var connection = store.Connect();
        connection.Execute("DELETE FROM follows WHERE account = @account AND kind = @kind AND value_key = @key", new { account, kind = Word(kind), key = Key(value) });
    }

    /// <summary>What an account follows: families, authors, searches, each by name.</summary>
    public IReadOnlyList<Follow> Of(long account)
    {
        using var connection = store.Connect();
        return [.. connection.Query<Row>("SELECT id, kind, value FROM follows WHERE account = @account ORDER BY kind = 'search', kind = 'author', value_key", new { account })
            .Select(row => new Follow(row.Id, Enum.Parse<FollowKind>(row.Kind, ignoreCase: true), row.Value))];
    }

    /// <summary>Whether an account follows something.</summary>
    public bool Has(long account, FollowKind kind, string value)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<long>("SELECT count(*) FROM follows WHERE account = @account AND kind = @kind AND value_key = @key", new { account, kind = Word(kind), key = Key(value) }) > 0;
    }

    /// <summary>The papers of all that is followed, those first that came into the store last.</summary>
    /// <param name="follows">What is followed.</param>
    /// <param name="seen">The newest paper the reader has seen, by its number in the store.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<FollowedPaper> Papers(IReadOnlyList<Follow> follows, long seen, int limit = 50)
    {
        ArgumentNullException.ThrowIfNull(follows);
        using var connection = store.Connect();
        var found = new Dictionary<long, List<Follow>>();
        foreach (var follow in follows)
        {
            foreach (var id in Newest(connection, follow, limit))
            {
                if (!found.TryGetValue(id, out var because)) found[id] = because = [];
                because.Add(follow);
            }
        }
        var newest = found.Keys.OrderDescending().Take(limit).ToList();
        var slugs = connection.Query<(long Id, string Slug)>("SELECT id, slug FROM papers WHERE id IN @newest", new { newest }).ToDictionary(row => row.Id, row => row.Slug);
        return [.. newest.Where(slugs.ContainsKey).Select(id => new FollowedPaper(slugs[id], id > seen, found[id]))];
    }

    // Papers are numbered as they come: the newest are found without ranking any.
    private IEnumerable<long> Newest(SqliteConnection connection, Follow follow, int limit) => follow.Kind switch
    {
        FollowKind.Family => connection.Query<long>("SELECT id FROM papers WHERE family = @Value ORDER BY id DESC LIMIT @limit", new { follow.Value, limit }),
        FollowKind.Author => search.Newest($"author:\"{follow.Value.Replace('"', ' ')}\"", limit).Select(id => (long)id),
        _ => search.Newest(follow.Value, limit).Select(id => (long)id),
    };

    private static string Word(FollowKind kind) => kind.ToString().ToLowerInvariant();

    private static string Key(string value) => value.Trim().ToLowerInvariant();
}

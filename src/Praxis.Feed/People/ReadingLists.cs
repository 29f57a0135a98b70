using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A reading list.</summary>
public sealed record ReadingList
{
    /// <summary>The list's number.</summary>
    public required long Id { get; init; }

    /// <summary>Whose it is.</summary>
    public required long Account { get; init; }

    /// <summary>The name of its owner.</summary>
    public required string Owner { get; init; }

    /// <summary>Its name (hostile).</summary>
    public required string Name { get; init; }

    /// <summary>Whether everyone sees it.</summary>
    public bool IsPublic { get; init; }

    /// <summary>How many papers are on it.</summary>
    public int Papers { get; init; }

    /// <summary>Whether the paper that was asked about is on it.</summary>
    public bool Has { get; init; }
}

/// <summary>Reading lists: several of each account, private unless their owner shows them.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class ReadingLists(PraxisStore store, TimeProvider? clock = null)
{
    /// <summary>The list into which papers go while their reader has made none.</summary>
    public const string FirstName = "To read";

    private const string Columns = "l.id, l.account, a.name AS Owner, l.name, l.is_public AS IsPublic, (SELECT count(*) FROM reading_list_papers p WHERE p.list = l.id) AS Papers";

    /// <summary>An account's lists by name, each with whether a paper is on it.</summary>
    /// <param name="account">The account.</param>
    /// <param name="slug">The paper that is asked about, or null.</param>
    /// <param name="publicOnly">Only lists that everyone sees.</param>
    public IReadOnlyList<ReadingList> Of(long account, string? slug = null, bool publicOnly = false)
    {
        using var connection = store.Connect();
        return [.. connection.Query<ReadingList>(
            $"""
            SELECT {Columns}, EXISTS (SELECT 1 FROM reading_list_papers p WHERE p.list = l.id AND p.slug = @slug) AS Has
            FROM reading_lists l JOIN accounts a ON a.id = l.account WHERE l.account = @account AND (l.is_public OR NOT @publicOnly) ORDER BY l.name_key
            """, new { account, slug, publicOnly })];
    }

    /// <summary>A list, or null.</summary>
    public ReadingList? Find(long id)
    {
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<ReadingList>($"SELECT {Columns}, 0 AS Has FROM reading_lists l JOIN accounts a ON a.id = l.account WHERE l.id = @id", new { id });
    }

    /// <summary>The papers on a list, those added last first.</summary>
    public IReadOnlyList<string> Papers(long id, int limit = 50, int offset = 0)
    {
        using var connection = store.Connect();
        return [.. connection.Query<string>("SELECT slug FROM reading_list_papers WHERE list = @id ORDER BY added DESC, slug LIMIT @limit OFFSET @offset", new { id, limit, offset })];
    }

    /// <summary>Makes a list, or finds the one with this name; null when the account has as many as it may.</summary>
    public long? Make(long account, string name, bool isPublic = false)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var id = Make(connection, transaction, account, name, isPublic);
        transaction.Commit();
        return id;
    }

    /// <summary>Puts a paper on a list of the account, or on the first one when none is named.</summary>
    /// <returns>Whether it is there now; not when the list is another's, or full.</returns>
    public bool Add(long account, long? list, string slug)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var target = list is { } chosen ? Own(connection, transaction, account, chosen) : Make(connection, transaction, account, FirstName, false);
        if (target is null) return false;
        connection.Execute(
            """
            INSERT INTO reading_list_papers (list, slug, added) SELECT @target, @slug, @now
            WHERE (SELECT count(*) FROM reading_list_papers WHERE list = @target) < @MostPapersInList
            ON CONFLICT (list, slug) DO NOTHING
            """, new { target, slug, now = clock.Now(), PeopleLimits.MostPapersInList }, transaction);
        var there = connection.ExecuteScalar<long>("SELECT count(*) FROM reading_list_papers WHERE list = @target AND slug = @slug", new { target, slug }, transaction) > 0;
        transaction.Commit();
        return there;
    }

    /// <summary>Takes a paper off a list of the account.</summary>
    public void TakeOff(long account, long list, string slug)
    {
        using var connection = store.Connect();
        connection.Execute("DELETE FROM reading_list_papers WHERE list = @list AND slug = @slug AND EXISTS (SELECT 1 FROM reading_lists l WHERE l.id = @list AND l.account = @account)", new { account, list, slug });
    }

    /// <summary>Changes a list of the account.</summary>
    /// <returns>Whether it was done; not when the list is another's, or another list has the name.</returns>
    public bool Change(long account, long list, string name, bool isPublic)
    {
        using var connection = store.Connect();
        return connection.Execute(
            "UPDATE OR IGNORE reading_lists SET name = @name, name_key = @key, is_public = @isPublic WHERE id = @list AND account = @account",
            new { account, list, name, key = Key(name), isPublic }) > 0;
    }

    /// <summary>Deletes a list of the account.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Delete(long account, long list)
    {
        using var connection = store.Connect();
        return connection.Execute("DELETE FROM reading_lists WHERE id = @list AND account = @account", new { account, list }) > 0;
    }

    private long? Make(SqliteConnection connection, SqliteTransaction transaction, long account, string name, bool isPublic)
    {
        var parameters = new { account, name, key = Key(name), isPublic, now = clock.Now(), PeopleLimits.MostLists };
        connection.Execute(
            """
            INSERT INTO reading_lists (account, name, name_key, is_public, created) SELECT @account, @name, @key, @isPublic, @now
            WHERE (SELECT count(*) FROM reading_lists WHERE account = @account) < @MostLists
            ON CONFLICT (account, name_key) DO NOTHING
            """, parameters, transaction);
        return connection.ExecuteScalar<long?>("SELECT id FROM reading_lists WHERE account = @account AND name_key = @key", parameters, transaction);
    }

    private static long? Own(SqliteConnection connection, SqliteTransaction transaction, long account, long list) =>
        connection.ExecuteScalar<long?>("SELECT id FROM reading_lists WHERE id = @list AND account = @account", new { account, list }, transaction);

    private static string Key(string name) => name.Trim().ToLowerInvariant();
}

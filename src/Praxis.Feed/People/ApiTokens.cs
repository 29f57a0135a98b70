using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A token of an account, as its owner sees it.</summary>
public sealed record ApiToken
{
    /// <summary>Its number.</summary>
    public required long Id { get; init; }

    /// <summary>What its owner calls it.</summary>
    public required string Label { get; init; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public required long Created { get; init; }

    /// <summary>When it was last used, to the hour; null when it never was.</summary>
    public long? Used { get; init; }
}

/// <summary>
/// Tokens with which programs write in an account's name. A token is shown once, when it is made; the store has its hash. It begins with <c>praxis_</c>, so that
/// scanners find one that was published by mistake.
/// </summary>
/// <param name="store">The store, opened with <see cref="People.Module"/> and <see cref="Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class ApiTokens(PraxisStore store, TimeProvider? clock = null)
{
    /// <summary>The most tokens of an account.</summary>
    public const int Most = 20;

    /// <summary>The longest name of a token.</summary>
    public const int LongestLabel = 60;

    private const string Prefix = "praxis_";
    private const int LongestToken = 100;

    // So that not every request writes to the store.
    private const long Grain = 3600;

    private readonly Accounts _accounts = new(store, clock);

    /// <summary>The table of tokens.</summary>
    public static StoreModule Module { get; } = new("api-tokens",
    [
        """
        CREATE TABLE api_tokens (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            token_hash TEXT NOT NULL UNIQUE,
            account INTEGER NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
            label TEXT NOT NULL,
            created INTEGER NOT NULL,
            used INTEGER
        ) STRICT;
        CREATE INDEX api_tokens_by_account ON api_tokens (account);
        """,
    ]);

    /// <summary>Makes a token; null when the account has as many as it may.</summary>
    public string? Make(long account, string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        var token = Prefix + Secret.New();
        using var connection = store.Connect();
        return connection.Execute("""
            INSERT INTO api_tokens (token_hash, account, label, created) SELECT @hash, @account, @label, @now
            WHERE (SELECT count(*) FROM api_tokens WHERE account = @account) < @Most
            """, new { hash = Secret.Hash(token), account, label, now = clock.Now(), Most }) > 0 ? token : null;
    }

    /// <summary>The account of a token; null when there is no such token, or the account is shut out.</summary>
    public Account? Find(string token)
    {
        if (token is not { Length: > 0 and <= LongestToken } || !token.StartsWith(Prefix, StringComparison.Ordinal)) return null;
        var hash = Secret.Hash(token);
        using var connection = store.Connect();
        var (id, account, used) = connection.QuerySingleOrDefault<(long Id, long Account, long? Used)>("SELECT id, account, used FROM api_tokens WHERE token_hash = @hash", new { hash });
        if (id == 0 || _accounts.Find(account) is not { IsBlocked: false } found) return null;
        var now = clock.Now();
        if (used is null || now - used >= Grain) connection.Execute("UPDATE api_tokens SET used = @now WHERE id = @id", new { id, now });
        return found;
    }

    /// <summary>An account's tokens, newest first.</summary>
    public IReadOnlyList<ApiToken> Of(long account)
    {
        using var connection = store.Connect();
        return [.. connection.Query<ApiToken>("SELECT id, label, created, used FROM api_tokens WHERE account = @account ORDER BY id DESC", new { account })];
    }

    /// <summary>Takes a token of an account back.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Remove(long account, long id)
    {
        using var connection = store.Connect();
        return connection.Execute("DELETE FROM api_tokens WHERE id = @id AND account = @account", new { id, account }) > 0;
    }
}

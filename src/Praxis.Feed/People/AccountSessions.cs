using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The sign-ins of all accounts. Each has a key of its own, made when the password was right and known to one browser only.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="life">How long a session lasts that is not used.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class AccountSessions(PraxisStore store, TimeSpan life, TimeProvider? clock = null)
{
    // So that reading a page does not write to the store each time.
    private const long Grain = 3600;

    private readonly Accounts _accounts = new(store, clock);

    private sealed record Session
    {
        public required long Account { get; init; }
        public required long Used { get; init; }
    }

    /// <summary>Begins a session and returns its key. Sessions that have run out are swept away.</summary>
    public string Open(long account)
    {
        var key = Secret.New();
        using var connection = store.Connect();
        connection.Execute(
            """
            DELETE FROM account_sessions WHERE used < @oldest;
            INSERT INTO account_sessions (key_hash, account, created, used) VALUES (@hash, @account, @now, @now);
            """,
            new { hash = Secret.Hash(key), account, now = clock.Now(), oldest = Oldest });
        return key;
    }

    /// <summary>The account whose session this is, or null when it has ended or the account is shut out.</summary>
    public Account? Find(string key)
    {
        var hash = Secret.Hash(key);
        using var connection = store.Connect();
        var session = connection.QuerySingleOrDefault<Session>("SELECT account, used FROM account_sessions WHERE key_hash = @hash AND used >= @oldest", new { hash, oldest = Oldest });
        if (session is null || _accounts.Find(session.Account) is not { IsBlocked: false } account) return null;
        var now = clock.Now();
        if (now - session.Used >= Grain) connection.Execute("UPDATE account_sessions SET used = @now WHERE key_hash = @hash", new { hash, now });
        return account;
    }

    /// <summary>Ends one session.</summary>
    public void Close(string key)
    {
        using var connection = store.Connect();
        connection.Execute("DELETE FROM account_sessions WHERE key_hash = @hash", new { hash = Secret.Hash(key) });
    }

    /// <summary>Ends all sessions of an account but the given one.</summary>
    /// <returns>How many ended.</returns>
    public int CloseOthers(long account, string? keep)
    {
        using var connection = store.Connect();
        return connection.Execute("DELETE FROM account_sessions WHERE account = @account AND key_hash IS NOT @keep", new { account, keep = keep is null ? null : Secret.Hash(keep) });
    }

    /// <summary>How many sessions an account has.</summary>
    public int Count(long account)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>("SELECT count(*) FROM account_sessions WHERE account = @account AND used >= @oldest", new { account, oldest = Oldest });
    }

    private long Oldest => clock.Now() - (long)life.TotalSeconds;
}

using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>What a link does for the account it was made for.</summary>
public enum LinkPurpose
{
    /// <summary>Sets a new password.</summary>
    Password,

    /// <summary>Confirms a mail address, which is the link's payload.</summary>
    Email,
}

/// <summary>A link that has been followed.</summary>
/// <param name="Account">The account.</param>
/// <param name="Payload">What the link was made with.</param>
public sealed record AccountLink(long Account, string Payload);

/// <summary>Links that work once and not for long: for a forgotten password, for a mail address to be confirmed.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="life">How long a link works.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class AccountLinks(PraxisStore store, TimeSpan life, TimeProvider? clock = null)
{
    /// <summary>Makes a link's token; an older one of the same account and purpose no longer works.</summary>
    public string Make(long account, LinkPurpose purpose, string payload = "")
    {
        var token = Secret.New();
        using var connection = store.Connect();
        connection.Execute(
            """
            DELETE FROM account_links WHERE account = @account AND purpose = @purpose OR expires < @now;
            INSERT INTO account_links (token_hash, account, purpose, payload, expires) VALUES (@hash, @account, @purpose, @payload, @expires);
            """,
            new { hash = Secret.Hash(token), account, purpose = Word(purpose), payload, now = clock.Now(), expires = clock.Now() + (long)life.TotalSeconds });
        return token;
    }

    /// <summary>What a token is for, without using it up; null when it does not work.</summary>
    public AccountLink? Look(string? token, LinkPurpose purpose) => Query("SELECT account, payload FROM account_links", "", token, purpose);

    /// <summary>Uses a token up; null when it does not work. Of two that come at the same moment one gets the link.</summary>
    public AccountLink? Take(string? token, LinkPurpose purpose) => Query("DELETE FROM account_links", "RETURNING account, payload", token, purpose);

    private AccountLink? Query(string verb, string returning, string? token, LinkPurpose purpose)
    {
        if (string.IsNullOrEmpty(token)) return null;
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<AccountLink>(
            $"{verb} WHERE token_hash = @hash AND purpose = @purpose AND expires >= @now {returning}",
            new { hash = Secret.Hash(token), purpose = Word(purpose), now = clock.Now() });
    }

    private static string Word(LinkPurpose purpose) => purpose.ToString().ToLowerInvariant();
}

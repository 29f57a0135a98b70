using Dapper;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>The accounts of a store.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class Accounts(PraxisStore store, TimeProvider? clock = null)
{
    private const string Columns =
        "id, name, email, password_hash AS PasswordHash, is_admin AS IsAdmin, is_blocked AS IsBlocked, failures, locked_until AS LockedUntil, created, seen_paper AS SeenPaper";

    private const string IsLastAdminHere = "(is_admin AND NOT EXISTS (SELECT 1 FROM accounts a WHERE a.is_admin AND NOT a.is_blocked AND a.id <> @id))";

    private const int ConstraintFailed = 19;

    /// <summary>Whether there is any account.</summary>
    public bool Any()
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<long>("SELECT EXISTS (SELECT 1 FROM accounts)") == 1;
    }

    /// <summary>Makes an account, or returns null when the name is taken. What is new in the feed counts from now.</summary>
    /// <exception cref="ArgumentException">The name breaks the rules of <see cref="AccountName"/>.</exception>
    public Account? Add(string name, string? passwordHash, bool isAdmin = false)
    {
        if (AccountName.Problem(name) is { } problem) throw new ArgumentException(problem, nameof(name));
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<Account>(
            $"""
            INSERT INTO accounts (name, name_key, password_hash, is_admin, created, seen_paper)
            VALUES (@name, @key, @passwordHash, @isAdmin, @now, coalesce((SELECT max(id) FROM papers), 0))
            ON CONFLICT (name_key) DO NOTHING
            RETURNING {Columns}
            """,
            new { name, key = AccountName.Key(name), passwordHash, isAdmin, now = clock.Now() });
    }

    /// <summary>The account with this number, or null.</summary>
    public Account? Find(long id) => One("id = @id", new { id });

    /// <summary>The account with this name in any spelling of case, or null.</summary>
    public Account? Find(string name) => One("name_key = @key", new { key = AccountName.Key(name) });

    /// <summary>The account that has confirmed this mail address, or null.</summary>
    public Account? FindByEmail(string email) => One("email_key = @key", new { key = AccountName.Key(email) });

    /// <summary>Accounts in order of their names.</summary>
    /// <param name="part">Only those whose name contains this, or null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="offset">After so many.</param>
    public IReadOnlyList<Account> List(string? part = null, int limit = 100, int offset = 0)
    {
        using var connection = store.Connect();
        return [.. connection.Query<Account>(
            $"SELECT {Columns} FROM accounts WHERE @key IS NULL OR instr(name_key, @key) > 0 ORDER BY name_key LIMIT @limit OFFSET @offset",
            new { key = string.IsNullOrWhiteSpace(part) ? null : AccountName.Key(part), limit, offset })];
    }

    /// <summary>Those of the given names that are names of accounts, by their keys, as they are written.</summary>
    public IReadOnlyDictionary<string, string> Names(IEnumerable<string> names)
    {
        using var connection = store.Connect();
        return connection.Query<(string Key, string Name)>("SELECT name_key, name FROM accounts WHERE name_key IN @keys", new { keys = names.Select(AccountName.Key).Distinct() })
            .ToDictionary(row => row.Key, row => row.Name, StringComparer.Ordinal);
    }

    /// <summary>Sets a password; every sign-in but the given one ends, open links are void, and the count of wrong passwords begins anew.</summary>
    /// <param name="id">The account.</param>
    /// <param name="passwordHash">The hash of the password.</param>
    /// <param name="keepSession">The session that goes on, or null to end all.</param>
    public void SetPassword(long id, string passwordHash, string? keepSession = null)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        connection.Execute("UPDATE accounts SET password_hash = @passwordHash, failures = 0, locked_until = NULL WHERE id = @id", new { id, passwordHash }, transaction);
        connection.Execute("DELETE FROM account_sessions WHERE account = @id AND key_hash IS NOT @keep", new { id, keep = keepSession is null ? null : Secret.Hash(keepSession) }, transaction);
        connection.Execute("DELETE FROM account_links WHERE account = @id", new { id }, transaction);
        transaction.Commit();
    }

    /// <summary>Renews the hash of an unchanged password; nothing else changes.</summary>
    public void RenewHash(long id, string passwordHash) => Change("password_hash = @passwordHash", new { id, passwordHash });

    /// <summary>Counts a wrong password and returns how many there are in a row; two at the same moment count as two.</summary>
    public int Fail(long id)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>("UPDATE accounts SET failures = failures + 1 WHERE id = @id RETURNING failures", new { id });
    }

    /// <summary>Begins the count of wrong passwords anew.</summary>
    public void ClearFailures(long id) => Change("failures = 0", new { id });

    /// <summary>Until when no password is taken, or null to take them again.</summary>
    public void Lock(long id, DateTimeOffset? until) => Change("locked_until = @until", new { id, until = until?.ToUnixTimeSeconds() });

    /// <summary>Sets the confirmed mail address, or null for none.</summary>
    /// <returns>Whether no other account has it.</returns>
    /// <exception cref="ArgumentException">It is no address to which mail is sent.</exception>
    public bool SetEmail(long id, string? email)
    {
        if (email is not null && !MailText.IsAddress(email)) throw new ArgumentException("This is no mail address.", nameof(email));
        try
        {
            Change("email = @email, email_key = @key", new { id, email, key = email is null ? null : AccountName.Key(email) });
            return true;
        }
        catch (SqliteException e) when (e.SqliteErrorCode == ConstraintFailed)
        {
            return false;
        }
    }

    /// <summary>Makes an account the admin's, or one like the others. The last admin stays.</summary>
    /// <returns>Whether it was done.</returns>
    public bool SetAdmin(long id, bool isAdmin)
    {
        using var connection = store.Connect();
        return connection.Execute(
            "UPDATE accounts SET is_admin = @isAdmin WHERE id = @id AND (@isAdmin OR EXISTS (SELECT 1 FROM accounts a WHERE a.is_admin AND NOT a.is_blocked AND a.id <> @id))",
            new { id, isAdmin }) > 0;
    }

    /// <summary>Shuts an account out, which ends its sign-ins, or lets it in again. An admin is not shut out.</summary>
    /// <returns>Whether it was done.</returns>
    public bool SetBlocked(long id, bool isBlocked)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var done = connection.Execute("UPDATE accounts SET is_blocked = @isBlocked WHERE id = @id AND NOT (is_admin AND @isBlocked)", new { id, isBlocked }, transaction) > 0;
        if (done && isBlocked)
        {
            connection.Execute("DELETE FROM account_sessions WHERE account = @id", new { id }, transaction);
            connection.Execute("DELETE FROM account_links WHERE account = @id", new { id }, transaction);
        }
        transaction.Commit();
        return done;
    }

    /// <summary>
    /// Removes an account with its votes, lists, follows, claims, tokens and sign-ins; its runs and submissions stay without a name, and so do its comments unless they go, too. The
    /// last admin stays.
    /// </summary>
    /// <param name="id">The account.</param>
    /// <param name="withComments">Whether the text of its comments is deleted; otherwise they stay without a name.</param>
    /// <returns>Whether it was done.</returns>
    public bool Remove(long id, bool withComments = false)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (withComments)
            connection.Execute(
                """
                DELETE FROM notifications WHERE comment IN (SELECT id FROM comments WHERE account = @id);
                UPDATE comment_reports SET settled = @now WHERE settled IS NULL AND comment IN (SELECT id FROM comments WHERE account = @id);
                UPDATE comments SET removed = 'author', text = '' WHERE account = @id AND removed IS NULL;
                """, new { id, now = clock.Now() }, transaction);
        var removed = connection.Execute($"DELETE FROM accounts WHERE id = @id AND NOT {IsLastAdminHere}", new { id }, transaction) > 0;
        // Where the account stays, so do its comments.
        if (removed) transaction.Commit();
        return removed;
    }

    /// <summary>Whether an account is the only one that decides for others.</summary>
    public bool IsLastAdmin(long id)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<long>($"SELECT count(*) FROM accounts WHERE id = @id AND {IsLastAdminHere}", new { id }) > 0;
    }

    /// <summary>Everything that is in the store now counts as seen.</summary>
    public void SeeAll(long id) => Change("seen_paper = coalesce((SELECT max(id) FROM papers), 0)", new { id });

    private Account? One(string condition, object parameters)
    {
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<Account>($"SELECT {Columns} FROM accounts WHERE {condition}", parameters);
    }

    private void Change(string set, object parameters)
    {
        using var connection = store.Connect();
        connection.Execute($"UPDATE accounts SET {set} WHERE id = @id", parameters);
    }
}

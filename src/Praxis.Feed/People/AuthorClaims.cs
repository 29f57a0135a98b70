using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A reader's claim to be an author of a paper.</summary>
public sealed record AuthorClaim
{
    /// <summary>The claim's number.</summary>
    public required long Id { get; init; }

    /// <summary>The paper.</summary>
    public required string Slug { get; init; }

    /// <summary>The paper's title, or null when it is gone.</summary>
    public string? Title { get; init; }

    /// <summary>The account's name.</summary>
    public required string Name { get; init; }

    /// <summary>The author that the reader says to be (hostile).</summary>
    public required string Author { get; init; }

    /// <summary>How the admin can tell (hostile).</summary>
    public required string Note { get; init; }

    /// <summary><c>open</c>, <c>confirmed</c> or <c>refused</c>.</summary>
    public required string State { get; init; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public required long Created { get; init; }
}

/// <summary>Claims of authorship, which the admin confirms.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class AuthorClaims(PraxisStore store, TimeProvider? clock = null)
{
    private const string Select = """
        SELECT k.id, k.slug, p.title, a.name, k.author, k.note, k.state, k.created
        FROM author_claims k JOIN accounts a ON a.id = k.account LEFT JOIN papers p ON p.slug = k.slug
        """;

    /// <summary>Claims a paper; a claim that was refused may be made anew.</summary>
    /// <returns>Whether the claim waits now; not when the account has one already, or as many as it may.</returns>
    public bool Add(string slug, long account, string author, string note)
    {
        using var connection = store.Connect();
        return connection.Execute(
            """
            INSERT INTO author_claims (slug, account, author, note, state, created) SELECT @slug, @account, @author, @note, 'open', @now
            WHERE (SELECT count(*) FROM author_claims WHERE account = @account AND state = 'open') < @MostOpenClaims
            ON CONFLICT (slug, account) DO UPDATE SET author = excluded.author, note = excluded.note, state = 'open', created = excluded.created, decided = NULL WHERE state = 'refused'
            """, new { slug, account, author, note, now = clock.Now(), PeopleLimits.MostOpenClaims }) > 0;
    }

    /// <summary>Takes a claim back, whatever its state.</summary>
    public void TakeBack(string slug, long account)
    {
        using var connection = store.Connect();
        connection.Execute("DELETE FROM author_claims WHERE slug = @slug AND account = @account", new { slug, account });
    }

    /// <summary>An account's claim on a paper, or null.</summary>
    public AuthorClaim? Find(string slug, long account)
    {
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<AuthorClaim>($"{Select} WHERE k.slug = @slug AND k.account = @account", new { slug, account });
    }

    /// <summary>The confirmed authors of a paper.</summary>
    public IReadOnlyList<AuthorClaim> Confirmed(string slug)
    {
        using var connection = store.Connect();
        return [.. connection.Query<AuthorClaim>($"{Select} WHERE k.slug = @slug AND k.state = 'confirmed' ORDER BY k.author", new { slug })];
    }

    /// <summary>The papers of which an account is a confirmed author, newest claim first.</summary>
    public IReadOnlyList<AuthorClaim> Of(long account)
    {
        using var connection = store.Connect();
        return [.. connection.Query<AuthorClaim>($"{Select} WHERE k.account = @account AND k.state = 'confirmed' ORDER BY k.id DESC", new { account })];
    }

    /// <summary>The claims that wait, the oldest first.</summary>
    public IReadOnlyList<AuthorClaim> Open(int limit = 100)
    {
        using var connection = store.Connect();
        return [.. connection.Query<AuthorClaim>($"{Select} WHERE k.state = 'open' ORDER BY k.created LIMIT @limit", new { limit })];
    }

    /// <summary>How many claims wait.</summary>
    public int CountOpen()
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>("SELECT count(*) FROM author_claims WHERE state = 'open'");
    }

    /// <summary>Confirms or refuses a claim that waits, and tells the reader, in one transaction.</summary>
    /// <returns>Whether there was such a claim.</returns>
    public bool Decide(long id, bool confirm)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var claim = connection.QuerySingleOrDefault<Claimed>(
            "UPDATE author_claims SET state = @state, decided = @now WHERE id = @id AND state = 'open' RETURNING account, slug", new { id, state = confirm ? "confirmed" : "refused", now = clock.Now() }, transaction);
        if (claim is not { } decided) return false;
        connection.Execute("INSERT INTO notifications (account, kind, slug, says, created) VALUES (@Account, 'claim', @Slug, @says, @now)",
            new { decided.Account, decided.Slug, says = confirm ? "You are confirmed as an author of" : "The admin could not confirm you as an author of", now = clock.Now() }, transaction);
        transaction.Commit();
        return true;
    }

    private sealed record Claimed(long Account, string Slug);
}

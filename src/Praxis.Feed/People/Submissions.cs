using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>A paper that a reader would like to see in the feed.</summary>
public sealed record Submission
{
    /// <summary>The submission's number.</summary>
    public required long Id { get; init; }

    /// <summary>The name of the reader, or null when the account is gone.</summary>
    public string? Name { get; init; }

    /// <summary>The arXiv number, or null.</summary>
    public string? Arxiv { get; init; }

    /// <summary>The address, or null (hostile).</summary>
    public string? Address { get; init; }

    /// <summary>The title as the reader gave it, or empty (hostile).</summary>
    public required string Title { get; init; }

    /// <summary>Why the reader submits it, or empty (hostile).</summary>
    public required string Note { get; init; }

    /// <summary><c>open</c>, <c>accepted</c> or <c>refused</c>.</summary>
    public required string State { get; init; }

    /// <summary>What the admin answered, or empty.</summary>
    public required string Answer { get; init; }

    /// <summary>The paper it became, or null.</summary>
    public string? Slug { get; init; }

    /// <summary>When it was made, in seconds since 1970.</summary>
    public required long Created { get; init; }
}

/// <summary>What is known of a paper that is accepted.</summary>
public sealed record SubmittedPaper
{
    /// <summary>The title.</summary>
    public required string Title { get; init; }

    /// <summary>The abstract, or empty.</summary>
    public string Abstract { get; init; } = "";

    /// <summary>The authors' names with commas between them, or null.</summary>
    public string? Authors { get; init; }

    /// <summary>The day of publication, or null.</summary>
    public DateOnly? Published { get; init; }
}

/// <summary>Where a paper's title, abstract and authors can be asked for by its arXiv number. Without one the admin types them.</summary>
public interface IPaperMetadata
{
    /// <summary>What is known of the paper, or null when there is none or it cannot be reached.</summary>
    Task<SubmittedPaper?> FindAsync(string arxiv, CancellationToken cancel);
}

/// <summary>Papers that readers submit, which the admin accepts.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/> and <see cref="Catalogue.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class Submissions(PraxisStore store, TimeProvider? clock = null)
{
    private const string Select = """
        SELECT s.id, a.name, s.arxiv, s.address, s.title, s.note, s.state, s.answer, s.slug, s.created FROM submissions s LEFT JOIN accounts a ON a.id = s.account
        """;

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    /// <summary>Adds a submission.</summary>
    /// <returns>Whether it waits now; not when the account has as many as it may.</returns>
    public bool Add(long account, string? arxiv, string? address, string title, string note)
    {
        using var connection = store.Connect();
        return connection.Execute(
            """
            INSERT INTO submissions (account, arxiv, address, title, note, state, created) SELECT @account, @arxiv, @address, @title, @note, 'open', @now
            WHERE (SELECT count(*) FROM submissions WHERE account = @account AND state = 'open') < @MostOpenSubmissions
            """, new { account, arxiv, address, title, note, now = clock.Now(), PeopleLimits.MostOpenSubmissions }) > 0;
    }

    /// <summary>The paper of the catalogue with this arXiv number, or null.</summary>
    public string? Known(string arxiv)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<string?>("SELECT slug FROM papers WHERE arxiv = @arxiv UNION ALL SELECT slug FROM paper_numbers WHERE arxiv = @arxiv LIMIT 1", new { arxiv });
    }

    /// <summary>Whether a paper waits already.</summary>
    public bool IsWaiting(string? arxiv, string? address)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<long>("SELECT count(*) FROM submissions WHERE state = 'open' AND (arxiv = @arxiv OR address = @address)", new { arxiv, address }) > 0;
    }

    /// <summary>A submission, or null.</summary>
    public Submission? Find(long id)
    {
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<Submission>($"{Select} WHERE s.id = @id", new { id });
    }

    /// <summary>An account's submissions, newest first.</summary>
    public IReadOnlyList<Submission> Of(long account, int limit = 50)
    {
        using var connection = store.Connect();
        return [.. connection.Query<Submission>($"{Select} WHERE s.account = @account ORDER BY s.id DESC LIMIT @limit", new { account, limit })];
    }

    /// <summary>The submissions that wait, the oldest first.</summary>
    public IReadOnlyList<Submission> Open(int limit = 100)
    {
        using var connection = store.Connect();
        return [.. connection.Query<Submission>($"{Select} WHERE s.state = 'open' ORDER BY s.id LIMIT @limit", new { limit })];
    }

    /// <summary>How many submissions wait.</summary>
    public int CountOpen()
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>("SELECT count(*) FROM submissions WHERE state = 'open'");
    }

    /// <summary>Brings a submission that waits into today's feed, and tells the reader.</summary>
    /// <returns>The paper's slug, or null when the submission does not wait.</returns>
    public string? Accept(long id, SubmittedPaper paper)
    {
        ArgumentNullException.ThrowIfNull(paper);
        if (Find(id) is not { State: "open" } submission) return null;
        var page = new FeedPage("submission", DateOnly.FromDateTime(_clock.GetUtcNow().UtcDateTime),
            [new PageEntry { Line = 1, Title = paper.Title, Abstract = paper.Abstract, Published = paper.Published, Authors = Count(paper.Authors), AuthorNames = EntryText.Names((paper.Authors ?? "").Split(',')), Arxiv = ArxivNumber.Read(submission.Arxiv) }], [])
        {
            Source = new FeedSource(SourceKind.Reader, "submission"),
        };
        // The import is whole or not at all and changes nothing a second time: a program that ends here finds the submission waiting still.
        var slug = new Importer(store).Import(page).Entries.Single().Address;
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!Decide(connection, transaction, id, "accepted", "", slug)) return null;
        transaction.Commit();
        return slug;
    }

    /// <summary>Refuses a submission that waits, and tells the reader why.</summary>
    /// <returns>Whether there was one.</returns>
    public bool Refuse(long id, string answer)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        if (!Decide(connection, transaction, id, "refused", answer, null)) return false;
        transaction.Commit();
        return true;
    }

    private bool Decide(Microsoft.Data.Sqlite.SqliteConnection connection, Microsoft.Data.Sqlite.SqliteTransaction transaction, long id, string state, string answer, string? slug)
    {
        var found = connection.QuerySingleOrDefault<Decided>(
            "UPDATE submissions SET state = @state, answer = @answer, slug = @slug, decided = @now WHERE id = @id AND state = 'open' RETURNING account, coalesce(nullif(title, ''), arxiv, address) AS what",
            new { id, state, answer, slug, now = clock.Now() }, transaction);
        if (found is null) return false;
        if (found.Account is { } account)
            connection.Execute("INSERT INTO notifications (account, kind, slug, says, created) VALUES (@account, 'submission', @slug, @says, @now)",
                new { account, slug, says = slug is not null ? "Your submission is in the feed:" : $"Your submission was not taken: {found.What}.{(answer.Length > 0 ? $" {answer}" : "")}", now = clock.Now() }, transaction);
        return true;
    }

    private sealed record Decided
    {
        public long? Account { get; init; }
        public string? What { get; init; }
    }

    private static int? Count(string? authors) => authors?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Length;
}

using System.Globalization;
using System.Text.Json;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Praxis.Lab;

/// <summary>
/// All runs of a store. Every change of state is one transaction, so that a process killed at any moment leaves
/// every finished run whole and its own run to be marked interrupted.
/// </summary>
/// <param name="store">A store that was opened with <see cref="Module"/>.</param>
public sealed class RunStore(PraxisStore store)
{
    private const string Columns = "id, slug, scale, seeds, state, created, started, ended, seconds, message, verdicts";

    /// <summary>The tables of the runs.</summary>
    public static StoreModule Module => RunSchema.Module;

    /// <summary>The folder of the store.</summary>
    public string Folder => store.Folder;

    /// <summary>Adds a queued run that belongs to this process, and returns its number.</summary>
    public long Add(RunRequest request)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<long>(
            """
            INSERT INTO runs (slug, scale, seeds, state, created, owner, owner_started)
            VALUES (@Slug, @scale, @seeds, 'queued', @now, @Id, @Started)
            RETURNING id
            """,
            new { request.Slug, scale = Word(request.Scale), seeds = Text(request.Seeds), now = Now(), ProcessIdentity.Current.Id, ProcessIdentity.Current.Started });
    }

    /// <summary>The study begins.</summary>
    /// <exception cref="InvalidOperationException">The run is not queued.</exception>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void Start(long id)
    {
        using var connection = store.Connect();
        Move(connection, null, id, RunState.Running, [RunState.Queued],
            "started = @now, owner = @Id, owner_started = @Started",
            new { now = Now(), ProcessIdentity.Current.Id, ProcessIdentity.Current.Started });
    }

    /// <summary>Stores the report, marks the run finished and drops its kept settings, all in one transaction.</summary>
    /// <exception cref="InvalidOperationException">The run is not running.</exception>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void Finish(long id, RunReport report)
    {
        var verdicts = report.Claims.ToDictionary(claim => claim.Id, claim => claim.Verdict);
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        Move(connection, transaction, id, RunState.Finished, [RunState.Running],
            "ended = @now, seconds = @Seconds, verdicts = @verdicts",
            new { now = Now(), report.Seconds, verdicts = JsonSerializer.Serialize(verdicts, LabJson.Plain) });
        connection.Execute("INSERT INTO run_reports (run, report) VALUES (@id, @report)", new { id, report = LabJson.Write(report) }, transaction);
        // Settings of another state of the source can never be taken over again, so they go too.
        connection.Execute(
            "DELETE FROM run_settings WHERE slug = @Slug AND (scale = @scale AND seeds = @seeds OR fingerprint NOT LIKE @Fingerprint || '/%')",
            new { report.Slug, scale = Word(report.Scale), seeds = Text(report.Seeds), report.Fingerprint }, transaction);
        transaction.Commit();
    }

    /// <summary>The study or its evidence was at fault.</summary>
    /// <exception cref="InvalidOperationException">The run has ended already.</exception>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void Fail(long id, string message) => End(id, RunState.Failed, message);

    /// <summary>The reader stopped the run.</summary>
    /// <exception cref="InvalidOperationException">The run has ended already.</exception>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void Cancel(long id) => End(id, RunState.Cancelled, null);

    /// <summary>The program ends before the run does.</summary>
    /// <exception cref="InvalidOperationException">The run has ended already.</exception>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public void Interrupt(long id, string message) => End(id, RunState.Interrupted, message);

    /// <summary>The run with this number, or null.</summary>
    public RunRecord? Find(long id)
    {
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<RunRow>($"SELECT {Columns} FROM runs WHERE id = @id", new { id })?.ToRecord();
    }

    /// <summary>The report of a finished run, or null.</summary>
    public RunReport? Report(long id)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<string?>("SELECT report FROM run_reports WHERE run = @id", new { id }) is { } json ? LabJson.Read(json) : null;
    }

    /// <summary>Runs, newest first.</summary>
    /// <param name="slug">Only those of this paper, or null for all.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="offset">So many of the newest are left out.</param>
    public IReadOnlyList<RunRecord> List(string? slug = null, int limit = 50, int offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        using var connection = store.Connect();
        var filter = slug is null ? "" : "WHERE slug = @slug";
        return [.. connection
            .Query<RunRow>($"SELECT {Columns} FROM runs {filter} ORDER BY id DESC LIMIT @limit OFFSET @offset", new { slug, limit, offset })
            .Select(row => row.ToRecord())];
    }

    /// <summary>
    /// Marks the queued and running runs whose process is gone as interrupted, and returns how many there were.
    /// The runs of other processes that are alive stay as they are.
    /// </summary>
    public int MarkInterrupted()
    {
        using var connection = store.Connect();
        var owners = connection.Query<(long Id, string Started)>("SELECT DISTINCT owner, owner_started FROM runs WHERE state IN ('queued', 'running')");
        var marked = 0;
        foreach (var (id, started) in owners)
            if (!new ProcessIdentity((int)id, started).IsAlive)
                marked += connection.Execute(
                    """
                    UPDATE runs SET state = 'interrupted', ended = @now, message = 'The program ended before this run did.'
                    WHERE state IN ('queued', 'running') AND owner = @id AND owner_started = @started
                    """,
                    new { now = Now(), id, started });
        return marked;
    }

    /// <summary>Removes a run that has ended, with its report.</summary>
    /// <returns>Whether there was such a run.</returns>
    /// <exception cref="InvalidOperationException">The run is queued or running; cancel it first.</exception>
    public bool Delete(long id)
    {
        using var connection = store.Connect();
        if (connection.Execute("DELETE FROM runs WHERE id = @id AND state NOT IN ('queued', 'running')", new { id }) > 0) return true;
        return Find(id) is null ? false : throw new InvalidOperationException($"Run {id} has not ended; cancel it before deleting it.");
    }

    /// <summary>
    /// The kept settings of a request: what an unfinished run with the same paper, scale, seeds, checks, source and
    /// numerics has computed so far. They are dropped when a run of this request finishes.
    /// </summary>
    public KeptSettings Settings(Room room, RunRequest request) =>
        new(store, request.Slug, Word(request.Scale), Text(request.Seeds), room.Fingerprint());

    private void End(long id, RunState state, string? message)
    {
        using var connection = store.Connect();
        using var transaction = connection.BeginTransaction(deferred: false);
        var started = connection.ExecuteScalar<string?>("SELECT started FROM runs WHERE id = @id", new { id }, transaction);
        var now = DateTimeOffset.UtcNow;
        Move(connection, transaction, id, state, [RunState.Queued, RunState.Running],
            "ended = @now, seconds = @seconds, message = @message",
            new
            {
                now = Time(now),
                seconds = started is null ? (double?)null : Math.Round((now - RunRow.Time(started)).TotalSeconds, 3),
                message,
            });
        transaction.Commit();
    }

    private static void Move(SqliteConnection connection, SqliteTransaction? transaction, long id, RunState to, RunState[] from, string set, object values)
    {
        var parameters = new DynamicParameters(values);
        parameters.AddDynamicParams(new { run = id, to = Word(to), from = from.Select(Word) });
        if (connection.Execute($"UPDATE runs SET state = @to, {set} WHERE id = @run AND state IN @from", parameters, transaction) > 0) return;
        var state = connection.ExecuteScalar<string?>("SELECT state FROM runs WHERE id = @id", new { id }, transaction)
            ?? throw new KeyNotFoundException($"There is no run {id}.");
        throw new InvalidOperationException($"Run {id} is {state}; only one that is {string.Join(" or ", from.Select(Word))} can become {Word(to)}.");
    }

    private static string Now() => Time(DateTimeOffset.UtcNow);

    private static string Time(DateTimeOffset time) => time.ToString("O", CultureInfo.InvariantCulture);

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Text(IReadOnlyList<long> seeds) => string.Join(',', seeds);
}

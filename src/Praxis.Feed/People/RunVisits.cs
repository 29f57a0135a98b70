using System.Security.Cryptography;
using System.Text;
using Dapper;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>Who asked for which run on a public site. Addresses are kept only as keyed hashes, and only as long as they are counted.</summary>
/// <param name="store">The store, opened with <see cref="People.Module"/> and <see cref="RunStore.Module"/>.</param>
/// <param name="clock">The time; the system's by default.</param>
public sealed class RunVisits(PraxisStore store, TimeProvider? clock = null)
{
    private const long Day = 24 * 3600;
    private const string Who = "(v.account = @account OR @account IS NULL AND v.account IS NULL AND v.visitor = @visitor)";

    private readonly Lazy<byte[]> _key = new(() => new PeopleSettings(store).AddressKey());

    /// <summary>A visitor as the store knows one.</summary>
    public string Visitor(string address) => Convert.ToHexStringLower(HMACSHA256.HashData(_key.Value, Encoding.UTF8.GetBytes(address)))[..32];

    /// <summary>Notes who asked for a run, and forgets the addresses of runs that are no longer counted.</summary>
    public void Add(long run, long? account, string visitor)
    {
        using var connection = store.Connect();
        connection.Execute(
            """
            INSERT INTO run_visits (run, account, visitor, created) VALUES (@run, @account, @visitor, @now) ON CONFLICT (run) DO NOTHING;
            UPDATE run_visits SET visitor = '' WHERE visitor <> '' AND created < @old;
            """, new { run, account, visitor, now = clock.Now(), old = clock.Now() - 2 * Day });
    }

    /// <summary>How many runs of a reader wait or are at work.</summary>
    public int AtWork(long? account, string visitor)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<int>($"SELECT count(*) FROM run_visits v JOIN runs r ON r.id = v.run WHERE r.state IN ('queued', 'running') AND {Who}", new { account, visitor });
    }

    /// <summary>How many minutes the runs of a reader have taken that were asked for in the last 24 hours, those at work among them.</summary>
    public double MinutesToday(long? account, string visitor)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<double>(
            $"""
            SELECT coalesce(sum(CASE WHEN r.seconds IS NOT NULL THEN r.seconds WHEN r.started IS NOT NULL AND r.ended IS NULL THEN max(0, @now - unixepoch(r.started)) ELSE 0 END), 0) / 60.0
            FROM run_visits v JOIN runs r ON r.id = v.run WHERE v.created >= @since AND {Who}
            """, new { account, visitor, now = clock.Now(), since = clock.Now() - Day });
    }

    /// <summary>Whether a run was asked for by this reader.</summary>
    public bool IsOf(long run, long? account, string visitor)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<long>($"SELECT count(*) FROM run_visits v WHERE v.run = @run AND {Who}", new { run, account, visitor }) > 0;
    }

    /// <summary>The account that asked for a run, or null; and whether anybody is noted at all.</summary>
    public (bool IsNoted, long? Account) Asker(long run)
    {
        using var connection = store.Connect();
        return connection.QuerySingleOrDefault<Noted>("SELECT 1 AS IsNoted, account FROM run_visits WHERE run = @run", new { run }) is { } noted ? (true, noted.Account) : (false, null);
    }

    /// <summary>Notes that a run was stopped because it took too long.</summary>
    public void MarkStopped(long run, double minutes)
    {
        using var connection = store.Connect();
        connection.Execute("UPDATE run_visits SET stopped_after = @minutes WHERE run = @run", new { run, minutes });
    }

    /// <summary>The minutes after which a run was stopped because it took too long, or null.</summary>
    public double? StoppedAfter(long run)
    {
        using var connection = store.Connect();
        return connection.ExecuteScalar<double?>("SELECT stopped_after FROM run_visits WHERE run = @run", new { run });
    }

    private sealed record Noted
    {
        public bool IsNoted { get; init; }
        public long? Account { get; init; }
    }
}

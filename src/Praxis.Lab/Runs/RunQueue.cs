using System.Runtime.CompilerServices;

namespace Praxis.Lab;

/// <summary>The runs that this process is asked for, one after the other, and those who watch them.</summary>
public sealed class RunQueue : IAsyncDisposable
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    private readonly Runner _runner;
    private readonly RunStore _runs;
    private readonly Lock _lock = new();
    private readonly List<RunTicket> _waiting = [];
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _work;
    private RunTicket? _running;

    /// <summary>An empty queue at work.</summary>
    /// <param name="runner">Runs the studies.</param>
    /// <param name="runs">Where runs are kept.</param>
    public RunQueue(Runner runner, RunStore runs)
    {
        (_runner, _runs) = (runner, runs);
        _work = Task.Run(WorkAsync);
    }

    /// <summary>Queues a run and returns its number.</summary>
    /// <exception cref="KeyNotFoundException">There is no such paper, or it has no study.</exception>
    /// <exception cref="ObjectDisposedException">The queue has been closed.</exception>
    public long Enqueue(RunRequest request)
    {
        ObjectDisposedException.ThrowIf(_stop.IsCancellationRequested, this);
        _runner.RequireRunnable(request.Slug);
        var ticket = new RunTicket(_runs.Add(request));
        lock (_lock) _waiting.Add(ticket);
        _arrivals.Release();
        return ticket.Id;
    }

    /// <summary>Takes a waiting run out of the queue, or stops the one that is running, which ends as soon as its study listens.</summary>
    /// <returns>Whether the run was waiting or running in this process.</returns>
    public bool Cancel(long id)
    {
        RunTicket? waiting;
        lock (_lock)
        {
            if (_running?.Id == id)
            {
                _running.Cancel();
                return true;
            }
            waiting = _waiting.Find(ticket => ticket.Id == id);
            if (waiting is null) return false;
            _waiting.Remove(waiting);
        }
        _runs.Cancel(id);
        Close(waiting, RunState.Cancelled);
        return true;
    }

    /// <summary>0 for the run at work, 1 for the next, and so on; −1 for one that this queue does not hold.</summary>
    public int Position(long id)
    {
        lock (_lock)
            return _running?.Id == id ? 0
                : _waiting.FindIndex(ticket => ticket.Id == id) is >= 0 and var place ? place + 1
                : -1;
    }

    /// <summary>
    /// Where a run stands now, then its progress, then its end; nothing follows the end. A follower that is slow misses
    /// progress but never the end, and never holds up the run. Runs of other processes are looked at once a second.
    /// </summary>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    public async IAsyncEnumerable<RunEvent> Follow(long id, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        if (Find(id) is { } ticket)
        {
            var reader = ticket.Follow();
            try
            {
                await foreach (var told in reader.ReadAllAsync(cancel).ConfigureAwait(false)) yield return told;
            }
            finally
            {
                ticket.Leave(reader);
            }
            yield break;
        }
        for (RunState? known = null; ; await Task.Delay(Glance, cancel).ConfigureAwait(false))
        {
            var record = _runs.Find(id) ?? throw new KeyNotFoundException($"There is no run {id}.");
            if (record.State != known) yield return Event(record);
            if (record.HasEnded) yield break;
            known = record.State;
            _runs.MarkInterrupted();
        }
    }

    /// <summary>Takes no more runs and stops the one at work; it and those that wait are marked interrupted.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_stop.IsCancellationRequested) return;
        await _stop.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        while (TakeNext() is { } ticket)
        {
            _runs.Interrupt(ticket.Id, "The program was ended before this run began.");
            Finished(ticket, RunState.Interrupted);
        }
        _arrivals.Dispose();
        _stop.Dispose();
    }

    private async Task WorkAsync()
    {
        try
        {
            while (true)
            {
                await _arrivals.WaitAsync(_stop.Token).ConfigureAwait(false);
                if (TakeNext() is { } ticket) await RunAsync(ticket).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The queue is being closed.
        }
    }

    private async Task RunAsync(RunTicket ticket)
    {
        var state = RunState.Failed;
        try
        {
            ticket.Begin();
            state = (await _runner.RunAsync(ticket.Id, ticket, ticket.Cancelled, _stop.Token).ConfigureAwait(false)).State;
        }
        catch (Exception e)
        {
            // The runner stores every failure of a study; what comes here is the store's own (a full disk, a deleted file).
            // The queue must outlive it, and the followers must hear of it.
            TryFail(ticket.Id, e);
        }
        finally
        {
            Finished(ticket, state);
        }
    }

    private void TryFail(long id, Exception e)
    {
        try
        {
            _runs.Fail(id, $"The run could not be stored: {e.Message}");
        }
        catch (Exception again) when (again is Microsoft.Data.Sqlite.SqliteException or InvalidOperationException or KeyNotFoundException)
        {
            // The store is still out of order; the next start finds the run unfinished and marks it interrupted.
        }
    }

    private RunTicket? TakeNext()
    {
        lock (_lock)
        {
            if (_waiting.Count == 0) return null;
            _running = _waiting[0];
            _waiting.RemoveAt(0);
            return _running;
        }
    }

    private void Finished(RunTicket ticket, RunState state)
    {
        lock (_lock) _running = null;
        Close(ticket, state);
    }

    private static void Close(RunTicket ticket, RunState state)
    {
        ticket.End(state);
        ticket.Dispose();
    }

    private RunTicket? Find(long id)
    {
        lock (_lock) return _running?.Id == id ? _running : _waiting.Find(ticket => ticket.Id == id);
    }

    private static RunEvent Event(RunRecord record) => new(
        record.Id, record.State, null,
        record.Seconds ?? (record.Started is { } started ? Math.Max(0, (DateTimeOffset.UtcNow - started).TotalSeconds) : 0));
}

using Praxis.Lab.TestHost;
using Praxis.Lab.TestHost.Studies;

namespace Praxis.Lab.Tests;

#pragma warning disable CA1001 // xunit disposes of what an IAsyncLifetime owns
public sealed class RunQueueTests : IAsyncLifetime
#pragma warning restore CA1001
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TestFolder _folder = new();
    private readonly CancellationTokenSource _patience = new(Patience);
    private readonly RunStore _runs;
    private readonly RunQueue _queue;

    public RunQueueTests()
    {
        _runs = new RunStore(Samples.Store(_folder));
        _queue = new RunQueue(new Runner(Samples.Library(_folder), Host.Studies, _runs), _runs);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _queue.DisposeAsync();
        _patience.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Runs_are_done_in_the_order_of_their_coming_one_at_a_time()
    {
        long[] ids = [.. Enumerable.Range(0, 5).Select(_ => _queue.Enqueue(Host.Request("steady")))];
        foreach (var id in ids) Assert.Equal(RunState.Finished, (await End(id)).State);
        var records = ids.Select(id => _runs.Find(id)!).ToList();
        foreach (var (earlier, later) in records.Zip(records.Skip(1))) Assert.True(earlier.Ended <= later.Started);
    }

    [Fact]
    public async Task Positions_count_from_the_run_at_work()
    {
        var endless = await StartEndless();
        long next = _queue.Enqueue(Host.Request("steady")), last = _queue.Enqueue(Host.Request("steady"));
        Assert.Equal((0, 1, 2, -1), (_queue.Position(endless), _queue.Position(next), _queue.Position(last), _queue.Position(last + 1)));
        Assert.True(_queue.Cancel(next));
        Assert.Equal((RunState.Cancelled, 1), (_runs.Find(next)!.State, _queue.Position(last)));
        Assert.True(_queue.Cancel(endless));
        Assert.Equal(RunState.Cancelled, (await End(endless)).State);
        Assert.Equal(RunState.Finished, (await End(last)).State);
        Assert.Equal(-1, _queue.Position(last));
        Assert.False(_queue.Cancel(last));
    }

    [Fact]
    public async Task A_follower_hears_the_present_state_then_progress_then_the_end()
    {
        var first = await StartEndless();
        var id = _queue.Enqueue(Host.Request("talkative"));
        var events = new List<RunEvent>();
        await foreach (var told in _queue.Follow(id, _patience.Token))
        {
            if (events.Count == 0) _queue.Cancel(first);
            events.Add(told);
        }
        Assert.Equal((id, RunState.Queued, null, 0.0), (events[0].Id, events[0].State, events[0].Progress, events[0].ElapsedSeconds));
        Assert.Equal(RunState.Finished, events[^1].State);
        Assert.Equal(1, events[^1].Progress!.Fraction);
        Assert.Equal(events.Select(e => e.Progress?.Fraction ?? 0).Order(), events.Select(e => e.Progress?.Fraction ?? 0));
        Assert.Equal(events.Select(e => e.ElapsedSeconds).Order(), events.Select(e => e.ElapsedSeconds));
        Assert.Single(events, e => e.State == RunState.Finished);
    }

    [Fact]
    public async Task A_follower_that_never_reads_holds_nothing_up_and_still_hears_the_end()
    {
        var id = _queue.Enqueue(Host.Request("talkative"));
        await using var sleeper = _queue.Follow(id, _patience.Token).GetAsyncEnumerator();
        Assert.True(await sleeper.MoveNextAsync());
        await using var other = _queue.Follow(id, _patience.Token).GetAsyncEnumerator();
        while (await other.MoveNextAsync()) { }

        var heard = 0;
        RunEvent last = sleeper.Current;
        while (await sleeper.MoveNextAsync())
        {
            last = sleeper.Current;
            heard++;
        }
        Assert.Equal(RunState.Finished, last.State);
        Assert.InRange(heard, 0, TalkativeStudy.Words / 100);
    }

    [Fact]
    public async Task One_who_comes_late_hears_the_end_at_once()
    {
        var id = _queue.Enqueue(Host.Request("steady"));
        await End(id);
        var events = new List<RunEvent>();
        await foreach (var told in _queue.Follow(id, _patience.Token)) events.Add(told);
        Assert.Equal(RunState.Finished, Assert.Single(events).State);
    }

    [Fact]
    public async Task A_follower_may_leave_while_the_run_goes_on()
    {
        var id = await StartEndless();
        using var leave = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var told in _queue.Follow(id, leave.Token)) await leave.CancelAsync();
        });
        Assert.Equal(0, _queue.Position(id));
    }

    [Fact]
    public async Task Nobody_can_follow_a_run_that_is_not_there() =>
        await Assert.ThrowsAsync<KeyNotFoundException>(async () =>
        {
            await foreach (var told in _queue.Follow(404, _patience.Token)) Assert.Fail($"{told}");
        });

    [Fact]
    public async Task A_study_that_fails_does_not_stop_the_queue()
    {
        long bad = _queue.Enqueue(Host.Request("throwing")), good = _queue.Enqueue(Host.Request("steady"));
        Assert.Equal(RunState.Failed, (await End(bad)).State);
        Assert.Equal(RunState.Finished, (await End(good)).State);
    }

    [Fact]
    public async Task A_run_that_is_deleted_under_the_queue_does_not_stop_it()
    {
        var endless = await StartEndless();
        long gone = _queue.Enqueue(Host.Request("steady")), good = _queue.Enqueue(Host.Request("steady"));
        _runs.Cancel(gone);
        _runs.Delete(gone);
        _queue.Cancel(endless);
        Assert.Equal(RunState.Finished, (await End(good)).State);
    }

    [Fact]
    public async Task Closing_the_queue_interrupts_what_is_not_done()
    {
        var running = await StartEndless();
        var waiting = _queue.Enqueue(Host.Request("steady"));
        await _queue.DisposeAsync();
        Assert.Equal((RunState.Interrupted, RunState.Interrupted), (_runs.Find(running)!.State, _runs.Find(waiting)!.State));
        Assert.Throws<ObjectDisposedException>(() => _queue.Enqueue(Host.Request("steady")));
    }

    [Fact]
    public void What_cannot_be_run_is_not_queued()
    {
        Assert.Throws<KeyNotFoundException>(() => _queue.Enqueue(Host.Request("nowhere")));
        Assert.Empty(_runs.List());
    }

    private async Task<long> StartEndless()
    {
        var id = _queue.Enqueue(Host.Request("endless"));
        await foreach (var told in _queue.Follow(id, _patience.Token))
            if (told.Progress is not null) break;
        return id;
    }

    private async Task<RunEvent> End(long id)
    {
        RunEvent? last = null;
        await foreach (var told in _queue.Follow(id, _patience.Token)) last = told;
        return last!;
    }
}

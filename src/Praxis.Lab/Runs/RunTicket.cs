using System.Diagnostics;
using System.Threading.Channels;

namespace Praxis.Lab;

/// <summary>A run in this process's queue, with those who follow it.</summary>
internal sealed class RunTicket(long id) : IProgress<StudyProgress>, IDisposable
{
    // A follower that falls behind misses old progress, never the end: the newest events push the oldest out.
    private static readonly BoundedChannelOptions LatestOnly = new(16) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };

    private readonly Lock _lock = new();
    private readonly List<Channel<RunEvent>> _followers = [];
    private readonly Stopwatch _clock = new();
    private readonly CancellationTokenSource _cancel = new();
    private RunState _state = RunState.Queued;
    private StudyProgress? _progress;

    public long Id => id;

    public CancellationToken Cancelled => _cancel.Token;

    // Whoever listens is told on another thread: a study must not hold up the one who cancels.
    public void Cancel() => _ = _cancel.CancelAsync();

    /// <summary>Events from now on, beginning with where the run stands.</summary>
    public ChannelReader<RunEvent> Follow()
    {
        var channel = Channel.CreateBounded<RunEvent>(LatestOnly);
        lock (_lock)
        {
            channel.Writer.TryWrite(Event());
            if (_state is RunState.Queued or RunState.Running) _followers.Add(channel);
            else channel.Writer.Complete();
        }
        return channel.Reader;
    }

    public void Leave(ChannelReader<RunEvent> reader)
    {
        lock (_lock) _followers.RemoveAll(channel => channel.Reader == reader);
    }

    public void Report(StudyProgress value)
    {
        lock (_lock)
        {
            _progress = value;
            Tell();
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            _state = RunState.Running;
            _clock.Start();
            Tell();
        }
    }

    public void End(RunState state)
    {
        lock (_lock)
        {
            _clock.Stop();
            _state = state;
            Tell();
            foreach (var follower in _followers) follower.Writer.Complete();
            _followers.Clear();
        }
    }

    public void Dispose() => _cancel.Dispose();

    private RunEvent Event() => new(id, _state, _progress, _clock.Elapsed.TotalSeconds);

    private void Tell()
    {
        var now = Event();
        foreach (var follower in _followers) follower.Writer.TryWrite(now);
    }
}

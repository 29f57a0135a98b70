using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using Praxis.Lab;
using Praxis.Web.Api;

namespace Praxis.Web.Runs;

/// <summary>A run's progress as server-sent events, until it has ended.</summary>
internal static class RunEvents
{
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private sealed record Told(string State, bool Ended, string? Stage, double Fraction, string Elapsed, int Position, IEnumerable<ToldMeasure> Measures);

    private sealed record ToldMeasure(string Name, string Value);

    public static void Map(IEndpointRouteBuilder site) =>
        site.MapGet("/runs/{id:long}/events", Answer).ExcludeFromDescription();

    /// <summary>The events of a run.</summary>
    public static IResult Answer(long id, RunStore runs, RunQueue queue, IHostApplicationLifetime lifetime, CancellationToken cancel) =>
        runs.Find(id) is null
            ? Results.NotFound()
            : TypedResults.ServerSentEvents(Follow(id, queue, lifetime.ApplicationStopping, cancel));

    // Once a second even when nothing has happened, so that the clock and the place in the queue are true
    // and a reader who has gone is noticed; at most ten times a second however much a study tells.
    private static async IAsyncEnumerable<SseItem<string>> Follow(long id, RunQueue queue, CancellationToken stopping, [EnumeratorCancellation] CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, cancel);
        var events = queue.Follow(id, stop.Token).GetAsyncEnumerator(stop.Token);
        var next = events.MoveNextAsync().AsTask();
        try
        {
            RunEvent? now = null;
            var told = DateTime.UtcNow;
            while (!stop.IsCancellationRequested)
            {
                await Task.WhenAny(next, Task.Delay(Heartbeat, stop.Token)).ConfigureAwait(false);
                while (next.IsCompletedSuccessfully && next.Result)
                {
                    (now, told) = (events.Current, DateTime.UtcNow);
                    next = events.MoveNextAsync().AsTask();
                }
                if (now is not null && !stop.IsCancellationRequested) yield return Item(now, queue.Position(id), DateTime.UtcNow - told);
                if (next.IsCompleted && !(next.IsCompletedSuccessfully && next.Result)) yield break;
                await Task.WhenAny(Task.Delay(Pause, stop.Token)).ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            // The enumerator may only be closed between two steps.
            await Task.WhenAny(next).ConfigureAwait(false);
            await events.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static SseItem<string> Item(RunEvent now, int position, TimeSpan since)
    {
        var ended = now.State is not (RunState.Queued or RunState.Running);
        var elapsed = now.ElapsedSeconds + (now.State == RunState.Running ? since.TotalSeconds : 0);
        return new(JsonSerializer.Serialize(new Told(
            Wording.Of(now.State), ended, now.Progress?.Stage, now.Progress?.Fraction ?? 0, Numbers.Duration(elapsed), position,
            now.Progress?.Measures.Select(measure => new ToldMeasure(measure.Name, Numbers.Short(measure.Value))) ?? []), ApiJson.Options));
    }
}

using Microsoft.Extensions.Hosting;
using Praxis.Feed;
using Praxis.Lab;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Runs;

/// <summary>Stops the runs of a public site's readers that take longer than they may.</summary>
internal sealed class RunStopper(RunQueue queue, RunStore runs, RunVisits visits, AccountTable accounts, PeopleLimits limits, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            using var timer = new PeriodicTimer(Glance);
            while (await timer.WaitForNextTickAsync(stoppingToken)) Look();
        }
        catch (OperationCanceledException)
        {
            // The site is being closed.
        }
    }

    private void Look()
    {
        foreach (var run in runs.List(limit: 2 * RunForm.MostWaiting).Where(run => run is { State: RunState.Running, Started: not null }))
        {
            if (visits.Asker(run.Id) is not (true, var account)) continue;
            if (account is { } id && accounts.Find(id) is { IsAdmin: true }) continue;
            var most = (account is null ? limits.Visitor : limits.Member).MinutesARun;
            if ((clock.GetUtcNow() - run.Started!.Value).TotalMinutes < most) continue;
            if (queue.Cancel(run.Id)) visits.MarkStopped(run.Id, most);
        }
    }
}

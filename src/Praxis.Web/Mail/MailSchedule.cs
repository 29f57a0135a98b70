using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Praxis.Feed;

namespace Praxis.Web.Mail;

/// <summary>
/// While the site serves: makes the day's digests when their time has come, and sends what is due. What was missed while nothing served is made at the next start, since
/// the store, not a timer, knows what has been made.
/// </summary>
internal sealed partial class MailSchedule(DigestRound round, Outbox outbox, OutboxSender sender, DigestTime at, TimeProvider clock, ILogger<MailSchedule> log) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var added = new SemaphoreSlim(0);
        void Wake() => added.Release();
        outbox.Added += Wake;
        DateOnly? tidied = null;
        string said = "";
        try
        {
            while (true)
            {
                try
                {
                    var now = clock.GetUtcNow().UtcDateTime;
                    if (TimeOnly.FromDateTime(now) >= at.Time) round.Run(stoppingToken);
                    if (tidied != DateOnly.FromDateTime(now))
                    {
                        outbox.Tidy();
                        tidied = DateOnly.FromDateTime(now);
                    }
                    var report = await sender.SendAsync(stoppingToken);
                    var problems = string.Join("; ", report.Problems);
                    // Said once, not every minute.
                    if (problems.Length > 0 && problems != said) LogProblems(log, report.Again, report.Failed, problems);
                    if (problems.Length > 0 || report.Sent > 0) said = problems;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    // One bad round must not end all later ones.
                    LogRound(log, e);
                }
                while (added.Wait(0, CancellationToken.None)) continue;
                await WaitAsync(added, stoppingToken);
            }
        }
        catch (OperationCanceledException)
        {
            // The site stops; the store knows what is left to do.
        }
        finally
        {
            outbox.Added -= Wake;
        }
    }

    private async Task WaitAsync(SemaphoreSlim added, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var turn = Task.Delay(Look, clock, over.Token);
        await Task.WhenAny(turn, added.WaitAsync(over.Token));
        await over.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Mail: {Again} will be tried again, {Failed} given up: {Problems}")]
    private static partial void LogProblems(ILogger log, int again, int failed, string problems);

    [LoggerMessage(Level = LogLevel.Error, Message = "Mail: a round did not succeed and is tried again")]
    private static partial void LogRound(ILogger log, Exception error);
}

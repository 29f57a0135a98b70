using System.Diagnostics;
using Praxis.Numerics;

namespace Praxis.Lab;

/// <summary>
/// Runs studies: gives a study its context, joins its evidence to the claims by <see cref="VerdictRule"/>, measures time
/// and memory, and stores the outcome, whatever it is. One study runs at a time in a process; others wait queued.
/// </summary>
/// <param name="library">The rooms.</param>
/// <param name="studies">The studies.</param>
/// <param name="runs">Where runs are kept.</param>
public sealed class Runner(PaperLibrary library, StudyIndex studies, RunStore runs)
{
    // Two studies at once would share cores and memory, and both would be measured wrongly.
    private static readonly SemaphoreSlim OneAtATime = new(1, 1);

    /// <summary>Runs a paper's study to its end.</summary>
    /// <param name="request">Paper, scale, seeds.</param>
    /// <param name="progress">Told how far the study is, on the study's thread; or null.</param>
    /// <param name="cancel">Stops the run, which is then <see cref="RunState.Cancelled"/>.</param>
    /// <returns>The run that has ended: finished, failed (the record's message says why) or cancelled.</returns>
    /// <exception cref="KeyNotFoundException">There is no such paper, or it has no study.</exception>
    public Task<RunRecord> RunAsync(RunRequest request, IProgress<StudyProgress>? progress = null, CancellationToken cancel = default)
    {
        RequireRunnable(request.Slug);
        return RunAsync(runs.Add(request), progress, cancel);
    }

    /// <summary>Runs what was queued before.</summary>
    /// <inheritdoc cref="RunAsync(RunRequest, IProgress{StudyProgress}, CancellationToken)"/>
    /// <exception cref="KeyNotFoundException">There is no such run.</exception>
    /// <exception cref="InvalidOperationException">The run is not queued.</exception>
    public Task<RunRecord> RunAsync(long queuedId, IProgress<StudyProgress>? progress = null, CancellationToken cancel = default) =>
        RunAsync(queuedId, progress, cancel, CancellationToken.None);

    /// <summary>The room of a paper that can be run.</summary>
    /// <exception cref="KeyNotFoundException">There is no such paper, or it has no study.</exception>
    public Room RequireRunnable(string slug)
    {
        var room = library.Find(slug) ?? throw new KeyNotFoundException($"There is no paper '{slug}'.");
        return studies.Has(slug) ? room : throw new KeyNotFoundException($"The paper '{slug}' is not runnable yet.");
    }

    /// <param name="queuedId">The run.</param>
    /// <param name="progress">Told how far the study is.</param>
    /// <param name="cancel">The reader stops the run.</param>
    /// <param name="stop">The program ends: the run is interrupted, not cancelled.</param>
    internal async Task<RunRecord> RunAsync(long queuedId, IProgress<StudyProgress>? progress, CancellationToken cancel, CancellationToken stop)
    {
        var record = runs.Find(queuedId) ?? throw new KeyNotFoundException($"There is no run {queuedId}.");
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, stop);
        try
        {
            await OneAtATime.WaitAsync(either.Token).ConfigureAwait(false);
            try
            {
                runs.Start(queuedId);
                // A study may compute without ever awaiting; it must not hold up whoever started it.
                var report = await Task.Run(() => MeasureAsync(record, progress, either.Token), CancellationToken.None).ConfigureAwait(false);
                runs.Finish(queuedId, report);
            }
            finally
            {
                OneAtATime.Release();
            }
        }
        catch (Exception e) when (either.IsCancellationRequested && IsCancellation(e))
        {
            if (stop.IsCancellationRequested) runs.Interrupt(queuedId, "The program was ended before this run was done.");
            else runs.Cancel(queuedId);
        }
        catch (StudyFailure failure)
        {
            runs.Fail(queuedId, failure.Message);
        }
        return runs.Find(queuedId)!;
    }

    private async Task<RunReport> MeasureAsync(RunRecord record, IProgress<StudyProgress>? progress, CancellationToken cancel)
    {
        try
        {
            var room = RequireRunnable(record.Slug);
            var request = new RunRequest(record.Slug, record.Scale, record.Seeds);
            var fingerprint = room.Fingerprint();
            var settings = runs.Settings(room, request);
            var context = new StudyContext
            {
                Paper = room.Paper,
                Scale = request.Scale,
                Seeds = request.Seeds,
                Progress = progress,
                Settings = settings,
                Data = DataFolder.Beside(library, runs.Folder),
            };

            using var memory = new PeakMemory();
            var started = DateTimeOffset.UtcNow;
            var clock = Stopwatch.StartNew();
            var findings = await studies.Create(request.Slug).RunAsync(context, cancel).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
            var seconds = clock.Elapsed.TotalSeconds;
            var megabytes = memory.Megabytes;

            RequireWholeTables(findings);
            if (settings.TakenOver > 0)
                findings = findings with { Remarks = [.. findings.Remarks, Wording.TakenOver(settings.TakenOver)] };
            return new RunReport
            {
                Slug = request.Slug,
                Scale = request.Scale,
                Seeds = request.Seeds,
                Started = started,
                Seconds = Math.Round(seconds, 3),
                PeakMegabytes = Math.Round(megabytes, 1),
                Backend = Backend.Name,
                Machine = Machine.Read(),
                Fingerprint = fingerprint,
                Claims = VerdictRule.Judge(room.Paper, findings.Evidence, request.Seeds),
                Findings = findings,
            };
        }
        catch (Exception e) when (!(cancel.IsCancellationRequested && IsCancellation(e)))
        {
            throw new StudyFailure(e);
        }
    }

    private static void RequireWholeTables(Findings findings)
    {
        foreach (var table in findings.Tables)
            foreach (var row in table.Rows)
                if (row.Count != table.Columns.Count)
                    throw new InvalidDataException($"The table '{table.Title}' has {table.Columns.Count} columns but a row of {row.Count} cells.");
    }

    private static bool IsCancellation(Exception e) => e switch
    {
        OperationCanceledException => true,
        AggregateException many => many.InnerExceptions.All(IsCancellation),
        _ => false,
    };
}

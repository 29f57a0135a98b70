using Praxis.Lab.TestHost;
using Praxis.Lab.TestHost.Studies;

namespace Praxis.Lab.Tests;

public sealed class RunnerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly RunStore _runs;
    private readonly Runner _runner;
    private readonly PaperLibrary _library;

    public RunnerTests()
    {
        _library = Samples.Library(_folder);
        _runs = new RunStore(Samples.Store(_folder));
        _runner = new Runner(_library, Host.Studies, _runs);
    }

    [Fact]
    public async Task A_finished_run_says_all_it_depended_on()
    {
        var before = DateTimeOffset.UtcNow;
        var record = await _runner.RunAsync(Host.Request("steady"));
        Assert.True(record.State == RunState.Finished, record.Message);
        Assert.Equal([Verdict.Holds, Verdict.Holds, null], record.Verdicts.Values);

        var report = _runs.Report(record.Id)!;
        Assert.Equal(("steady", Scale.Smoke, _library.Find("steady")!.Fingerprint()), (report.Slug, report.Scale, report.Fingerprint));
        Assert.Equal([1, 2, 3, 4, 5], report.Seeds);
        Assert.InRange(report.Started, before, DateTimeOffset.UtcNow);
        Assert.Equal(record.Seconds, report.Seconds);
        Assert.NotEmpty(report.Backend);
        Assert.Equal(Environment.ProcessorCount, report.Machine.Cores);
        Assert.True(report.Machine.MemoryGigabytes > 0);
        Assert.NotEmpty(report.Machine.Processor);
        Assert.Equal(["Sizes beyond 3 were not looked at."], report.Findings.Remarks);
        var cost = report.Claims[0].Checks.Single();
        Assert.InRange(cost.Estimate, 0.9, 0.902);
    }

    [Fact]
    public async Task The_same_request_gives_the_same_evidence()
    {
        var first = _runs.Report((await _runner.RunAsync(Host.Request("steady"))).Id)!;
        var second = _runs.Report((await _runner.RunAsync(Host.Request("steady"))).Id)!;
        Assert.Equal(first.Findings.Evidence.SelectMany(e => e.Observations), second.Findings.Evidence.SelectMany(e => e.Observations));
    }

    [Theory]
    [InlineData("throwing", "The pump is dry. (InvalidOperationException in ThrowingStudy.RunAsync)")]
    [InlineData("giving-up", "I have had enough. (OperationCanceledException in GivingUpStudy.RunAsync)")]
    [InlineData("forgetful", "C1/value: seed 5 is there 0 times instead of once.")]
    [InlineData("ragged", "The table 'Costs' has 2 columns but a row of 1 cells. (InvalidDataException in Runner.RequireWholeTables)")]
    public async Task A_study_at_fault_leaves_a_failed_run_with_its_message_first(string slug, string message)
    {
        var record = await _runner.RunAsync(Host.Request(slug));
        Assert.Equal((RunState.Failed, message), (record.State, record.Message));
        Assert.NotNull(record.Seconds);
        Assert.Empty(record.Verdicts);
        Assert.Null(_runs.Report(record.Id));
    }

    [Fact]
    public async Task A_cancelled_study_leaves_a_cancelled_run()
    {
        using var cancel = new CancellationTokenSource();
        var heard = new Listener(progress => { if (progress.Measures is [{ Name: "steps", Value: >= 3 }]) cancel.Cancel(); });
        var record = await _runner.RunAsync(Host.Request("endless"), heard, cancel.Token);
        Assert.Equal((RunState.Cancelled, null), (record.State, record.Message));
        Assert.NotNull(record.Seconds);
    }

    [Fact]
    public async Task A_run_that_is_cancelled_before_it_begins_never_begins()
    {
        var record = await _runner.RunAsync(Host.Request("steady"), null, new CancellationToken(canceled: true));
        Assert.Equal(RunState.Cancelled, record.State);
        Assert.Null(record.Started);
    }

    [Fact]
    public async Task What_cannot_be_run_leaves_no_run()
    {
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _runner.RunAsync(Host.Request("nowhere")));
        var idle = new Runner(_library, new StudyIndex(), _runs);
        Assert.Contains("not runnable yet", (await Assert.ThrowsAsync<KeyNotFoundException>(() => idle.RunAsync(Host.Request("steady")))).Message);
        Assert.Empty(_runs.List());
    }

    [Fact]
    public async Task A_queued_run_is_run_once()
    {
        var id = _runs.Add(Host.Request("steady"));
        Assert.Equal(RunState.Finished, (await _runner.RunAsync(id)).State);
        await Assert.ThrowsAsync<InvalidOperationException>(() => _runner.RunAsync(id));
        await Assert.ThrowsAsync<KeyNotFoundException>(() => _runner.RunAsync(id + 1));
        Assert.Equal(RunState.Finished, _runs.Find(id)!.State);
    }

    [Fact]
    public async Task Peak_memory_is_that_of_the_run_and_not_of_the_process()
    {
        var hungry = _runs.Report((await _runner.RunAsync(Host.Request("hungry"))).Id)!;
        var steady = _runs.Report((await _runner.RunAsync(Host.Request("steady"))).Id)!;
        Assert.InRange(hungry.PeakMegabytes, HungryStudy.Bytes / 1e6, 4000);
        // The process has had the hungry study's peak in its life, but the steady one needs none of it.
        Assert.True(steady.PeakMegabytes < hungry.PeakMegabytes - 100, $"{steady.PeakMegabytes} MB against {hungry.PeakMegabytes} MB");
    }

    public void Dispose() => _folder.Dispose();

    private sealed class Listener(Action<StudyProgress> hear) : IProgress<StudyProgress>
    {
        public void Report(StudyProgress value) => hear(value);
    }
}

using System.Globalization;
using Dapper;
using Praxis.Lab.TestHost;
using Praxis.Lab.TestHost.Studies;

namespace Praxis.Lab.Tests;

/// <summary>Real processes killed with SIGKILL, and what the next process finds.</summary>
public sealed class KilledProcessTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly PaperLibrary _library;

    public KilledProcessTests() => _library = Samples.Library(_folder);

    [Fact]
    public void A_run_whose_process_was_killed_is_interrupted_at_the_next_start_and_nothing_else_is()
    {
        var runs = Open();
        var mine = runs.Add(Host.Request("steady"));
        using (var host = Start("run", "stepwise"))
        {
            host.WaitFor("kept 5");
            Assert.Equal(0, runs.MarkInterrupted()); // it is alive
            host.Kill();
        }
        runs = Open();
        Assert.Equal(1, runs.MarkInterrupted());
        var killed = runs.List("stepwise").Single();
        Assert.Equal((RunState.Interrupted, "The program ended before this run did."), (killed.State, killed.Message));
        Assert.Equal(RunState.Queued, runs.Find(mine)!.State);
    }

    [Fact]
    public async Task A_run_killed_amid_its_settings_is_taken_up_where_it_was()
    {
        int kept;
        using (var host = Start("run", "stepwise"))
        {
            var line = host.WaitFor("kept 50");
            var rest = host.Kill();
            kept = 1 + int.Parse((rest.Count > 0 ? rest[^1] : line).AsSpan("kept ".Length), CultureInfo.InvariantCulture);
        }
        Assert.InRange(kept, 51, StepwiseStudy.Settings - 1);

        var before = StepwiseStudy.Computed;
        var runner = Host.Runner(_folder.In("data"), _folder.In("papers"));
        var record = await runner.RunAsync(Host.Request("stepwise"));
        Assert.True(record.State == RunState.Finished, record.Message);
        // Everything the killed process said it had kept is there; it may have been killed between keeping one more and saying so.
        Assert.InRange(StepwiseStudy.Computed - before, StepwiseStudy.Settings - kept - 1, StepwiseStudy.Settings - kept);
        var resumed = Open().Report(record.Id)!;
        Assert.Contains(resumed.Findings.Remarks, remark => remark.Contains("settings were taken over from an earlier run that was not done"));

        // The settings are used up: the next run computes all of them again, and finds the same.
        before = StepwiseStudy.Computed;
        var whole = Open().Report((await runner.RunAsync(Host.Request("stepwise"))).Id)!;
        Assert.Equal(StepwiseStudy.Settings, StepwiseStudy.Computed - before);
        Assert.Empty(whole.Findings.Remarks);
        Assert.Equal(whole.Findings.Evidence.Single().Observations, resumed.Findings.Evidence.Single().Observations);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(23)]
    public void However_many_runs_were_finished_before_the_kill_all_of_them_are_whole_afterwards(int milliseconds)
    {
        var finished = new List<long>();
        using (var host = Start("run-again-and-again", "steady"))
        {
            for (var i = 0; i < 5; i++) finished.Add(Number(host.WaitFor("finished")));
            Thread.Sleep(milliseconds);
            finished.AddRange(host.Kill().Select(Number));
        }
        var store = Samples.Store(_folder);
        var runs = new RunStore(store);
        Assert.InRange(runs.MarkInterrupted(), 0, 1);
        foreach (var id in finished)
        {
            Assert.Equal(RunState.Finished, runs.Find(id)!.State);
            Assert.Equal("steady", runs.Report(id)!.Slug);
        }
        foreach (var record in runs.List(limit: 100_000))
            Assert.Equal(record.State == RunState.Finished, runs.Report(record.Id) is not null);
        using var connection = store.Connect();
        Assert.Equal("ok", connection.ExecuteScalar<string>("PRAGMA integrity_check"));
    }

    public void Dispose() => _folder.Dispose();

    private static long Number(string line) => long.Parse(line.AsSpan("finished ".Length), CultureInfo.InvariantCulture);

    private Hosts Start(string what, string slug) => new(1, [what, _folder.In("data"), _library.Folder, slug]);

    private RunStore Open() => new(Samples.Store(_folder));
}

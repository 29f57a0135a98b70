using Dapper;

namespace Praxis.Lab.Tests;

public sealed class RunStoreTests : IDisposable
{
    private static readonly RunRequest Request = new("steady", Scale.Small, [3, 1, 2]);

    private readonly TestFolder _folder = new();
    private readonly PraxisStore _store;
    private readonly RunStore _runs;
    private readonly Room _room;

    public RunStoreTests()
    {
        _store = Samples.Store(_folder);
        _runs = new RunStore(_store);
        _room = Samples.Library(_folder).Find("steady")!;
    }

    [Fact]
    public void A_run_goes_from_queued_over_running_to_finished()
    {
        var id = _runs.Add(Request);
        var queued = _runs.Find(id)!;
        Assert.Equal((id, "steady", Scale.Small, RunState.Queued, false), (queued.Id, queued.Slug, queued.Scale, queued.State, queued.HasEnded));
        Assert.Equal([3, 1, 2], queued.Seeds);
        Assert.Null(queued.Started);
        Assert.InRange(DateTimeOffset.UtcNow - queued.Created, TimeSpan.Zero, TimeSpan.FromMinutes(1));

        _runs.Start(id);
        Assert.Equal(RunState.Running, _runs.Find(id)!.State);
        Assert.NotNull(_runs.Find(id)!.Started);
        Assert.Null(_runs.Report(id));

        var report = Reports.Steady(_room) with { Seconds = 1.25 };
        _runs.Finish(id, report);
        var finished = _runs.Find(id)!;
        Assert.Equal((RunState.Finished, true, 1.25), (finished.State, finished.HasEnded, finished.Seconds));
        Assert.Equal([("C1", Verdict.Holds), ("C2", Verdict.Holds), ("C3", (Verdict?)null)], finished.Verdicts.Select(v => (v.Key, v.Value)));
        Assert.Equal(LabJson.Write(report), LabJson.Write(_runs.Report(id)!));
    }

    [Fact]
    public void A_run_that_has_ended_does_not_change_any_more()
    {
        var id = _runs.Add(Request);
        Assert.Throws<InvalidOperationException>(() => _runs.Finish(id, Reports.Steady(_room)));
        _runs.Cancel(id);
        Assert.Contains("is cancelled", Assert.Throws<InvalidOperationException>(() => _runs.Start(id)).Message);
        Assert.Throws<InvalidOperationException>(() => _runs.Fail(id, "late"));
        Assert.Throws<InvalidOperationException>(() => _runs.Cancel(id));
        Assert.Equal((RunState.Cancelled, null), (_runs.Find(id)!.State, _runs.Find(id)!.Message));
        Assert.Null(_runs.Find(id)!.Seconds); // it never began
    }

    [Fact]
    public void An_unknown_run_is_named()
    {
        Assert.Null(_runs.Find(99));
        Assert.Null(_runs.Report(99));
        Assert.False(_runs.Delete(99));
        Assert.Contains("99", Assert.Throws<KeyNotFoundException>(() => _runs.Cancel(99)).Message);
    }

    [Fact]
    public void Lists_are_newest_first_by_paper_and_by_pages()
    {
        long[] ids = [.. Enumerable.Range(0, 6).Select(i => _runs.Add(Request with { Slug = i % 2 == 0 ? "even" : "odd" }))];
        Assert.Equal(ids.Reverse(), _runs.List().Select(run => run.Id));
        Assert.Equal([ids[5], ids[3], ids[1]], _runs.List("odd").Select(run => run.Id));
        Assert.Equal([ids[4], ids[3]], _runs.List(limit: 2, offset: 1).Select(run => run.Id));
        Assert.Empty(_runs.List("none"));
    }

    [Fact]
    public void A_run_is_deleted_with_its_report_but_not_while_it_runs()
    {
        var id = _runs.Add(Request);
        _runs.Start(id);
        Assert.Throws<InvalidOperationException>(() => _runs.Delete(id));
        _runs.Finish(id, Reports.Steady(_room));
        Assert.True(_runs.Delete(id));
        Assert.Null(_runs.Find(id));
        using var connection = _store.Connect();
        Assert.Equal(0, connection.ExecuteScalar<int>("SELECT count(*) FROM run_reports"));
        Assert.True(_runs.Add(Request) > id, "A number is never given twice.");
    }

    [Fact]
    public void The_runs_of_a_living_process_are_not_interrupted_and_those_of_a_dead_one_are()
    {
        long mine = _runs.Add(Request), queued = _runs.Add(Request), reused = _runs.Add(Request), done = _runs.Add(Request);
        _runs.Cancel(done);
        using (var connection = _store.Connect())
        {
            connection.Execute("UPDATE runs SET owner = 2147483646 WHERE id IN (@queued, @done)", new { queued, done });
            // The same process id, but of a process that started at another time.
            connection.Execute("UPDATE runs SET owner_started = 'long ago' WHERE id = @reused", new { reused });
        }
        Assert.Equal(2, _runs.MarkInterrupted());
        Assert.Equal(0, _runs.MarkInterrupted());
        Assert.Equal(
            [RunState.Queued, RunState.Interrupted, RunState.Interrupted, RunState.Cancelled],
            ((long[])[mine, queued, reused, done]).Select(id => _runs.Find(id)!.State));
    }

    [Fact]
    public void Kept_settings_belong_to_one_paper_scale_seeds_and_source()
    {
        _runs.Settings(_room, Request).Keep("a", "1");
        Assert.Equal("1", _runs.Settings(_room, Request).Find("a"));
        Assert.Null(_runs.Settings(_room, Request).Find("b"));
        Assert.Null(_runs.Settings(_room, Request with { Slug = "other" }).Find("a"));
        Assert.Null(_runs.Settings(_room, Request with { Scale = Scale.Full }).Find("a"));
        Assert.Null(_runs.Settings(_room, Request with { Seeds = [1, 2, 3] }).Find("a"));
        File.WriteAllText(Path.Combine(_room.Folder, "Method.cs"), "class A { }");
        Assert.Null(_runs.Settings(_room, Request).Find("a"));
    }

    [Fact]
    public void Only_settings_of_an_earlier_run_count_as_taken_over()
    {
        var first = _runs.Settings(_room, Request);
        first.Keep("a", "1");
        first.Find("a");
        Assert.Equal(0, first.TakenOver);
        var second = _runs.Settings(_room, Request);
        second.Find("a");
        second.Find("a");
        second.Find("missing");
        second.Keep("b", "2");
        second.Find("b");
        Assert.Equal(1, second.TakenOver);
    }

    [Fact]
    public void Settings_are_dropped_when_a_run_of_their_request_finishes_and_kept_otherwise()
    {
        var request = Request with { Scale = Scale.Full, Seeds = Samples.Seeds(5) };
        _runs.Settings(_room, request).Keep("a", "1");
        _runs.Settings(_room, Request).Keep("a", "2");

        var failed = _runs.Add(request);
        _runs.Start(failed);
        _runs.Fail(failed, "no");
        Assert.Equal("1", _runs.Settings(_room, request).Find("a"));

        var finished = _runs.Add(request);
        _runs.Start(finished);
        _runs.Finish(finished, Reports.Steady(_room));
        Assert.Null(_runs.Settings(_room, request).Find("a"));
        Assert.Equal("2", _runs.Settings(_room, Request).Find("a"));
    }

    [Theory]
    [InlineData("", new long[] { 1 })]
    [InlineData("x", new long[0])]
    [InlineData("x", new long[] { 1, 2, 1 })]
    public void A_request_that_makes_no_sense_is_refused(string slug, long[] seeds) =>
        Assert.Throws<ArgumentException>(() => new RunRequest(slug, Scale.Smoke, seeds));

    public void Dispose() => _folder.Dispose();
}

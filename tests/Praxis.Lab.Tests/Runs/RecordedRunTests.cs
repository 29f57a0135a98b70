using System.Text.Json;

namespace Praxis.Lab.Tests;

public sealed class RecordedRunTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly Room _room;
    private readonly RunReport _report;

    public RecordedRunTests()
    {
        _room = Samples.Library(_folder).Find("steady")!;
        _report = Reports.Steady(_room);
    }

    [Fact]
    public void What_is_written_is_read_again()
    {
        Assert.Null(RecordedRun.Read(_room));
        Assert.False(RecordedRun.IsCurrent(_room));
        Assert.Empty(RecordedRun.Problems(_room));
        RecordedRun.Write(_room, _report);
        Assert.Equal(LabJson.Write(_report), LabJson.Write(RecordedRun.Read(_room)!));
        Assert.True(RecordedRun.IsCurrent(_room));
        Assert.Empty(RecordedRun.Problems(_room));
        Assert.Equal(["paper.md", "recorded.json"], Directory.EnumerateFiles(_room.Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public void The_file_has_a_line_for_every_observation_and_every_figure()
    {
        RecordedRun.Write(_room, _report);
        var lines = File.ReadAllLines(_room.RecordedPath);
        Assert.Equal(5, lines.Count(line => line.Contains("\"seed\":") && line.Contains("\"baseline\":")));
        Assert.Single(lines, line => line.Contains("\"Cost by size\""));
        Assert.All(lines.Where(line => !line.Contains("Cost by size")), line => Assert.True(line.Length < 200, line));
        Assert.EndsWith("}\n", File.ReadAllText(_room.RecordedPath));
        // Readability costs little.
        Assert.True(File.ReadAllText(_room.RecordedPath).Length < 1.3 * LabJson.Write(_report).Length);
    }

    [Fact]
    public void Recording_the_same_run_twice_gives_the_same_file()
    {
        RecordedRun.Write(_room, _report);
        var first = File.ReadAllText(_room.RecordedPath);
        RecordedRun.Write(_room, RecordedRun.Read(_room)!);
        Assert.Equal(first, File.ReadAllText(_room.RecordedPath));
    }

    [Fact]
    public void A_record_that_cannot_be_written_leaves_the_old_one_and_no_litter()
    {
        RecordedRun.Write(_room, _report);
        var before = File.ReadAllText(_room.RecordedPath);
        var unwritable = _report with { Findings = _report.Findings with { Evidence = null! }, Claims = new Unwritable() };
        Assert.ThrowsAny<Exception>(() => RecordedRun.Write(_room, unwritable));
        Assert.Equal(before, File.ReadAllText(_room.RecordedPath));
        Assert.Equal(2, Directory.EnumerateFiles(_room.Folder).Count());
    }

    [Fact]
    public void Only_a_run_of_the_room_at_full_scale_is_recorded()
    {
        Assert.Contains("small scale", Assert.Throws<ArgumentException>(() => RecordedRun.Write(_room, _report with { Scale = Scale.Small })).Message);
        Assert.Contains("'other'", Assert.Throws<ArgumentException>(() => RecordedRun.Write(_room, _report with { Slug = "other" })).Message);
        Assert.False(File.Exists(_room.RecordedPath));
    }

    [Fact]
    public void A_changed_check_or_source_makes_the_record_out_of_date()
    {
        RecordedRun.Write(_room, _report);
        File.WriteAllText(Path.Combine(_room.Folder, "Method.cs"), "class A { }");
        Assert.False(RecordedRun.IsCurrent(_room));
        Assert.Empty(RecordedRun.Problems(_room)); // out of date is no contradiction
    }

    [Fact]
    public void A_verdict_that_does_not_follow_from_its_evidence_is_a_problem()
    {
        Write(_report with { Claims = [_report.Claims[0] with { Verdict = Verdict.Fails }, .. _report.Claims.Skip(1)] });
        Problem("C1: recorded as fails, but its evidence says holds.");

        var cost = _report.Claims[0].Checks[0];
        Write(_report with { Claims = [_report.Claims[0] with { Checks = [cost with { Estimate = 0.5 }] }, .. _report.Claims.Skip(1)] });
        Problem("C1: the check cost is recorded as 0.5 [");

        Write(_report with { Claims = [_report.Claims[0] with { Checks = [cost with { Threshold = 0.99 }] }, .. _report.Claims.Skip(1)] });
        Problem("C1: the check cost is recorded against at most 0.99, but paper.md says at most 0.95.");

        Write(_report with { Claims = [_report.Claims[0], _report.Claims[1], _report.Claims[2] with { Reach = Reach.Full, Verdict = Verdict.Holds }] });
        Problem("C3: recorded as holds, but its evidence says not checked here.", "C3: recorded with full reach, but paper.md says out of reach.");
    }

    [Fact]
    public void Tampered_evidence_is_a_problem()
    {
        var cost = _report.Findings.Evidence[0];
        var tampered = cost with { Observations = [.. cost.Observations.Select(o => o with { Method = 2 * o.Method })] };
        Write(_report with { Findings = _report.Findings with { Evidence = [tampered, .. _report.Findings.Evidence.Skip(1)] } });
        Problem(
            "C1: recorded as holds, but its evidence says fails.",
            "C1: the check cost is recorded as holds, but its evidence says fails.",
            "C1: the claim fails, but paper.md does not say by which second path that was confirmed (second_path).");

        Write(_report with { Findings = _report.Findings with { Evidence = [cost with { Observations = [.. cost.Observations.Skip(1)] }, .. _report.Findings.Evidence.Skip(1)] } });
        Problem("its evidence cannot be judged: C1/cost: seed 1 is there 0 times instead of once.");
    }

    [Fact]
    public void A_fails_needs_a_second_path()
    {
        Fails("        threshold: 0.95", "        threshold: 0.5", "C1: the claim fails, but paper.md does not say");
        Fails("    reach_because: \"The quantity of the theorem.\"", "    reach_because: \"The quantity of the theorem.\"\n    second_path: \"By hand.\"");

        void Fails(string from, string to, params string[] problems)
        {
            var path = Path.Combine(_room.Folder, "paper.md");
            File.WriteAllText(path, File.ReadAllText(path).Replace(from, to));
            var room = new Room(PaperFile.Read(path), _room.Folder);
            RecordedRun.Write(room, Reports.Steady(room));
            Assert.Equal(Verdict.Fails, RecordedRun.Read(room)!.Claims[0].Verdict);
            Assert.Equal(problems.Length, RecordedRun.Problems(room).Count());
            Assert.All(problems, problem => Assert.Contains(RecordedRun.Problems(room), found => found.Contains(problem)));
        }
    }

    [Fact]
    public void Wrong_scale_paper_and_claims_are_problems()
    {
        Write(_report with { Scale = Scale.Smoke });
        Problem("the run is smoke scale; only full scale is recorded.");
        Write(_report with { Slug = "other" });
        Problem("the run is of the paper 'other'.");
        Write(_report with { Claims = [.. _report.Claims, _report.Claims[0] with { Id = "C9" }] });
        Problem("C9: paper.md has no such claim.");
        Write(_report with { Claims = [.. _report.Claims.Skip(1)] });
        Problem("C1: the claim is judged 0 times instead of once.");
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\n\"slug\": 7}")]
    [InlineData("{}")]
    public void A_file_that_is_no_record_is_named_with_its_cure(string text)
    {
        File.WriteAllText(_room.RecordedPath, text);
        var error = Assert.Throws<InvalidDataException>(() => RecordedRun.Read(_room));
        Assert.StartsWith(_room.RecordedPath, error.Message);
        Assert.Contains("praxis run steady --scale full --record", error.Message);
        Assert.Equal([error.Message], RecordedRun.Problems(_room));
        Assert.False(RecordedRun.IsCurrent(_room));
    }

    public void Dispose() => _folder.Dispose();

    private void Write(RunReport report) => File.WriteAllText(_room.RecordedPath, LabJson.Write(report));

    private void Problem(params string[] expected)
    {
        var problems = RecordedRun.Problems(_room).ToList();
        Assert.Equal(expected.Length, problems.Count);
        Assert.All(expected.Zip(problems), pair => Assert.Contains(pair.First, pair.Second));
    }

    /// <summary>A list that cannot be read to its end.</summary>
    private sealed class Unwritable : List<ClaimJudgement>, IReadOnlyList<ClaimJudgement>
    {
        IEnumerator<ClaimJudgement> IEnumerable<ClaimJudgement>.GetEnumerator() => throw new JsonException("no");
    }
}

using System.Diagnostics;
using System.Text.Json;

namespace Praxis.Site.Tests.CommandLine;

public sealed class CommandTests : IDisposable
{
    private const string Page = """
        Daily Papers

        Apr 3

        The Base Dependent Behavior of Kaprekar's Routine: A Theoretical and Computational Study Revealing New Regularities

        Digits are sorted and subtracted, again and again; this text stands in for the abstract of the paper.

        A Paper Nobody Here Has Heard Of

        Its abstract says that nobody here has heard of it, and goes on for long enough to be one.

        """;

    private readonly PraxisProcess _praxis = new();

    public void Dispose() => _praxis.Dispose();

    [Fact]
    public async Task Papers_list_prints_every_paper_with_its_members()
    {
        var (exit, output, _) = await _praxis.RunAsync(["papers", "list", "--json"]);
        Assert.Equal(0, exit);
        using var json = JsonDocument.Parse(output);
        Assert.True(json.RootElement.GetArrayLength() >= 165);
        foreach (var paper in json.RootElement.EnumerateArray())
            Assert.Equal(["slug", "title", "family", "kind", "published", "runnable", "verdicts"], paper.EnumerateObject().Select(member => member.Name));
        var kaprekar = json.RootElement.EnumerateArray().Single(paper => paper.GetProperty("slug").GetString() == "kaprekar");
        Assert.True(kaprekar.GetProperty("runnable").GetBoolean());
        Assert.Equal("fails", kaprekar.GetProperty("verdicts").GetProperty("C2").GetString());
        // No day is known: the arXiv number gives year and month.
        Assert.Equal("2024-12", json.RootElement.EnumerateArray().Single(paper => paper.GetProperty("slug").GetString() == "autoknots").GetProperty("published").GetString());
    }

    [Fact]
    public async Task A_run_says_its_numbers_and_can_be_listed_shown_and_exported()
    {
        var (exit, output, _) = await _praxis.RunAsync(["run", "kaprekar", "--scale", "smoke", "--json", "--html", "report.html"]);
        Assert.Equal(0, exit);
        using var run = JsonDocument.Parse(output);
        Assert.Equal("kaprekar", run.RootElement.GetProperty("slug").GetString());
        Assert.Equal("smoke", run.RootElement.GetProperty("scale").GetString());
        Assert.Equal([1, 2, 3, 4, 5], run.RootElement.GetProperty("seeds").EnumerateArray().Select(seed => seed.GetInt32()));
        Assert.True(run.RootElement.GetProperty("seconds").GetDouble() > 0);
        Assert.True(run.RootElement.GetProperty("peakMegabytes").GetDouble() > 0);
        Assert.Contains(run.RootElement.GetProperty("backend").GetString(), (string[])["openblas", "managed"]);
        var second = run.RootElement.GetProperty("claims")[1];
        Assert.Equal(["C2", "full", "fails"], new[] { "id", "reach", "verdict" }.Select(member => second.GetProperty(member).GetString()));
        Assert.Equal([2.0, 2.0, 2.0, 0.0], new[] { "estimate", "low", "high", "threshold" }.Select(member => second.GetProperty(member).GetDouble()));
        Assert.Contains("<svg", await File.ReadAllTextAsync(Path.Combine(_praxis.Folder, "report.html")), StringComparison.Ordinal);

        var (_, list, _) = await _praxis.RunAsync(["runs", "list", "--json"]);
        using var runs = JsonDocument.Parse(list);
        Assert.Equal("finished", runs.RootElement[0].GetProperty("state").GetString());
        var (_, shown, _) = await _praxis.RunAsync(["runs", "show", "1"]);
        Assert.Contains("fails", shown, StringComparison.Ordinal);
        var (exported, _, _) = await _praxis.RunAsync(["runs", "export", "1", "run.json"]);
        Assert.Equal(0, exported);
        using var report = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(_praxis.Folder, "run.json")));
        Assert.Equal(4, report.RootElement.GetProperty("findings").GetProperty("evidence").GetArrayLength());
    }

    [Theory]
    [InlineData(new[] { "run", "kaprekra" }, 1, "kaprekar")]
    [InlineData(new[] { "papers", "show", "autoknot" }, 1, "autoknots")]
    [InlineData(new[] { "run", "mkor" }, 1, "not runnable yet")]
    [InlineData(new[] { "run" }, 1, "--all")]
    [InlineData(new[] { "run", "kaprekar", "--seeds", "0" }, 1, "between 1 and 1000")]
    [InlineData(new[] { "run", "kaprekar", "--record", "--scale", "small" }, 1, "--record records the full scale")]
    [InlineData(new[] { "run", "kaprekar", "--html", "/nowhere/at/all.html", "--scale", "smoke" }, 1, "/nowhere/at")]
    [InlineData(new[] { "runs", "show", "77" }, 1, "There is no run 77")]
    [InlineData(new[] { "papers", "list", "--family", "nothing" }, 1, "compression")]
    [InlineData(new[] { "papers", "import", "missing.txt" }, 1, "missing.txt")]
    [InlineData(new[] { "data", "show", "irsi" }, 1, "Did you mean iris?")]
    [InlineData(new[] { "data", "show", "movielens" }, 1, "praxis data add FILE --name movielens")]
    [InlineData(new[] { "data", "add", "missing.csv", "--name", "movielens" }, 1, "missing.csv")]
    public async Task Mistakes_are_told_with_their_cure(string[] arguments, int exitCode, string told)
    {
        var (exit, _, error) = await _praxis.RunAsync(arguments);
        Assert.Equal(exitCode, exit);
        Assert.Contains(told, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_from_standard_input_matches_and_adds_and_a_second_time_changes_nothing()
    {
        var (exit, output, _) = await _praxis.RunAsync(["papers", "import", "-", "--year", "2026", "--json"], Page);
        Assert.Equal(0, exit);
        using var first = JsonDocument.Parse(output);
        Assert.Equal([2, 1, 1, 0], new[] { "read", "matched", "added", "unchanged" }.Select(member => first.RootElement.GetProperty(member).GetInt32()));
        Assert.Equal(["kaprekar", null], first.RootElement.GetProperty("entries").EnumerateArray().Select(entry => entry.GetProperty("slug").GetString()));

        var (_, again, _) = await _praxis.RunAsync(["papers", "import", "-", "--year", "2026", "--json"], Page);
        using var second = JsonDocument.Parse(again);
        Assert.Equal([2, 1, 0, 2], new[] { "read", "matched", "added", "unchanged" }.Select(member => second.RootElement.GetProperty(member).GetInt32()));

        var (bad, _, error) = await _praxis.RunAsync(["papers", "import", "-"], "This is a shopping list.\nMilk\n");
        Assert.Equal(1, bad);
        Assert.StartsWith("praxis: standard input:1:", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Doctor_says_what_was_found()
    {
        var (exit, output, _) = await _praxis.RunAsync(["doctor"]);
        Assert.Equal(0, exit);
        foreach (var name in (string[])["SDK", "cores", "SIMD", "BLAS", "data folder", "catalogue"]) Assert.Contains(name, output, StringComparison.Ordinal);
        Assert.Contains(Path.Combine(_praxis.Folder, "data"), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Slugs_complete()
    {
        var (_, output, _) = await _praxis.RunAsync(["[suggest:16]", "praxis run kaprek"]);
        Assert.Contains("kaprekar", output, StringComparison.Ordinal);
    }

    [SkippableFact]
    public async Task Control_C_stops_a_run_cleanly()
    {
        Skip.If(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        using var process = _praxis.Start(["run", "circular-law-band", "--scale", "full"]);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        Assert.NotNull(await process.StandardError.ReadLineAsync(limit.Token)); // the first line of progress
        using (var kill = Process.Start("kill", [InterruptsAreIgnored() ? "-TERM" : "-INT", $"{process.Id}"])) await kill.WaitForExitAsync(limit.Token);
        await process.WaitForExitAsync(limit.Token);
        Assert.Equal(130, process.ExitCode);

        var (_, list, _) = await _praxis.RunAsync(["runs", "list", "--json"]);
        using var runs = JsonDocument.Parse(list);
        Assert.Equal("cancelled", runs.RootElement[0].GetProperty("state").GetString());
    }

    // Whoever starts the tests in the background of a shell makes them, and all they start, deaf to Ctrl-C; the other
    // signal that asks a process to end takes the same way through the program.
    private static bool InterruptsAreIgnored() =>
        File.Exists("/proc/self/status")
        && File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith("SigIgn:", StringComparison.Ordinal)) is { } ignored
        && (Convert.ToUInt64(ignored["SigIgn:".Length..].Trim(), 16) & 2) != 0;
}

using System.CommandLine;
using Praxis.Lab;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis run SLUG…</c>: check a paper's claims.</summary>
internal static class RunCommand
{
    private static readonly Argument<string[]> Slugs = new("slug")
    {
        Description = "Papers to run, such as kaprekar autoknots",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<bool> All = new("--all") { Description = "Run every paper that can be run" };

    private static readonly Option<Scale?> ScaleOption = new("--scale")
    {
        Description = "smoke: does it run (≤ 5 s). small: a first look (≤ 60 s). full: what is recorded (≤ 10 min). On two cores; default small, with --record full",
    };

    private static readonly Option<int?> SeedCount = new("--seeds") { Description = "Number of seeds (default 5, 10 or 20 by scale); fewer than 5 give no verdict on random quantities", HelpName = "N" };

    private static readonly Option<long> FirstSeed = new("--seed") { Description = "The first seed; the others follow it", HelpName = "S", DefaultValueFactory = _ => 1 };

    private static readonly Option<bool> Record = new("--record") { Description = "Write the evidence of a full run into the paper's room (recorded.json). With --all, what is recorded and unchanged is skipped" };

    private static readonly Option<string?> Html = new("--html") { Description = "Also write the report as one self-contained HTML file", HelpName = "FILE" };

    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        Slugs.CompletionSources.Add(Session.CompleteSlugs);
        SeedCount.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1 or > 1000) result.AddError("--seeds must lie between 1 and 1000.");
        });
        var command = new Command("run", """
            Run the studies of papers: each gives every claim a verdict, computed from evidence.

            Examples:
              praxis run kaprekar                        a first look
              praxis run autoknots --scale full --html autoknots.html
              praxis run --all --scale smoke             does everything run here
              praxis run --all --record                  record what is not recorded yet
            """) { Slugs, All, ScaleOption, SeedCount, FirstSeed, Record, Html, Json };
        command.Validators.Add(result =>
        {
            var slugs = result.GetValue(Slugs) ?? [];
            if (slugs.Length == 0 == !result.GetValue(All)) result.AddError("Name the papers to run, or give --all: praxis run kaprekar.");
            if (result.GetValue(Html) is not null && (slugs.Length != 1 || result.GetValue(All))) result.AddError("--html writes one report: name one paper with it.");
            if (result.GetValue(Record) && (result.GetValue(ScaleOption) is not (null or Scale.Full) || result.GetResult(SeedCount) is not null || result.GetResult(FirstSeed) is { Implicit: false }))
                result.AddError("--record records the full scale with its own seeds: leave out --scale, --seeds and --seed.");
        });
        command.SetAction(Session.Action(RunAsync));
        return command;
    }

    private static async Task<int> RunAsync(Session session, System.CommandLine.ParseResult parsed, CancellationToken cancel)
    {
        var record = parsed.GetValue(Record);
        var scale = parsed.GetValue(ScaleOption) ?? (record ? Scale.Full : Scale.Small);
        var rooms = parsed.GetValue(All)
            ? session.Studies.Slugs.Order(StringComparer.Ordinal).Select(session.Room).Where(room => !record || !RecordedRun.IsCurrent(room)).ToList()
            : parsed.GetValue(Slugs)!.Distinct().Select(session.Room).ToList();
        foreach (var room in rooms)
            if (!session.Studies.Has(room.Paper.Slug)) throw new UserException($"'{room.Paper.Slug}' is not runnable yet: it has no study. 'praxis papers list --runnable' shows what can be run.");
        if (rooms.Count == 0 && !parsed.GetValue(Json)) Console.WriteLine("Everything is recorded and unchanged.");

        session.Runs.MarkInterrupted();
        var runner = new Runner(session.Library, session.Studies, session.Runs);
        var failed = false;
        var results = new List<object>();
        foreach (var room in rooms)
        {
            var request = new RunRequest(room.Paper.Slug, scale, StudyContext.DefaultSeeds(scale, parsed.GetValue(FirstSeed), parsed.GetValue(SeedCount)));
            RunRecord run;
            using (var progress = RunProgress.Start($"{room.Paper.Slug} ({scale.ToString().ToLowerInvariant()})"))
                run = await runner.RunAsync(request, progress, cancel);
            if (run.State == RunState.Cancelled) return Stop(run);

            var report = session.Runs.Report(run.Id);
            failed |= report is null;
            results.Add(RunJson.Of(run, report));
            if (report is null)
            {
                await Console.Error.WriteLineAsync($"praxis: {run.Slug} {run.State.ToString().ToLowerInvariant()}: {run.Message}");
                continue;
            }
            if (record) RecordedRun.Write(room, report);
            if (parsed.GetValue(Html) is { } html) Output.WriteFile(html, HtmlReport.Write(room.Paper, report));
            if (!parsed.GetValue(Json))
            {
                ConsoleReport.Write(Output.Console, room.Paper, report);
                Console.WriteLine($"Run {run.Id}. Show it again: praxis runs show {run.Id}{(record ? $". Recorded in {room.RecordedPath}" : "")}");
            }
        }
        if (parsed.GetValue(Json)) Output.WriteJson(parsed.GetValue(All) || rooms.Count != 1 ? results : results[0]);
        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    private static int Stop(RunRecord run)
    {
        Console.Error.WriteLine($"Stopped {run.Slug}. Finished settings are kept: the same command goes on from there.");
        return ExitCode.Stopped;
    }
}

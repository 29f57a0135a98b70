using System.CommandLine;
using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis bench FAMILY [INPUT] [options]</c>: a family's leaderboard, on bundled data or the reader's.</summary>
internal static class BenchCommand
{
    /// <param name="args">The command line: the benches are looked up only when it may be about them.</param>
    public static Command Create(IEnumerable<string> args)
    {
        var unknown = new Argument<string[]>("FAMILY") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("bench", "Compare a family's methods: one protocol, one input, one table. Without a name: what can be compared.") { unknown };
        HelpExamples.Add(command, """
            praxis bench                               the families with a bench
            praxis bench randomized-linear-algebra     on the bundled data
            praxis bench randomized-linear-algebra table.csv --target price
            """);
        command.SetAction(Session.Action((_, parsed, _) =>
        {
            if (parsed.GetValue(unknown) is [var family, ..]) throw new UserException($"There is no bench '{family}'. There is {string.Join(", ", Session.Benches.Families)}.");
            foreach (var known in Session.Benches.Families) Output.Console.Write(Output.Entry(known, Session.Benches.Create(known).Says));
            return Task.FromResult(ExitCode.Done);
        }));
        if (Session.MayBeAbout("bench", args))
            foreach (var family in Session.Benches.Families) command.Subcommands.Add(Family(family, Session.Benches.Create(family)));
        return command;
    }

    private static Command Family(string family, IBench bench)
    {
        var declared = new DeclaredOptions(new ToolOptions(bench.OptionsType));
        var seed = new Option<long>("--seed") { Description = "Seed of the random numbers", HelpName = "S", DefaultValueFactory = _ => 1 };
        var record = new Option<bool>("--record") { Description = "Record the leaderboard in the family's hall (leaderboard.json), from where the site shows it; bundled data and default options only" };
        var html = new Option<string?>("--html") { Description = "Also write the report as one self-contained HTML file", HelpName = "FILE" };
        var json = Output.JsonOption();
        var command = new Command(family, bench.Says);
        declared.AddTo(command);
        foreach (var option in new Option[] { seed, record, html, json }) command.Options.Add(option);
        HelpExamples.Add(command, string.Join('\n', bench.Examples.Select(example => $"praxis bench {family} {example}")));
        command.SetAction(Session.Action((session, parsed, cancel) =>
        {
            var (inputs, options) = declared.Read(parsed);
            var recording = parsed.GetValue(record);
            if (recording && (declared.AnyGiven(parsed) || parsed.GetResult(seed) is { Implicit: false }))
                throw new UserException("--record records the bench as it stands, on the bundled data: leave out inputs, options and --seed.");
            var clock = Stopwatch.StartNew();
            Leaderboard board;
            using (var progress = RunProgress.Start($"bench {family}"))
                board = ToolErrors.InReadersWords(() => bench.Run(options, new ToolContext { Slug = family, Seed = parsed.GetValue(seed), Progress = progress }, cancel));
            var report = new BenchReport(family, bench.Title, DateTimeOffset.UtcNow, parsed.GetValue(seed), clock.Elapsed.TotalSeconds, Backend.Description, Machine.Read(), board);
            if (recording) report.Record(session.Library.Folder);
            if (parsed.GetValue(html) is { } page) Output.WriteFile(page, LeaderboardReport.Html(report));
            if (parsed.GetValue(json)) Output.WriteJson(report);
            else LeaderboardReport.Write(Output.Console, report);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}

using System.CommandLine;
using Praxis.Lab;
using Spectre.Console;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis runs list|show|export</c>.</summary>
internal static class RunsCommand
{
    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        var command = new Command("runs", "Your runs on this machine: list them, show one, export one.");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Export());
        return command;
    }

    private static Command List()
    {
        var paper = new Option<string?>("--paper") { Description = "Only runs of this paper", HelpName = "SLUG" };
        paper.CompletionSources.Add(Session.CompleteSlugs);
        var limit = new Option<int>("--limit") { Description = "At most this many, newest first", HelpName = "N", DefaultValueFactory = _ => 50 };
        var command = new Command("list", "List runs, newest first.") { paper, limit, Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            session.Runs.MarkInterrupted();
            var runs = session.Runs.List(parsed.GetValue(paper), Math.Clamp(parsed.GetValue(limit), 1, 10_000));
            if (parsed.GetValue(Json)) Output.WriteJson(runs);
            else if (runs.Count == 0) Console.WriteLine("No runs yet. 'praxis run kaprekar' makes one.");
            else
            {
                var table = new Table().Border(TableBorder.Simple).AddColumns("run", "paper", "scale", "seeds", "state", "seconds", "verdicts", "begun");
                table.Columns[0].RightAligned();
                table.Columns[5].RightAligned();
                foreach (var run in runs)
                    table.AddRow(
                        $"{run.Id}", Markup.Escape(run.Slug), run.Scale.ToString().ToLowerInvariant(), $"{run.Seeds.Count}", run.State.ToString().ToLowerInvariant(),
                        run.Seconds is { } seconds ? $"{seconds:0.0}" : "", Markup.Escape(PaperText.Verdicts(run.Verdicts)),
                        (run.Started ?? run.Created).ToLocalTime().ToString("yyyy-MM-dd HH:mm"));
                Output.Console.Write(table);
            }
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Show()
    {
        var id = IdArgument();
        var command = new Command("show", "Show a run: verdicts, intervals, tables, charts.") { id, Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var (run, report) = Load(session, parsed.GetValue(id));
            if (parsed.GetValue(Json)) Output.WriteJson(RunJson.Of(run, report));
            else if (report is null) Console.WriteLine($"Run {run.Id} of {run.Slug} ({run.Scale.ToString().ToLowerInvariant()}): {run.State.ToString().ToLowerInvariant()}. {run.Message}");
            else ConsoleReport.Write(Output.Console, session.Room(run.Slug).Paper, report);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Export()
    {
        var id = IdArgument();
        var file = new Argument<string>("file") { Description = "Where to write: .html is one self-contained page, .json is everything with the evidence" };
        var command = new Command("export", "Export a finished run as one self-contained HTML file or as JSON with all evidence.") { id, file };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var (run, report) = Load(session, parsed.GetValue(id));
            if (report is null) throw new UserException($"Run {run.Id} is {run.State.ToString().ToLowerInvariant()} and has no report to export.");
            var path = parsed.GetValue(file)!;
            Output.WriteFile(path, Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".html" or ".htm" => HtmlReport.Write(session.Room(run.Slug).Paper, report),
                ".json" => LabJson.Write(report),
                var other => throw new UserException($"'{other}' is neither .html nor .json."),
            });
            Console.WriteLine($"Wrote {path}.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Argument<long> IdArgument() => new("run") { Description = "The run's number, from 'praxis runs list'" };

    private static (RunRecord Run, RunReport? Report) Load(Session session, long id) =>
        session.Runs.Find(id) is { } run
            ? (run, session.Runs.Report(id))
            : throw new UserException($"There is no run {id}. 'praxis runs list' shows them.");
}

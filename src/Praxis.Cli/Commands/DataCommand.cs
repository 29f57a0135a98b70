using System.CommandLine;
using System.CommandLine.Completions;
using Praxis.Lab;
using Spectre.Console;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis data list|show|verify|add</c>.</summary>
internal static class DataCommand
{
    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        var command = new Command("data", "The data sets: list them, show one, check that their files are whole, add one of your own copies.");
        HelpExamples.Add(command, """
            praxis data list                           what there is, and how much of it
            praxis data show iris                      shape, licence, origin, first rows
            praxis data add ratings.csv --name movielens
            """);
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Verify());
        command.Subcommands.Add(Add());
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "List the data sets: kind, size, task. Those marked 'to be added' may not be passed on: you bring your own copy.") { Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var sets = session.Data.Sets.All;
            if (parsed.GetValue(Json))
            {
                Output.WriteJson(sets.Select(set => DataListing.Of(session.Data, set)));
                return Task.FromResult(ExitCode.Done);
            }
            var table = new Table().Border(TableBorder.Simple).AddColumns("data set", "kind", "size", "task");
            foreach (var set in sets)
                table.AddRow(Markup.Escape(set.Name), DataListing.Kind(set), Markup.Escape(DataListing.Size(session.Data, set)), Markup.Escape(set.Task));
            Output.Console.Write(table);
            Console.WriteLine("praxis data show NAME says more.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Show()
    {
        var name = NameArgument();
        var rows = new Option<int>("--rows") { Description = "How many rows to show", HelpName = "N", DefaultValueFactory = _ => 5 };
        var command = new Command("show", "Show a data set: what it is, its shape, origin and licence, and its first rows as they are read.") { name, rows, Json };
        HelpExamples.Add(command, """
            praxis data show wine
            praxis data show wordnet --rows 20
            praxis data show fashion-mnist --json      the same for programs
            """);
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var set = session.Data.Sets.Find(parsed.GetValue(name)!);
            var preview = DataPreview.Of(session.Data, set, Math.Clamp(parsed.GetValue(rows), 0, 1000));
            if (parsed.GetValue(Json)) Output.WriteJson(DataListing.Of(session.Data, set, preview));
            else DataListing.Write(session.Data, set, preview);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Verify()
    {
        var names = new Argument<string[]>("name") { Description = "Data sets; all if left out", Arity = ArgumentArity.ZeroOrMore, HelpName = "NAME" };
        names.CompletionSources.Add(CompleteNames);
        var command = new Command("verify", "Read every file and compare it with its recorded SHA-256. Fails when one has changed, and says how to bring it back.") { names, Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var wanted = parsed.GetValue(names)!;
            var sets = wanted.Length > 0 ? [.. wanted.Select(session.Data.Sets.Find)] : session.Data.Sets.All.Where(session.Data.IsHere).ToList();
            var results = sets.ConvertAll(set => (set.Name, Error: Check(session.Data, set)));
            if (parsed.GetValue(Json)) Output.WriteJson(results.Select(result => new { result.Name, whole = result.Error is null, result.Error }));
            else
                foreach (var (set, error) in results) Console.WriteLine($"{set,-20} {(error is null ? "whole" : $"CHANGED: {error}")}");
            return Task.FromResult(results.TrueForAll(result => result.Error is null) ? ExitCode.Done : ExitCode.Failed);
        }));
        return command;
    }

    private static Command Add()
    {
        var file = new Argument<string>("file") { Description = "The file as its origin has it, such as MovieLens' ratings.csv", HelpName = "FILE" };
        var name = new Option<string>("--name") { Description = "The data set it is, such as movielens; 'praxis data list' shows which can be added", HelpName = "NAME", Required = true };
        name.CompletionSources.Add(CompleteNames);
        var command = new Command("add", "Add your own copy of a data set that may not be passed on. It is read and checked, then copied into your data folder (--data, PRAXIS_DATA), where studies find it.") { file, name, Json };
        HelpExamples.Add(command, """
            praxis data add ml-latest-small/ratings.csv --name movielens
            praxis data show movielens
            """);
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var added = session.AddedData.Add(session.Data.Sets.Find(parsed.GetValue(name)!), parsed.GetValue(file)!);
            if (parsed.GetValue(Json)) Output.WriteJson(added);
            else Console.WriteLine($"Added {added.Name}: {added.Bytes:N0} bytes in {added.Path}. 'praxis data show {added.Name}' shows it.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static string? Check(DataFolder data, DataSet set)
    {
        try
        {
            data.Verify(set);
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e.Message;
        }
    }

    private static Argument<string> NameArgument()
    {
        var name = new Argument<string>("name") { Description = "The data set's name, such as iris", HelpName = "NAME" };
        name.CompletionSources.Add(CompleteNames);
        return name;
    }

    private static IEnumerable<CompletionItem> CompleteNames(CompletionContext context) =>
        DataFolder.Find().Sets.All.Select(set => set.Name)
            .Where(name => name.StartsWith(context.WordToComplete, StringComparison.OrdinalIgnoreCase))
            .Select(name => new CompletionItem(name));
}

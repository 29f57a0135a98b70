using System.CommandLine;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis use SLUG INPUT… [options]</c>: a paper's method on the reader's own input.</summary>
internal static class UseCommand
{
    /// <param name="args">The command line: the tools are looked up only when it may be about them.</param>
    public static Command Create(IEnumerable<string> args)
    {
        var json = Output.JsonOption();
        var unknown = new Argument<string[]>("SLUG") { Hidden = true, Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("use", "Use a paper's method on your own input: a matrix, a table, a stream. Without a name: what can be used.") { unknown, json };
        HelpExamples.Add(command, """
            praxis use                                 the methods that take your input
            praxis use linf-sketched-regression --help
            praxis use linf-sketched-regression table.csv --target price -o solution.csv
            """);
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            if (parsed.GetValue(unknown) is [var slug, ..])
                throw new UserException($"'{session.Room(slug).Paper.Slug}' takes no input of yours: it has no tool. 'praxis use' lists those that have.");
            List(session, parsed.GetValue(json));
            return Task.FromResult(ExitCode.Done);
        }));
        // Elsewhere the list of tools would only cost time.
        if (Session.MayBeAbout("use", args))
            foreach (var slug in Session.Tools.Slugs) command.Subcommands.Add(ToolCommand.Create(slug, Session.Tools.Create(slug)));
        return command;
    }

    private static void List(Session session, bool json)
    {
        var tools = Session.Tools.Slugs.Select(slug => (Slug: slug, Tool: Session.Tools.Create(slug))).ToList();
        if (json)
        {
            Output.WriteJson(tools.Select(entry => new { entry.Slug, session.Room(entry.Slug).Paper.Title, entry.Tool.Says }));
            return;
        }
        foreach (var (slug, tool) in tools) Output.Console.Write(Output.Entry(slug, tool.Says));
        Console.WriteLine();
        Console.WriteLine("praxis use NAME --help explains inputs and options.");
    }
}

using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Praxis.Cli;

/// <summary>Examples below a command's help; the lists of commands stay one line each.</summary>
internal static class HelpExamples
{
    private static readonly Dictionary<Command, string> Examples = [];

    /// <summary>Gives a command examples, one a line.</summary>
    public static void Add(Command command, string lines) => Examples[command] = lines;

    /// <summary>Makes <c>--help</c> print the examples of the command it explains.</summary>
    public static void PrintAfterHelp(RootCommand root)
    {
        if (root.Options.OfType<HelpOption>().FirstOrDefault() is { Action: HelpAction help } option) option.Action = new HelpWithExamples(help);
    }

    private sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
    {
        public override int Invoke(ParseResult parseResult)
        {
            var result = help.Invoke(parseResult);
            if (Examples.TryGetValue(parseResult.CommandResult.Command, out var lines))
            {
                var output = parseResult.InvocationConfiguration.Output;
                output.WriteLine("Examples:");
                foreach (var line in lines.Split('\n')) output.WriteLine($"  {line.TrimEnd('\r')}");
            }
            return result;
        }
    }
}

using System.CommandLine;
using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis search quality|scale</c>: what the search is worth.</summary>
internal static class SearchCommand
{
    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        var command = new Command("search", "Measure the search: whether it finds what is known to be there.");
        command.Subcommands.Add(Quality());
        return command;
    }

    private static Command Quality()
    {
        var part = new Option<string>("--part") { Description = "Which half of the paraphrases: test, or tuning", HelpName = "HALF", DefaultValueFactory = _ => "test" };
        part.AcceptOnlyFromAmong("test", "tuning");
        var misses = new Option<bool>("--misses") { Description = "Print the queries that do not find their paper first" };
        var command = new Command("quality", "Find the rooms' papers by paraphrases of their claims, and by mistyped titles: by words, by meaning, and by both.") { part, misses, Json };
        command.SetAction(Session.Action((_, parsed, _) =>
        {
            var folder = Directory.CreateTempSubdirectory("praxis-quality-").FullName;
            try
            {
                var report = SearchMeasurement.Quality(folder, parsed.GetValue(part) == "test");
                if (parsed.GetValue(Json)) Output.WriteJson(report);
                else report.Write(Console.Out, parsed.GetValue(misses));
            }
            finally
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                Directory.Delete(folder, recursive: true);
            }
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}

using System.CommandLine;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis search quality|scale</c>: what the search is worth.</summary>
internal static class SearchCommand
{
    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        var command = new Command("search", "Measure the search: whether it finds what is known to be there.");
        command.Subcommands.Add(Quality());
        command.Subcommands.Add(Scale());
        return command;
    }

    private static Command Scale()
    {
        var papers = new Option<int>("--papers") { Description = "How many papers are made up", HelpName = "N", DefaultValueFactory = _ => 20_000 };
        papers.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 100 or > 5_000_000) result.AddError("--papers must lie between 100 and 5,000,000.");
        });
        var clients = new Option<int>("--clients") { Description = "Readers who search at once", HelpName = "N", DefaultValueFactory = _ => 8 };
        clients.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 256) result.AddError("--clients must lie between 1 and 256.");
        });
        var queries = new Option<int>("--queries") { Description = "How many searches are timed", HelpName = "N", DefaultValueFactory = _ => 4_000 };
        queries.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 100 or > 1_000_000) result.AddError("--queries must lie between 100 and 1,000,000.");
        });
        var export = new Option<FileInfo?>("--export") { Description = "Write the texts, one a line, here, and the queries beside (.queries)", HelpName = "FILE" };
        var keep = new Option<DirectoryInfo?>("--keep") { Description = "Keep the store in this folder; with it there already, its papers are searched and no import is measured", HelpName = "FOLDER" };
        var command = new Command("scale", "Import many made-up papers into a store that is deleted afterwards, and measure import, search and update. A million papers take about 4 GB of the disk.") { papers, clients, queries, export, keep, Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var kept = parsed.GetValue(keep)?.FullName;
            var folder = kept ?? Directory.CreateTempSubdirectory("praxis-scale-").FullName;
            try
            {
                var texts = new MadeUpPapers(session.Data, session.Library, seed: 1);
                var report = new SearchScale(folder, texts, parsed.GetValue(papers), parsed.GetValue(clients), parsed.GetValue(queries), Console.Error.WriteLine).Run(parsed.GetValue(export)?.FullName);
                if (parsed.GetValue(Json)) Output.WriteJson(report);
                else report.Write(Console.Out);
            }
            finally
            {
                Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
                if (kept is null) Directory.Delete(folder, recursive: true);
            }
            return Task.FromResult(ExitCode.Done);
        }));
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

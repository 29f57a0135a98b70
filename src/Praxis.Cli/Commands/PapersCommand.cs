using System.CommandLine;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Api;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis papers list|show|search|import|watch|export</c>.</summary>
internal static class PapersCommand
{
    private static readonly Option<bool> Json = Output.JsonOption();

    public static Command Create()
    {
        var command = new Command("papers", "The catalogue: list, show, search; import lists of papers, watch one, export.");
        command.Subcommands.Add(List());
        command.Subcommands.Add(Show());
        command.Subcommands.Add(Search());
        command.Subcommands.Add(ImportCommand.Create());
        command.Subcommands.Add(WatchCommand.Create());
        command.Subcommands.Add(ExportCommand.Create());
        return command;
    }

    private static Command List()
    {
        var family = new Option<string?>("--family") { Description = "Only papers of this family, such as compression", HelpName = "FAMILY" };
        var runnable = new Option<bool>("--runnable") { Description = "Only papers that can be run" };
        var command = new Command("list", "List all papers: whether they can be run, and what was measured. --json prints slug, title, family, kind, published, runnable, verdicts.") { family, runnable, Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var entries = session.Catalogue.List(parsed.GetValue(family)).Where(entry => entry.Runnable || !parsed.GetValue(runnable)).ToList();
            if (entries.Count == 0 && parsed.GetValue(family) is { } wanted)
                throw new UserException($"There is no paper in the family '{wanted}'. Families: {string.Join(", ", session.Catalogue.Families().Select(known => known.Family))}.");
            Print(entries, parsed.GetValue(Json));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Search()
    {
        var query = new Argument<string[]>("query") { Description = "Words of the title, the summary or the abstract", Arity = ArgumentArity.OneOrMore };
        var family = new Option<string?>("--family") { Description = "Only papers of this family", HelpName = "FAMILY" };
        var limit = new Option<int>("--limit") { Description = "At most this many", HelpName = "N", DefaultValueFactory = _ => 20 };
        var command = new Command("search", "Search titles, summaries and abstracts.") { query, family, limit, Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var found = session.Catalogue.Search(string.Join(' ', parsed.GetValue(query)!), parsed.GetValue(family), null, Math.Clamp(parsed.GetValue(limit), 1, 1000));
            if (found.Count == 0 && !parsed.GetValue(Json)) Console.WriteLine("Nothing found. Fewer or shorter words find more.");
            else Print(found, parsed.GetValue(Json));
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static Command Show()
    {
        var slug = new Argument<string>("slug") { Description = "The paper's slug, such as fwsvd", HelpName = "SLUG" };
        slug.CompletionSources.Add(Session.CompleteSlugs);
        var command = new Command("show", "Show a paper: notices, summary, claims, and what was measured here.") { slug, Json };
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var name = parsed.GetValue(slug)!;
            var entry = session.Catalogue.Find(name) ?? throw session.Unknown(name);
            var room = session.Library.Find(name);
            var recorded = room is null ? null : RecordedRun.Read(room);
            if (parsed.GetValue(Json)) Output.WriteJson(PaperJson.Whole(entry, room?.Paper, recorded));
            else PaperText.Write(Output.Console, entry, room?.Paper, recorded);
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }

    private static void Print(IReadOnlyList<CatalogueEntry> entries, bool json)
    {
        if (json) Output.WriteJson(entries.Select(PaperListing.Of).ToArray());
        else PaperText.WriteList(entries);
    }
}

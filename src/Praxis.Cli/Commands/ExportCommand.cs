using System.CommandLine;
using Praxis.Feed;
using Praxis.Numerics;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis papers export</c>.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var file = new Argument<string>("file") { Description = "Where to write: .json, .bib or .csv; - is standard output", HelpName = "FILE" };
        var slugs = new Argument<string[]>("slug") { Description = "Which papers (else all)", Arity = ArgumentArity.ZeroOrMore, HelpName = "SLUG" };
        slugs.CompletionSources.Add(Session.CompleteSlugs);
        var format = new Option<ExportFormat?>("--format") { Description = "json, bibtex or csv (else by the file's ending)" };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace a file that is there" };
        var command = new Command("export", "Export papers: JSON with everything, which Praxis imports; BibTeX for reference managers; CSV for spreadsheets.") { file, slugs, format, overwrite };
        HelpExamples.Add(command, """
            praxis papers export papers.json           everything, for another Praxis
            praxis papers export cite.bib fwsvd eora   two papers for a reference manager
            praxis papers export - --format csv | head
            """);
        command.SetAction(Session.Action((session, parsed, _) =>
        {
            var path = parsed.GetValue(file)!;
            var chosen = parsed.GetValue(slugs)!;
            var layout = parsed.GetValue(format) ?? Path.GetExtension(path).ToLowerInvariant() switch
            {
                ".json" => ExportFormat.Json,
                ".bib" => ExportFormat.BibTex,
                ".csv" => ExportFormat.Csv,
                _ => throw new UserException($"'{path}' ends in none of .json, .bib and .csv; add --format json, bibtex or csv."),
            };
            foreach (var slug in chosen)
                if (session.Catalogue.Find(slug) is null) throw session.Unknown(slug);
            session.FillCatalogue();
            var export = new PaperExport(session.Store);
            if (path == "-")
            {
                using var output = Console.OpenStandardOutput();
                export.Write(output, layout, chosen.Length > 0 ? chosen : null);
                return Task.FromResult(ExitCode.Done);
            }

            if (Directory.Exists(path)) throw new UserException($"{path} is a folder; name a file in it.");
            if (File.Exists(path) && !parsed.GetValue(overwrite)) throw new UserException($"{path} is there already; name another file, or add --overwrite.");
            int count = 0;
            AtomicFile.Write(Output.FullPath(path), stream => count = export.Write(stream, layout, chosen.Length > 0 ? chosen : null));
            Console.WriteLine($"Wrote {count} {(count == 1 ? "paper" : "papers")} to {path}.");
            return Task.FromResult(ExitCode.Done);
        }));
        return command;
    }
}

using System.CommandLine;
using Praxis.Feed;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis papers import</c>.</summary>
internal static class ImportCommand
{
    public static Option<bool> AllowPrivate() => new("--allow-private") { Description = "Also ask addresses of this machine and of private networks" };

    public static Option<int?> Year()
    {
        var year = new Option<int?>("--year") { Description = "Year of a page whose date has none (else this year)", HelpName = "YYYY" };
        year.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int?>() is < 1990 or > 2200) result.AddError("--year must lie between 1990 and 2200.");
        });
        return year;
    }

    public static Command Create()
    {
        var inputs = new Argument<string[]>("input") { Description = "Files, http(s) addresses, or - for standard input: the text or HTML of a Daily Papers page, Hugging Face's JSON, arXiv's Atom, an export of Praxis", Arity = ArgumentArity.OneOrMore };
        var (year, allowPrivate, json) = (Year(), AllowPrivate(), Output.JsonOption());
        var command = new Command("import", "Import lists of papers. Papers of the catalogue gain their abstract and a place in the feed, others are added without a room. Importing twice changes nothing.") { inputs, year, allowPrivate, json };
        HelpExamples.Add(command, """
            praxis papers import page.txt              a page saved from the browser, as text or HTML
            praxis papers import --year 2025 december.txt
            xclip -o | praxis papers import -          a page from the clipboard
            praxis papers import https://huggingface.co/api/daily_papers
            praxis papers import "https://export.arxiv.org/api/query?search_query=cat:math.NA&max_results=50"
            """);
        command.SetAction(Session.Action(async (session, parsed, cancel) =>
        {
            using var fetcher = new ListFetcher(session.Store, new FetchLimits { AllowPrivate = parsed.GetValue(allowPrivate) });
            var pages = new List<FeedPage>();
            var fetched = new List<FetchedList>();
            // Everything is read before the first list changes anything.
            foreach (var input in parsed.GetValue(inputs)!)
            {
                if (!ListFetcher.IsAddress(input))
                {
                    pages.AddRange(Read(input, parsed.GetValue(year)));
                }
                else if (await fetcher.GetAsync(input, cancel) is { } list)
                {
                    pages.AddRange(Read(list, parsed.GetValue(year)));
                    fetched.Add(list);
                }
                else
                {
                    await Console.Error.WriteLineAsync($"{input} has not changed since it was last imported.");
                }
            }

            session.FillCatalogue();
            var report = new Importer(session.Store).Import(pages);
            foreach (var list in fetched) fetcher.Accept(list);
            session.Search.Update(cancel);
            if (parsed.GetValue(json)) Console.WriteLine(report.ToJson());
            else PaperText.WriteImport(report);
            return ExitCode.Done;
        }));
        return command;
    }

    /// <summary>The days of a list that was fetched.</summary>
    public static IReadOnlyList<FeedPage> Read(FetchedList list, int? year) => FeedInput.Read(new MemoryStream(list.Content), list.Address, year, Today());

    private static IReadOnlyList<FeedPage> Read(string file, int? year)
    {
        if (file == "-")
        {
            using var input = Console.OpenStandardInput();
            return FeedInput.Read(input, "standard input", year, Today());
        }

        if (Directory.Exists(file)) throw new UserException($"{file} is a folder; name the files in it.");
        if (!File.Exists(file)) throw new UserException($"There is no file '{file}'.");
        using var stream = File.OpenRead(file);
        return FeedInput.Read(stream, file, year, Today());
    }

    private static DateOnly Today() => DateOnly.FromDateTime(DateTime.Now);
}

using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Praxis.Feed;

namespace Praxis.Cli.Commands;

/// <summary><c>praxis papers watch ADDRESS --every 1h</c>.</summary>
internal static class WatchCommand
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(30);

    public static Command Create()
    {
        var addresses = new Argument<string[]>("address") { Description = "http(s) addresses of lists of papers", Arity = ArgumentArity.OneOrMore, HelpName = "ADDRESS" };
        var every = new Option<TimeSpan>("--every")
        {
            Description = "How often to look, from 1m to 30d",
            HelpName = "TIME",
            DefaultValueFactory = _ => TimeSpan.FromHours(1),
            CustomParser = result => Time(result),
        };
        var allowPrivate = ImportCommand.AllowPrivate();
        var command = new Command("watch", "Import lists of papers again and again until Ctrl-C. A list that fails is tried again at the next turn; one that has not changed is not sent again.") { addresses, every, allowPrivate };
        HelpExamples.Add(command, """
            praxis papers watch https://huggingface.co/api/daily_papers
            praxis papers watch --every 6h "https://export.arxiv.org/api/query?search_query=cat:math.NA&sortBy=submittedDate&max_results=100"
            """);
        command.SetAction(Session.Action(async (session, parsed, cancel) =>
        {
            var lists = parsed.GetValue(addresses)!;
            if (lists.FirstOrDefault(list => !ListFetcher.IsAddress(list)) is { } wrong) throw new UserException($"'{wrong}' is no http or https address; a file is imported with: praxis papers import {wrong}");
            session.FillCatalogue();
            using var fetcher = new ListFetcher(session.Store, new FetchLimits { AllowPrivate = parsed.GetValue(allowPrivate) });
            using var timer = new PeriodicTimer(parsed.GetValue(every));
            do
            {
                foreach (var address in lists) Console.WriteLine($"{DateTime.Now:yyyy-MM-dd HH:mm} {address}: {await LookAsync(session, fetcher, address, cancel)}");
            }
            while (await timer.WaitForNextTickAsync(cancel));
            return ExitCode.Done;
        }));
        return command;
    }

    private static async Task<string> LookAsync(Session session, ListFetcher fetcher, string address, CancellationToken cancel)
    {
        try
        {
            if (await fetcher.GetAsync(address, cancel) is not { } list) return "not changed";
            var report = new Importer(session.Store).Import(ImportCommand.Read(list, null));
            fetcher.Accept(list);
            return $"{report.Read} read, {report.Matched} with a room, {report.Added} new, {report.Unchanged} known already{(report.Rejected.Count > 0 ? $", {report.Rejected.Count} rejected" : "")}";
        }
        catch (FeedException e)
        {
            return $"failed, tried again next time: {e.Message}";
        }
    }

    private static TimeSpan Time(ArgumentResult result)
    {
        string text = result.Tokens.Count == 1 ? result.Tokens[0].Value.Trim().ToLowerInvariant() : "";
        double unit = text.Length == 0 ? 0 : text[^1] switch { 'm' => 60, 'h' => 3600, 'd' => 86400, _ => 0 };
        if (unit > 0 && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number)
            && number * unit >= Shortest.TotalSeconds && number * unit <= Longest.TotalSeconds)
            return TimeSpan.FromSeconds(number * unit);
        result.AddError($"'{text}' is no time from 1m to 30d; write for example 30m, 1h or 1d.");
        return default;
    }
}

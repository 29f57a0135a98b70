using Praxis.Feed;
using Praxis.Lab;
using Spectre.Console;

namespace Praxis.Cli;

/// <summary>Papers as text for people.</summary>
internal static class PaperText
{
    /// <summary>What a search found, best first, one line a paper.</summary>
    public static void WriteFound(SearchResults results)
    {
        foreach (var (word, instead) in results.Corrections) Console.WriteLine($"No paper has “{word}”; “{instead}” was searched for.");
        if (results.Unknown.Count > 0) Console.WriteLine($"No paper has {string.Join(", ", results.Unknown.Select(word => $"“{word}”"))}.");
        if (results.Entries.Count == 0)
        {
            Console.WriteLine("Nothing found. Fewer or other words find more.");
            return;
        }
        var slugWidth = results.Entries.Max(entry => entry.Slug.Length);
        foreach (var entry in results.Entries)
            Console.WriteLine($"{entry.Slug.PadRight(slugWidth)}  {(entry.Notices.Count > 0 ? "!" : " ")} {entry.Title}{(entry.Published is { } published ? $" ({published.Year})" : "")}");
        if (results.Total > results.Entries.Count) Console.WriteLine($"{results.Entries.Count} of {results.Total}{(results.IsCut ? " or more" : "")}, best first; --limit shows more.");
    }

    /// <summary>One line a paper; plain text, because a list is often piped on.</summary>
    public static void WriteList(IReadOnlyList<CatalogueEntry> entries)
    {
        var slugWidth = entries.Max(entry => entry.Slug.Length);
        var width = Console.IsOutputRedirected ? int.MaxValue : Math.Max(60, Console.WindowWidth);
        foreach (var family in entries.GroupBy(entry => entry.Family ?? "").OrderBy(group => group.Key.Length == 0).ThenBy(group => group.Key, StringComparer.Ordinal))
        {
            Console.WriteLine(family.Key.Length > 0 ? $"{family.Key} ({family.Count()})" : $"without a room ({family.Count()})");
            foreach (var entry in family)
            {
                var state = entry.Verdicts.Count > 0 ? Verdicts(entry.Verdicts) : entry.Runnable ? "runnable" : "not runnable yet";
                var line = $"  {entry.Slug.PadRight(slugWidth)}  {(entry.Notices.Count > 0 ? "!" : " ")} {entry.Title}  [{state}]";
                Console.WriteLine(line.Length <= width ? line : $"{line[..Math.Max(0, width - state.Length - 4)].TrimEnd()}… [{state}]");
            }
        }
        Console.WriteLine();
        Console.WriteLine($"{entries.Count} papers, {entries.Count(entry => entry.Runnable)} can be run, ! marks a notice. 'praxis papers show SLUG' shows one, 'praxis run SLUG' runs it.");
    }

    /// <summary>What an import did.</summary>
    public static void WriteImport(ImportReport report)
    {
        Console.WriteLine($"Read {report.Read} papers: {report.Matched} have a room, {report.Added} are new without one; of {report.Unchanged} everything was known already.");
        foreach (var entry in report.Entries.Where(entry => entry.Slug is null)) Console.WriteLine($"  without a room: {entry.Title}");
        foreach (var (line, why) in report.Rejected) Console.WriteLine($"  rejected, line {line}: {why}");
    }

    /// <summary>Verdicts in short: <c>C1 holds, C2 fails</c>.</summary>
    public static string Verdicts(IReadOnlyDictionary<string, Verdict?> verdicts) =>
        string.Join(", ", verdicts.Select(verdict => $"{verdict.Key} {(verdict.Value is { } known ? known.ToString().ToLowerInvariant() : "not checkable here")}"));

    /// <summary>A paper: notices, summary, claims, what was measured.</summary>
    public static void Write(IAnsiConsole console, CatalogueEntry entry, Paper? paper, RunReport? recorded)
    {
        console.MarkupLineInterpolated($"[bold]{entry.Title}[/]");
        var origin = string.Join(" · ", new[]
        {
            entry.Authors ?? (entry.AuthorCount is { } count ? $"{count} authors" : null), entry.OrganisationName, entry.Published?.ToString(), entry.Family,
            entry.Arxiv is { } number ? $"https://arxiv.org/abs/{number}" : null, entry.Code,
        }.Where(part => part is { Length: > 0 }));
        console.MarkupLineInterpolated($"[grey]{origin}[/]");
        console.WriteLine();
        foreach (var notice in entry.Notices) console.MarkupLineInterpolated($"[yellow]! {notice.Kind.ToString().ToLowerInvariant()}:[/] {notice.Reason}");
        if (entry.Notices.Count > 0) console.WriteLine();
        if (entry.Summary.Length > 0) console.WriteLine(entry.Summary);
        if (entry.Abstract is { Length: > 0 } text)
        {
            console.WriteLine();
            console.MarkupLineInterpolated($"[grey]Abstract:[/] {text}");
        }
        if (paper is not null)
        {
            foreach (var claim in paper.Claims)
            {
                console.WriteLine();
                console.MarkupLineInterpolated($"[bold]{claim.Id}[/] {claim.Says}");
                console.MarkupLineInterpolated($"   published: {claim.Published} ({claim.PaperUsed})");
                console.MarkupLineInterpolated($"   reach here: {claim.Reach.ToString().ToLowerInvariant()}. {claim.ReachBecause}");
                if (recorded?.Claims.FirstOrDefault(judged => judged.Id == claim.Id) is { Verdict: { } verdict } judged)
                {
                    console.MarkupLineInterpolated($"   measured here: [bold]{verdict.ToString().ToLowerInvariant()}[/]");
                    foreach (var check in judged.Checks) console.MarkupLineInterpolated($"     {claim.Check(check.Id).Measure}: {Wording.Measured(check, claim.Check(check.Id).Unit)}");
                }
            }
        }
        console.WriteLine();
        console.WriteLine(entry.Runnable ? $"Run it here: praxis run {entry.Slug}" : "Not runnable yet.");
    }
}

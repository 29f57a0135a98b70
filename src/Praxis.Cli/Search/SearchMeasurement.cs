using System.Globalization;
using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>How well the rooms' papers are found, on a catalogue of its own that has the rooms and nothing else.</summary>
internal sealed record QualityReport(string Part, int Papers, IReadOnlyList<QualityRow> Paraphrases, KnownItemScore MistypedTitles, IReadOnlyList<QualityMiss> Misses)
{
    public void Write(TextWriter output, bool withMisses)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Papers} papers, paraphrases of the {Part} half; MRR@10, and shares found first and among the first ten"));
        foreach (var row in Paraphrases)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {row.Kind,-6} {row.Mode,-8} {row.Score.Queries,4} queries   {row.Score.MeanReciprocalRank:0.000}   {row.Score.First,7:0.0 %}   {row.Score.FirstTen,7:0.0 %}"));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"titles with two typos: {MistypedTitles.First:0.00 %} of {MistypedTitles.Queries} found first"));
        if (withMisses)
            foreach (var miss in Misses) output.WriteLine($"  {(miss.Rank == 0 ? ">10" : miss.Rank),3}  {miss.Slug}: {miss.Query}");
    }
}

/// <summary>Paraphrases of one kind, ranked in one way.</summary>
internal sealed record QualityRow(string Kind, SearchMode Mode, KnownItemScore Score);

/// <summary>A paraphrase that did not find its paper first; rank 0 is beyond ten.</summary>
internal sealed record QualityMiss(string Kind, string Slug, string Query, int Rank);

/// <summary>Measures the search on a store made for it.</summary>
internal static class SearchMeasurement
{
    private const int TypoRounds = 10;
    private const long TypoSeed = 20_260_101;

    public static QualityReport Quality(string folder, bool test)
    {
        var store = PraxisStore.Open(folder, Catalogue.Module, PaperSearch.Module);
        var catalogue = new Catalogue(store);
        catalogue.Fill(PaperLibrary.FindFolder());
        using var search = new PaperSearch(store);
        search.Update();
        var half = Paraphrases.All.Where(one => one.IsTest == test).ToList();
        var rows = new List<QualityRow>();
        var misses = new List<QualityMiss>();
        foreach (var kind in (string[])["terms", "plain", "all"])
        {
            var queries = kind == "all" ? half : [.. half.Where(one => one.Kind == kind)];
            foreach (var mode in Enum.GetValues<SearchMode>())
                rows.Add(new QualityRow(kind, mode, SearchQuality.Of(search, queries, mode,
                    mode == SearchMode.Both && kind != "all" ? (one, rank) => misses.Add(new QualityMiss(kind, one.Slug, one.Query, rank)) : null)));
        }
        var titles = catalogue.List().Select(entry => (entry.Slug, entry.Title)).ToList();
        return new QualityReport(test ? "test" : "tuning", titles.Count, rows, SearchQuality.OfMistypedTitles(search, titles, TypoRounds, TypoSeed), misses);
    }
}

using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>How fast the search is over very many made-up papers.</summary>
internal sealed record ScaleReport
{
    public required int Papers { get; init; }
    public required int Processors { get; init; }
    public required int Clients { get; init; }
    public required int Queries { get; init; }

    /// <summary>Papers imported and indexed in a second, catalogue and index together; making them up is not counted.</summary>
    public required double ImportedPerSecond { get; init; }

    /// <summary>Processor time of an import and indexing of a thousand papers: what remains comparable when the machine has other work.</summary>
    public required double ImportProcessorSecondsPerThousand { get; init; }

    /// <summary>Processor time of a search, with all clients at work.</summary>
    public required double SearchProcessorMilliseconds { get; init; }

    public required double TrainingSeconds { get; init; }

    /// <summary>From a new process's first search to its answer: the index is read into memory.</summary>
    public required double OpenSeconds { get; init; }

    public required double MedianMilliseconds { get; init; }
    public required double Percentile95Milliseconds { get; init; }
    public required double Percentile99Milliseconds { get; init; }
    public required double SearchesPerSecond { get; init; }

    /// <summary>One client alone, mean.</summary>
    public required double AloneMilliseconds { get; init; }

    public required double TitlesFoundFirst { get; init; }
    public required double MistypedTitlesFoundFirst { get; init; }

    /// <summary>From a paper's import to the answer that has it, the slowest of several.</summary>
    public required double UpdateMilliseconds { get; init; }

    public required double PeakMegabytesImporting { get; init; }
    public required double PeakMegabytesSearching { get; init; }
    public required double StoreMegabytes { get; init; }

    public void Write(TextWriter output)
    {
        var text = CultureInfo.InvariantCulture;
        output.WriteLine(string.Create(text, $"{Papers:N0} made-up papers, {Processors} processors"));
        output.WriteLine(string.Create(text, $"  import and index      {ImportedPerSecond,9:N0} papers a second (of that {TrainingSeconds:0.0} s for the latent model)"));
        output.WriteLine(string.Create(text, $"  search, {Clients} clients     {MedianMilliseconds,9:0.0} ms median, {Percentile95Milliseconds:0.0} ms 95th percentile, {Percentile99Milliseconds:0.0} ms 99th; {SearchesPerSecond:N0} a second"));
        output.WriteLine(string.Create(text, $"  search, 1 client      {AloneMilliseconds,9:0.0} ms mean"));
        output.WriteLine(string.Create(text, $"  processor time        {ImportProcessorSecondsPerThousand,9:0.000} s a thousand papers, {SearchProcessorMilliseconds:0.0} ms a search"));
        output.WriteLine(string.Create(text, $"  found first           {TitlesFoundFirst,9:0.0 %} of titles, {MistypedTitlesFoundFirst:0.0 %} of titles with two typos"));
        output.WriteLine(string.Create(text, $"  a new paper is found  {UpdateMilliseconds,9:0} ms after its import began"));
        output.WriteLine(string.Create(text, $"  index read in         {OpenSeconds,9:0.0} s"));
        output.WriteLine(string.Create(text, $"  peak memory           {PeakMegabytesImporting,9:N0} MB importing, {PeakMegabytesSearching:N0} MB searching; store {StoreMegabytes:N0} MB"));
    }
}

/// <summary>Fills a store with made-up papers and measures import, search and update.</summary>
internal sealed class SearchScale(string folder, MadeUpPapers papers, int count, int clients, int queries, Action<string> progress)
{
    private const int BatchSize = 10_000;
    private const int PapersOfDay = 200;
    private const int WarmUp = 200;
    private const int NewPapers = 10;
    private const int AloneQueries = 300;
    private const double Megabyte = 1e6;
    private static readonly DateOnly FirstDay = new(2012, 1, 1);

    public ScaleReport Run(string? export)
    {
        var store = PraxisStore.Open(folder, Catalogue.Module, PaperSearch.Module);
        var there = new Catalogue(store).Count();
        if (there is not 0 && there < count) throw new UserException($"The store in {folder} has {there:N0} papers, not {count:N0} and those of its last measurement. Choose an empty folder, or --papers {there}.");
        var (imported, importProcessor, training, importPeak) = there == 0 ? Import(store, export) : default;
        using var watch = new PeakMemory();
        using var search = new PaperSearch(store);
        var clock = Stopwatch.StartNew();
        search.Search(new SearchRequest("anything"));
        var open = clock.Elapsed.TotalSeconds;
        progress($"index read in {open:0.0} s");
        var asked = Enumerable.Range(0, WarmUp + queries).Select(number => papers.Query(number, count)).ToArray();
        if (export is not null) File.WriteAllLines($"{export}.queries", asked.Skip(WarmUp).Select(one => one.Query));
        var processor = Environment.CpuUsage.TotalTime;
        var (times, found, seconds) = Search(search, asked);
        processor = Environment.CpuUsage.TotalTime - processor;
        Array.Sort(times);
        // Others than before, whose entries nobody has read yet.
        var others = Enumerable.Range(asked.Length, AloneQueries).Select(number => papers.Query(number, count).Query).ToArray();
        clock.Restart();
        foreach (var query in others) search.Search(new SearchRequest(query));
        var alone = clock.Elapsed.TotalMilliseconds / AloneQueries;
        var update = Update(store, search);
        return new ScaleReport
        {
            Papers = count,
            Processors = Environment.ProcessorCount,
            Clients = clients,
            Queries = queries,
            ImportedPerSecond = imported,
            ImportProcessorSecondsPerThousand = importProcessor * 1000 / count,
            SearchProcessorMilliseconds = processor.TotalMilliseconds / (WarmUp + queries),
            TrainingSeconds = training,
            OpenSeconds = open,
            MedianMilliseconds = times[times.Length / 2],
            Percentile95Milliseconds = times[times.Length * 95 / 100],
            Percentile99Milliseconds = times[times.Length * 99 / 100],
            SearchesPerSecond = queries / seconds,
            AloneMilliseconds = alone,
            TitlesFoundFirst = found.Titles,
            MistypedTitlesFoundFirst = found.Mistyped,
            UpdateMilliseconds = update,
            PeakMegabytesImporting = importPeak,
            PeakMegabytesSearching = watch.Megabytes,
            StoreMegabytes = Directory.EnumerateFiles(folder, "praxis.db*").Sum(file => new FileInfo(file).Length) / Megabyte,
        };
    }

    private (double PerSecond, double Processor, double Training, double Peak) Import(PraxisStore store, string? export)
    {
        using var watch = new PeakMemory();
        using var search = new PaperSearch(store);
        using var texts = export is null ? null : new StreamWriter(export);
        var importer = new Importer(store);
        var clock = new Stopwatch();
        var processor = TimeSpan.Zero;
        for (var start = 0; start < count; start += BatchSize)
        {
            var pages = Pages(start, Math.Min(BatchSize, count - start));
            foreach (var entry in texts is null ? [] : pages.SelectMany(page => page.Entries)) texts!.WriteLine($"{entry.Title} {entry.Abstract}");
            var before = Environment.CpuUsage.TotalTime;
            clock.Start();
            importer.Import(pages);
            search.Update();
            clock.Stop();
            processor += Environment.CpuUsage.TotalTime - before;
            if ((start / BatchSize + 1) % 10 == 0) progress($"{start + pages.Sum(page => page.Entries.Count):N0} papers, {(start + BatchSize) / clock.Elapsed.TotalSeconds:N0} a second");
        }
        return (count / clock.Elapsed.TotalSeconds, processor.TotalSeconds, search.TrainingTime.TotalSeconds, watch.Megabytes);
    }

    private List<FeedPage> Pages(int start, int many)
    {
        var entries = new PageEntry[many];
        Parallel.For(0, many, i =>
        {
            var (title, text) = papers.Paper(start + i);
            entries[i] = new PageEntry { Line = i + 1, Title = title, Abstract = text, Authors = 1 + i % 9, Comments = 0, Published = FirstDay.AddDays((start + i) / PapersOfDay) };
        });
        return [.. entries.Chunk(PapersOfDay).Select((chunk, i) => new FeedPage("made up", FirstDay.AddDays(start / PapersOfDay + i), chunk, []))];
    }

    private (double[] Times, (double Titles, double Mistyped) Found, double Seconds) Search(PaperSearch search, (string Query, int? Meant)[] asked)
    {
        var times = new double[queries];
        var first = new bool[queries];
        var next = -WarmUp;
        var clock = new Stopwatch();
        var threads = Enumerable.Range(0, clients).Select(_ => new Thread(() =>
        {
            int number;
            while ((number = Interlocked.Increment(ref next) - 1) < queries)
            {
                if (number == 0) clock.Start();
                var start = Stopwatch.GetTimestamp();
                var results = search.Search(new SearchRequest(asked[number + WarmUp].Query));
                if (number < 0) continue;
                times[number] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
                first[number] = asked[number + WarmUp].Meant is { } meant && results.Entries is [var best, ..] && best.Title == papers.Paper(meant).Title;
            }
        })).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        var seconds = clock.Elapsed.TotalSeconds;
        return (times, (Share(4, 5), Share(6, 6)), seconds);

        double Share(int from, int to)
        {
            var those = Enumerable.Range(0, queries).Where(number => (number + WarmUp) % 10 >= from && (number + WarmUp) % 10 <= to).ToList();
            return those.Count == 0 ? 0 : those.Average(number => first[number] ? 1.0 : 0);
        }
    }

    private double Update(PraxisStore store, PaperSearch search)
    {
        var importer = new Importer(store);
        var slowest = 0.0;
        for (var i = 0; i < NewPapers; i++)
        {
            var page = Pages(count + i * PapersOfDay, 1);
            var title = page[0].Entries[0].Title;
            var clock = Stopwatch.StartNew();
            importer.Import(page);
            var results = search.Search(new SearchRequest(title));
            slowest = Math.Max(slowest, clock.Elapsed.TotalMilliseconds);
            if (!results.Entries.Any(entry => entry.Title == title)) throw new InvalidOperationException($"The new paper '{title}' is not found.");
        }
        SqliteConnection.ClearAllPools();
        return slowest;
    }
}

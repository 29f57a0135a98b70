using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed;

/// <summary>
/// Searches the catalogue by words and by meaning, and finds similar papers. One for a process; safe from many threads.
/// </summary>
/// <remarks>
/// The query language: words (papers with all of them, or that mean the like, come first), <c>beginning*</c>, <c>"a phrase"</c> (must be there), <c>-word</c> and
/// <c>-"a phrase"</c> (must not), <c>author:name</c>, <c>year:2024</c>, <c>year:2020-2024</c>, <c>family:name</c>, <c>verdict:holds</c>. No text is an error.
/// The index follows the catalogue by itself: triggers note what has changed, and the next search takes it in.
/// </remarks>
public sealed class PaperSearch : IDisposable
{
    private const int FewPending = 1_000;
    private const int QuickTraining = 3_000;
    private const int Patience = 30;
    private const int ShortPatience = 1;
    private const int Busy = 5;
    private const int MostReaders = 8;
    // Entries of some kilobytes each that are kept until the store changes.
    private const int MostKept = 10_000;
    private static readonly string PendingSql = $"SELECT count(*) FROM (SELECT 1 FROM search_pending LIMIT {FewPending + 1})";

    private readonly SearchImage _image = new();
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly SemaphoreSlim _updating = new(1);
    // Ranking keeps a processor and its caches busy: more at once than processors only make all of them late.
    private readonly SemaphoreSlim _ranking = new(Environment.ProcessorCount);
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentStack<Statements> _readers = [];
    private readonly PraxisStore _store;
    private readonly StoreVersion _version;
    private readonly StoreMemory<ConcurrentDictionary<int, CatalogueEntry>> _entries;
    private readonly Lock _behindLock = new();
    private Task _behind = Task.CompletedTask;

    /// <param name="store">The store, opened with <see cref="Catalogue.Module"/> and <see cref="Module"/>.</param>
    public PaperSearch(PraxisStore store)
    {
        ArgumentNullException.ThrowIfNull(store);
        _store = store;
        _version = new StoreVersion(store);
        _entries = new StoreMemory<ConcurrentDictionary<int, CatalogueEntry>>(_version, () => []);
    }

    /// <summary>The tables of the search; they stand on those of <see cref="Catalogue.Module"/>.</summary>
    public static StoreModule Module => SearchSchema.Module;

    /// <summary>The papers for a query, best first.</summary>
    public SearchResults Search(SearchRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Limit);
        ArgumentOutOfRangeException.ThrowIfNegative(request.Offset);
        var query = SearchQueryParser.Parse(request.Text, request.Typing);
        // A text that asks for nothing, such as "?!", finds nothing; no text at all finds everything.
        var isBlank = string.IsNullOrWhiteSpace(request.Text);
        if (request.Family is { Length: > 0 } family) query = query with { Families = [.. query.Families, family] };
        if (request.Verdict is { } verdict) query = query with { Verdicts = [.. query.Verdicts, verdict] };
        return query.IsBlank && !isBlank ? new SearchResults([], 0, false, new Highlighter([], []), [], []) : Read((reader, known) => Find(reader, known, query, request));
    }

    /// <summary>The numbers of the papers that have all words of a query and fit its other parts, those first that came into the store last.</summary>
    /// <param name="text">A query.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<int> Newest(string text, int limit)
    {
        const int mostLookedAt = 10_000;
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        var query = SearchQueryParser.Parse(text, false);
        if (query.IsBlank) return [];
        return Read<IReadOnlyList<int>>((reader, _) =>
        {
            var filter = new PaperFilter(reader.Connection, query, _image.Papers);
            var lookup = new WordLookup(_image);
            lookup.Add(query.Words);
            if (filter.FindsNothing || lookup.Unknown.Count > 0) return [];
            if (query.HasNoWords || lookup.Groups.Count == 0) return [.. filter.Newest(limit)];
            var found = new List<int>();
            FullText.Find(reader.Connection, string.Join(" AND ", lookup.Groups.Select(group => group.Expression(_image.Vocabulary))), mostLookedAt, limit, paper =>
            {
                if (!filter.Fits(paper)) return false;
                found.Add(paper);
                return true;
            });
            return found;
        });
    }

    /// <summary>The papers most like a paper, best first; empty when there is no such paper.</summary>
    public IReadOnlyList<CatalogueEntry> Similar(string slug, int count = 6)
    {
        ArgumentNullException.ThrowIfNull(slug);
        return Read<IReadOnlyList<CatalogueEntry>>((reader, known) => reader.Scalar("SELECT id FROM papers WHERE slug = @a", slug) is long id
            ? Entries(reader, known, [.. Rank(ranking => ranking.Like((int)id)).Take(count)])
            : []);
    }

    /// <summary>Brings the index up to date and waits until it is; how many papers were indexed. After an import it makes the next search quick.</summary>
    public int Update(CancellationToken cancel = default)
    {
        _updating.Wait(cancel);
        try
        {
            return new SearchIndexer(_store, _image, _gate).Run(Patience, int.MaxValue, cancel);
        }
        finally
        {
            _updating.Release();
        }
    }

    /// <summary>Reads the index and brings it up to date in the background: of very many papers that takes seconds, which the first search need not wait for.</summary>
    public void UpdateBehind()
    {
        lock (_behindLock)
        {
            if (!_behind.IsCompleted) return;
            _behind = Task.Run(() =>
            {
                try
                {
                    Update(_closed.Token);
                }
                catch (Exception e) when (e is SqliteException { SqliteErrorCode: Busy } or OperationCanceledException)
                {
                    // Still noted as pending; the next search tries again.
                }
            });
        }
    }

    /// <summary>Time spent on training latent models so far.</summary>
    public TimeSpan TrainingTime => _image.TrainingTime;

    /// <summary>Stops work in the background.</summary>
    public void Dispose()
    {
        _closed.Cancel();
        try
        {
            _behind.Wait();
        }
        catch (AggregateException)
        {
            // What was not finished is still noted as pending.
        }
        while (_readers.TryPop(out var reader)) reader.Dispose();
        _version.Dispose();
        _closed.Dispose();
        _updating.Dispose();
        _ranking.Dispose();
        _gate.Dispose();
    }

    // What every search runs is prepared once for a connection, and kept with it. Papers and texts are read in one transaction, so that they are of one moment.
    private T Read<T>(Func<Statements, ConcurrentDictionary<int, CatalogueEntry>, T> read)
    {
        // Taken before the moment that is read, so that nothing older is kept than what it is kept for.
        var known = _entries.Value;
        if (!_readers.TryPop(out var reader)) reader = new Statements(_store.Connect(), owned: true);
        var isWell = false;
        try
        {
            Follow(reader);
            _gate.EnterReadLock();
            try
            {
                var found = reader.AtOneMoment(() => read(reader, known));
                isWell = true;
                return found;
            }
            finally
            {
                _gate.ExitReadLock();
            }
        }
        finally
        {
            if (isWell && _readers.Count < MostReaders && !_closed.IsCancellationRequested) _readers.Push(reader);
            else reader.Dispose();
        }
    }

    // A few changes are taken in at once; many, or a large model, in the background while the search answers from what it has.
    private void Follow(Statements reader)
    {
        var pending = (long)reader.Scalar(PendingSql)!;
        if (pending == 0 && !_image.IsBehind(reader)) return;
        var large = pending > FewPending && _image.Papers.Count > 0;
        if (large)
        {
            UpdateBehind();
            return;
        }
        // One thread follows; the others need not wait for a change of this moment, except for the first of all.
        if (!_updating.Wait(_image.Papers.Count == 0 ? Timeout.Infinite : 0)) return;
        try
        {
            var indexer = new SearchIndexer(_store, _image, _gate);
            if (pending > 0) indexer.Run(ShortPatience, QuickTraining, _closed.Token);
            else _image.Refresh(reader.Connection, _gate);
            if (indexer.NeedsTraining) UpdateBehind();
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Busy)
        {
            // Another process writes; its changes and these are taken in by a later search.
            _image.Refresh(reader.Connection, _gate);
        }
        finally
        {
            _updating.Release();
        }
    }

    private SearchResults Find(Statements reader, ConcurrentDictionary<int, CatalogueEntry> known, SearchQuery query, SearchRequest request)
    {
        var filter = new PaperFilter(reader.Connection, query, _image.Papers);
        var lookup = new WordLookup(_image, request.Mode == SearchMode.Both ? Thesaurus.Bundled : null);
        lookup.Add(query.Words);
        // Words of phrases count for the rank as well.
        lookup.Add([.. query.Required.Where(phrase => phrase.Column is null).SelectMany(phrase => phrase.Words.Select((word, i) => new QueryWord(word, phrase.Prefix && i == phrase.Words.Count - 1)))]);
        IReadOnlyList<WordGroup> groups = [.. lookup.Groups, .. lookup.Alternatives];
        IReadOnlyList<string> unknown = [.. lookup.Unknown, .. query.Impossible];
        List<int> found = filter.FindsNothing ? []
            : query.HasNoWords ? filter.Newest(Ranking.MostRanked)
            : groups.Count == 0 ? []
            : Rank(ranking => ranking.ByWords(groups, filter, request.Mode));
        var page = found.Skip(request.Offset).Take(request.Limit).ToList();
        var beginnings = query.Words.Where(word => word.Prefix).Select(word => word.Word.Text).ToList();
        var highlighter = new Highlighter(lookup.Groups.SelectMany(group => group.Stems.Select(stem => _image.Vocabulary.Stem(stem.Stem))), beginnings);
        return new SearchResults(Entries(reader, known, page), found.Count, found.Count == Ranking.MostRanked, highlighter, lookup.Corrections, unknown);
    }

    private List<int> Rank(Func<Ranking, List<(int Paper, float Score)>> rank)
    {
        _ranking.Wait();
        try
        {
            return rank(new Ranking(_image)).ConvertAll(paper => paper.Paper);
        }
        finally
        {
            _ranking.Release();
        }
    }

    private static IReadOnlyList<CatalogueEntry> Entries(Statements reader, ConcurrentDictionary<int, CatalogueEntry> known, IReadOnlyList<int> papers)
    {
        var missing = papers.Where(paper => !known.ContainsKey(paper)).ToList();
        if (missing.Count == 0) return [.. papers.Select(paper => known[paper])];
        var command = reader.Command($"SELECT {CatalogueReader.Columns}, c.id FROM catalogue c WHERE c.id IN (SELECT value FROM json_each(@a))", $"[{string.Join(',', missing)}]");
        var read = CatalogueReader.Read(reader.Connection, command, row => row.GetInt32(16)).ToDictionary(row => row.Extra, row => row.Entry);
        if (known.Count < MostKept)
            foreach (var (paper, entry) in read) known.TryAdd(paper, entry);
        return [.. papers.Select(paper => read.GetValueOrDefault(paper) ?? known.GetValueOrDefault(paper)).OfType<CatalogueEntry>()];
    }
}

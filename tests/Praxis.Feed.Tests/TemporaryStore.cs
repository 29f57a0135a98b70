using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed.Tests;

/// <summary>A store in a folder of its own that is gone after the test.</summary>
public sealed class TemporaryStore : IDisposable
{
    public TemporaryStore() => Store = PraxisStore.Open(Folder, Catalogue.Module, PaperSearch.Module);

    public string Folder { get; } = Directory.CreateTempSubdirectory("praxis-feed-").FullName;

    public PraxisStore Store { get; }

    public Catalogue Catalogue => new(Store);

    public PaperSearch Search => _search ??= new PaperSearch(Store);

    private PaperSearch? _search;

    /// <summary>The slugs a query finds, best first.</summary>
    public IReadOnlyList<string> Found(string? query) => [.. Search.Search(new SearchRequest(query)).Entries.Select(entry => entry.Slug)];

    public Importer Importer => new(Store);

    /// <summary>All rows of all tables of the feed, as text: equal when nothing has changed.</summary>
    public string Dump()
    {
        using var connection = Store.Connect();
        var dump = new StringWriter();
        foreach (var table in new[] { "papers", "paper_titles", "paper_notices", "paper_verdicts", "feed_entries", "paper_numbers", "paper_sources", "search_rooms" })
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                dump.WriteLine($"{table}: {string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue))}");
        }
        return dump.ToString();
    }

    public void Dispose()
    {
        _search?.Dispose();
        SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}

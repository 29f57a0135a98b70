using Microsoft.Data.Sqlite;
using Praxis.Lab;

namespace Praxis.Feed.Tests.Search;

public sealed class SearchFollowsTests : IDisposable
{
    private readonly TemporaryStore _store = new();
    private readonly TestRooms _rooms = new TestRooms().Add("otter", "Otter: Weaving Sparse Nets").Add("heron", "Heron: Standing Still");

    public void Dispose()
    {
        _rooms.Dispose();
        _store.Dispose();
    }

    [Fact]
    public void Whatever_changes_in_the_catalogue_is_found_by_the_next_search()
    {
        Assert.Empty(_store.Found("otter"));
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal(["otter"], _store.Found("otter"));

        _store.Importer.Import(Pages.Of("Apr 1", "A Paper about Walruses"));
        Assert.Equal(["a-paper-about-walruses"], _store.Found("walruses"));

        _rooms.Add("otter", "Badger: Weaving Sparse Nets");
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal(["otter"], _store.Found("badger"));

        _rooms.Remove("heron");
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Empty(_store.Found("heron"));
        Assert.Empty(_store.Search.Search(new SearchRequest("standing still")).Entries);
    }

    [Fact]
    public void A_paper_deleted_or_renamed_by_any_statement_is_followed()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal(["heron"], _store.Found("heron"));
        Execute("UPDATE papers SET title = 'Bittern: Standing Still' WHERE slug = 'heron'");
        Assert.Equal(["heron"], _store.Found("bittern"));
        Execute("UPDATE papers SET slug = 'stork' WHERE slug = 'heron'");
        Assert.Equal(["stork"], _store.Found("bittern"));
        Execute("DELETE FROM papers WHERE slug = 'stork'");
        Assert.Empty(_store.Found("bittern"));
    }

    [Fact]
    public void A_search_sees_what_another_process_has_indexed()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal(["otter"], _store.Found("otter"));
        using var other = new PaperSearch(PraxisStore.Open(_store.Folder, Catalogue.Module, PaperSearch.Module));
        _store.Importer.Import(Pages.Of("Apr 1", "A Paper about Walruses"));
        Assert.Equal(1, other.Update());
        Assert.Equal(["a-paper-about-walruses"], _store.Found("walruses"));
        Assert.Equal(0, _store.Search.Update());
    }

    [Fact]
    public void A_search_answers_while_another_process_writes()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        Assert.Equal(["otter"], _store.Found("otter"));
        _store.Importer.Import(Pages.Of("Apr 1", "A Paper about Walruses"));
        using (var connection = _store.Store.Connect())
        using (connection.BeginTransaction(deferred: false))
            Assert.Equal(["otter"], _store.Found("otter"));
        Assert.Equal(["a-paper-about-walruses"], _store.Found("walruses"));
    }

    [Fact]
    public void A_store_without_a_search_gets_one_over_all_its_papers()
    {
        using var folder = new TemporaryFolder();
        var old = PraxisStore.Open(folder.Path, Catalogue.Module);
        new Catalogue(old).Fill(_rooms.Folder);
        var store = PraxisStore.Open(folder.Path, Catalogue.Module, PaperSearch.Module);
        Assert.True(new Catalogue(store).Fill(_rooms.Folder));
        using var search = new PaperSearch(store);
        Assert.Equal("otter", search.Search(new SearchRequest("otter proof")).Entries[0].Slug);
    }

    [Fact]
    public void Many_readers_and_a_writer_do_not_disturb_each_other()
    {
        _store.Catalogue.Fill(_rooms.Folder);
        var search = _store.Search;
        var importer = _store.Importer;
        Parallel.For(0, 60, i =>
        {
            if (i % 10 == 0) importer.Import(Pages.Of($"Apr {1 + i / 10}", $"A Paper about Walrus Number {i}"));
            else Assert.Equal("otter", search.Search(new SearchRequest("otter")).Entries[0].Slug);
        });
        search.Update();
        Assert.Equal(6, search.Search(new SearchRequest("walrus")).Total);
    }

    private void Execute(string sql)
    {
        using var connection = _store.Store.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        Assert.Equal(1, command.ExecuteNonQuery());
    }

    private sealed class TemporaryFolder : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("praxis-feed-").FullName;

        public void Dispose()
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(Path, recursive: true);
        }
    }
}

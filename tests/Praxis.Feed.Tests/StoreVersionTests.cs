using Praxis.Lab;

namespace Praxis.Feed.Tests;

/// <summary>A store that an earlier Praxis made keeps its feed, and the search goes on following it.</summary>
public sealed class StoreVersionTests
{
    private const int EntriesInOneTree = 2;

    [Fact]
    public void Entries_of_days_come_over_into_the_table_without_a_tree_of_abstracts()
    {
        var folder = Directory.CreateTempSubdirectory("praxis-version-").FullName;
        try
        {
            StoreModule Before(StoreModule module, int scripts) => module with { Scripts = [.. module.Scripts.Take(scripts)] };
            var old = PraxisStore.Open(folder, Before(Catalogue.Module, EntriesInOneTree), Before(PaperSearch.Module, 1), Before(People.Module, 1));
            new Importer(old).Import(Page("2026-01-05", ("Sketches of tall matrices", "One."), ("Nets of tensors", "Two.")));
            new Importer(old).Import(Page("2026-01-06", ("Sketches of tall matrices", "Three.")));
            IReadOnlyList<FeedDay> days = new Catalogue(old).Days();

            var store = PraxisStore.Open(folder, Catalogue.Module, PaperSearch.Module, People.Module);
            Assert.Equivalent(days, new Catalogue(store).Days());
            using var search = new PaperSearch(store);
            Assert.Equal("Nets of tensors", Assert.Single(search.Search(new SearchRequest("two")).Entries).Title);
            new Importer(store).Import(Page("2026-01-06", ("Sketches of tall matrices", "A later wording.")));
            Assert.Equal("Sketches of tall matrices", Assert.Single(search.Search(new SearchRequest("\"later wording\"")).Entries).Title);
            Assert.Equal(2, new Catalogue(store).Days().Sum(day => day.Entries.Select(entry => entry.Slug).Distinct().Count()) - 1);
        }
        finally
        {
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static FeedPage Page(string day, params (string Title, string Abstract)[] entries) => new("made up", DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture),
        [.. entries.Select((entry, i) => new PageEntry { Line = i + 1, Title = entry.Title, Abstract = entry.Abstract })], []);
}

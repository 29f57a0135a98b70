using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Feed.Tests.Search;

public sealed class SearchQualityTests(SearchQualityTests.Rooms rooms) : IClassFixture<SearchQualityTests.Rooms>
{
    private readonly TemporaryStore _store = rooms.Store;

    [Fact]
    public void Claims_in_other_words_find_their_papers_and_both_ways_together_are_better_than_either()
    {
        var test = Paraphrases.All.Where(one => one.IsTest && one.Kind == "terms").ToList();
        Assert.True(test.Count >= 80);
        var both = SearchQuality.Of(_store.Search, test, SearchMode.Both);
        Assert.True(both.MeanReciprocalRank >= 0.85, $"MRR@10 is {both.MeanReciprocalRank:0.000}");
        Assert.True(both.MeanReciprocalRank > SearchQuality.Of(_store.Search, test, SearchMode.Words).MeanReciprocalRank);
        Assert.True(both.MeanReciprocalRank > SearchQuality.Of(_store.Search, test, SearchMode.Meaning).MeanReciprocalRank);
    }

    [Fact]
    public void A_title_with_two_typos_finds_its_paper()
    {
        var titles = _store.Catalogue.List().Select(entry => (entry.Slug, entry.Title)).ToList();
        Assert.True(SearchQuality.OfMistypedTitles(_store.Search, titles, rounds: 1, seed: 11).First >= 0.98);
    }

    [Fact]
    public void Paraphrases_name_rooms_and_keep_off_the_words_of_their_titles()
    {
        var titles = PaperLibrary.Load(TestRooms.Real).Rooms.ToDictionary(room => room.Paper.Slug, room => room.Paper.Title);
        Assert.True(Paraphrases.All.Count >= 200);
        Assert.Equal(Paraphrases.All.Count, Paraphrases.All.Select(one => one.Query).Distinct().Count());
        // Words that any two papers share are not what gives one away.
        string[] shared = ["learn", "network", "model", "train"];
        foreach (var one in Paraphrases.All)
        {
            var title = Stems(titles[one.Slug]);
            var common = Stems(one.Query).Intersect(title).Except(shared).ToList();
            Assert.True(common.Count <= 1, $"'{one.Query}' has {string.Join(", ", common)} of '{titles[one.Slug]}'");
        }

        static HashSet<string> Stems(string text) => [.. SearchWords.Of(text).Where(SearchWords.Counts).Select(word => word.Stem)];
    }

    [Fact]
    public void Similar_papers_are_of_the_same_subject_and_never_the_paper_itself()
    {
        var same = 0;
        foreach (var entry in _store.Catalogue.List("sparsity"))
        {
            var similar = _store.Search.Similar(entry.Slug, 5);
            Assert.Equal(5, similar.Count);
            Assert.DoesNotContain(similar, other => other.Slug == entry.Slug);
            same += similar.Count(other => other.Family == "sparsity");
        }
        // A twentieth of all papers is of this family.
        Assert.True(same >= 15, $"{same}");
        Assert.Empty(_store.Search.Similar("no-such-paper"));
    }

    [Fact]
    public void Two_typos_are_at_most_two_changes()
    {
        var random = new RandomStream(3);
        for (var i = 0; i < 200; i++) Assert.InRange(EditDistance.Between("randomized smoothing", SearchQuality.Mistype("randomized smoothing", random)), 0, 2);
    }

    /// <summary>The repository's rooms, indexed.</summary>
    public sealed class Rooms : IDisposable
    {
        public Rooms() => Store.Catalogue.Fill(TestRooms.Real);

        public TemporaryStore Store { get; } = new();

        public void Dispose() => Store.Dispose();
    }
}

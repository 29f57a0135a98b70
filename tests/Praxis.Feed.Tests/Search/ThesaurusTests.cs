namespace Praxis.Feed.Tests.Search;

public sealed class ThesaurusTests
{
    private const string Text = """
        # A remark, of > no account
        shrink, make small > compress, pruning
        film, movie
        small > tiny
        film > video clip
        """;

    private static IReadOnlyList<ThesaurusMatch> Find(string query) => Thesaurus.Read(Text).Find(SearchWords.Of(query));

    private static string[] Stems(string words) => [.. SearchWords.Of(words).Select(word => word.Stem)];

    [Theory]
    [InlineData("shrink", "compress pruning")]
    [InlineData("Shrinking!", "compress pruning")]
    [InlineData("movies", "film")]
    [InlineData("film", "movie video clip")]
    public void A_word_in_any_form_may_mean_what_stands_beside_and_behind_it(string query, string meant) =>
        Assert.Equal(Stems(meant), Assert.Single(Find(query)).Stems);

    [Theory]
    [InlineData("compress")]
    [InlineData("video")]
    [InlineData("remark of")]
    [InlineData("make it")]
    public void What_is_meant_is_not_turned_round(string query) => Assert.Empty(Find(query));

    [Fact]
    public void Words_apart_are_no_phrase()
    {
        var match = Assert.Single(Find("make it small"));
        Assert.Equal((2, 1), (match.Start, match.Length));
        Assert.Equal(Stems("tiny"), match.Stems);
    }

    [Fact]
    public void A_phrase_counts_before_its_words()
    {
        var match = Assert.Single(Find("how to make small nets"));
        Assert.Equal((2, 2), (match.Start, match.Length));
        // The phrase's own words are not looked for one by one; the single word beside it is.
        Assert.Equal(Stems("compress pruning shrink"), match.Stems);
    }

    [Fact]
    public void The_bundled_one_has_hundreds_of_entries_and_leads_from_everyday_words_to_the_fields()
    {
        foreach (var (said, meant) in (ReadOnlySpan<(string, string)>)[("shrink", "compression"), ("throw away", "pruned"), ("photo", "image"), ("guess", "estimate"), ("table of numbers", "matrices")])
            Assert.Contains(Stems(meant)[0], Assert.Single(Thesaurus.Bundled.Find(SearchWords.Of(said))).Stems);
        Assert.Empty(Thesaurus.Bundled.Find(SearchWords.Of("otter heron")));
    }

    [Fact]
    public void A_paper_is_found_by_what_a_reader_calls_its_subject_in_both_ways_together_only()
    {
        using var store = Filled();
        var found = store.Search.Search(new SearchRequest("shrink photos"));
        Assert.Equal("Image compression", Assert.Single(found.Entries).Title);
        // Neither word stands anywhere: what was taken for it is said, and nothing is called unknown.
        Assert.Equal([("shrink", "compression"), ("photos", "image")], found.Corrections);
        Assert.Empty(found.Unknown);
        Assert.Empty(store.Search.Search(new SearchRequest("shrink photos") { Mode = SearchMode.Words }).Entries);
        Assert.Equal("Image compression", Assert.Single(store.Search.Search(new SearchRequest("taken apart into few numbers")).Entries).Title);
    }

    [Fact]
    public void A_papers_own_words_come_before_what_only_may_be_meant()
    {
        using var store = Filled();
        Assert.Equal(["A film of otters", "Video of herons"], store.Search.Search(new SearchRequest("film")).Entries.Select(entry => entry.Title));
    }

    private static TemporaryStore Filled()
    {
        var store = new TemporaryStore();
        string[][] papers = [["Image compression", "Fewer parameters by factors."], ["Video of herons", "Herons standing in reeds."], ["A film of otters", "Otters weaving baskets."]];
        store.Importer.Import(new FeedPage("made up", new DateOnly(2026, 1, 5), [.. papers.Select((paper, i) => new PageEntry { Line = i + 1, Title = paper[0], Abstract = paper[1] })], []));
        store.Search.Update();
        return store;
    }
}

namespace Praxis.Feed.Tests.Search;

/// <summary>The best papers by words against scoring every paper by itself.</summary>
public sealed class WordScoresTests : IDisposable
{
    private const int Papers = 3_000;
    private readonly TemporaryStore _store = new();
    private readonly SearchImage _image = new();
    private readonly ReaderWriterLockSlim _gate = new();

    public WordScoresTests()
    {
        var random = new Random(3);
        string[] words = ["otter", "heron", "badger", "walrus", "bittern", "sparrow", "lapwing", "plover", "godwit", "curlew"];
        var entries = Enumerable.Range(0, Papers).Select(i => new PageEntry
        {
            Line = i + 1,
            Title = $"Paper {i}",
            Abstract = string.Join(' ', Enumerable.Range(0, 3 + random.Next(40)).Select(_ => words[(int)(words.Length * Math.Pow(random.NextDouble(), 2))])),
        }).ToList();
        _store.Importer.Import(new FeedPage("made up", new DateOnly(2026, 1, 5), entries, []));
        _store.Search.Update();
        using var connection = _store.Store.Connect();
        _image.Refresh(connection, _gate);
    }

    public void Dispose()
    {
        _gate.Dispose();
        _store.Dispose();
    }

    [Theory]
    [InlineData("curlew", 50)]
    [InlineData("otter", 200)]
    [InlineData("otter curlew godwit", 100)]
    [InlineData("plover lapwing sparrow bittern walrus", 1000)]
    public void The_best_are_the_best_of_all(string query, int count)
    {
        var groups = Groups(query);
        using var scores = new WordScores(groups, _image);
        var all = AllByHand(groups).OrderByDescending(paper => paper.Score).ToList();
        var best = scores.Best(count, null);
        Assert.Equal(Math.Min(count, all.Count), best.Count);
        Assert.Equal(best.Count, best.Distinct().Count());
        // Equal to within the thousandth of the best that the selection promises.
        var least = all[best.Count - 1].Score - all[0].Score / 1000;
        Assert.All(best, paper => Assert.True(scores.Of(paper) >= least));
        foreach (var (paper, score) in all) Assert.Equal(score, scores.Of(paper), 5);
    }

    [Fact]
    public void A_filter_that_few_pass_still_gets_all_it_asks_for()
    {
        var groups = Groups("otter heron");
        using var scores = new WordScores(groups, _image);
        var fitting = AllByHand(groups).Where(paper => paper.Paper % 97 == 0).Select(paper => paper.Paper).Order().ToList();
        Assert.Equal(fitting, scores.Best(Papers, paper => paper % 97 == 0).Order());
        Assert.Equal(10, scores.Best(10, paper => paper % 97 == 0).Count);
    }

    [Fact]
    public void What_stands_for_one_word_counts_together()
    {
        var (otter, heron) = (_image.Vocabulary.FindStem("otter"), _image.Vocabulary.FindStem("heron"));
        var group = new WordGroup([(otter, 1), (heron, 0.5f)], 2, 10);
        using var scores = new WordScores([group], _image);
        foreach (var (paper, score) in AllByHand([group])) Assert.Equal(score, scores.Of(paper), 5);
    }

    [Fact]
    public void A_paper_that_has_changed_is_scored_by_what_it_is_now()
    {
        var paper = AllByHand(Groups("curlew")).First().Paper;
        using (var connection = _store.Store.Connect())
        {
            using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE feed_entries SET abstract = 'nothing of the kind' WHERE slug = (SELECT slug FROM papers WHERE id = {paper})";
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        Assert.Equal(1, _store.Search.Update());
        using var reader = _store.Store.Connect();
        _image.Refresh(reader, _gate);
        using var scores = new WordScores(Groups("curlew"), _image);
        Assert.Equal(0, scores.Of(paper));
        Assert.DoesNotContain(paper, scores.Best(Papers, null));
        using var kind = new WordScores(Groups("kind"), _image);
        Assert.Equal([paper], kind.Best(Papers, null));
    }

    private IReadOnlyList<WordGroup> Groups(string query)
    {
        var lookup = new WordLookup(_image);
        lookup.Add(SearchQueryParser.Parse(query, false).Words);
        return lookup.Groups;
    }

    private List<(int Paper, float Score)> AllByHand(IReadOnlyList<WordGroup> groups)
    {
        var found = new List<(int, float)>();
        for (var paper = 1; paper < _image.Papers.Limit; paper++)
        {
            if (!_image.Papers.Has(paper)) continue;
            var score = 0f;
            foreach (var group in groups)
            {
                var amount = 0f;
                foreach (var (stem, weight) in group.Stems)
                    foreach (var (word, packed) in _image.Papers.Words(paper))
                        if (_image.Vocabulary.StemOf(word) == stem) amount += weight * PaperWords.Amount(packed);
                score += group.Rarity * amount / (1.2f + amount);
            }
            if (score > 0) found.Add((paper, score));
        }
        return found;
    }
}

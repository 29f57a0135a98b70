namespace Praxis.Feed;

/// <summary>Ranks papers by words, by meaning, or by both.</summary>
internal sealed class Ranking(SearchImage image)
{
    /// <summary>At most so many papers are ranked.</summary>
    public const int MostRanked = 500;

    // How much the nearest paper counts beside the one with the best words; chosen on the tuning half of the paraphrases.
    private const float MeaningShare = 0.25f;
    private const int NearestConsidered = 200;
    // Below this two texts have no more in common than any two.
    private const float LeastNearness = 0.25f;
    private const int WordsOfPaper = 14;

    /// <summary>The papers for words, best first.</summary>
    public List<(int Paper, float Score)> ByWords(IReadOnlyList<WordGroup> groups, PaperFilter filter, SearchMode mode)
    {
        var place = mode == SearchMode.Words || image.Vectors is null
            ? (VectorTable.Query?)null
            : Place(image.Vectors.Model.Fold(groups.SelectMany(group => group.Stems.Select(stem => (stem.Stem, stem.Weight * group.Share)))));
        return Rank(filter.FewFitting(), groups, place, filter.DemandsNothing ? null : filter.Fits, mode);
    }

    /// <summary>The papers like a paper, best first, without it.</summary>
    public List<(int Paper, float Score)> Like(int paper)
    {
        var lookup = new WordLookup(image);
        foreach (var (stem, weight) in Telling(paper)) lookup.Add(stem, weight);
        bool Other(int other) => other != paper && image.Papers.Has(other);
        return Rank(null, lookup.Groups, image.Vectors?.PlaceOf(paper), Other, SearchMode.Both);
    }

    private List<(int Paper, float Score)> Rank(List<int>? only, IReadOnlyList<WordGroup> groups, VectorTable.Query? place, Func<int, bool>? fits, SearchMode mode)
    {
        using var words = new WordScores(mode == SearchMode.Meaning ? [] : groups, image);
        var pool = new HashSet<int>(only ?? words.Best(MostRanked, fits));
        if (place is { } query)
            foreach (var (paper, nearness) in image.Vectors!.Nearest(query, NearestConsidered, fits))
                if (nearness >= LeastNearness) pool.Add(paper);
        var scored = new (int Paper, float Words, float Nearness)[pool.Count];
        var (mostWords, mostNearness, count) = (0f, 0f, 0);
        foreach (var paper in pool)
        {
            var score = words.Of(paper);
            var nearness = place is { } at ? Math.Max(0, image.Vectors!.Nearness(paper, at)) : 0;
            if (score == 0 && nearness < LeastNearness) continue;
            (mostWords, mostNearness) = (Math.Max(mostWords, score), Math.Max(mostNearness, nearness));
            scored[count++] = (paper, score, nearness);
        }
        var ranked = new List<(int Paper, float Score)>(count);
        foreach (var (paper, score, nearness) in scored.AsSpan(0, count))
            ranked.Add((paper, (mostWords > 0 ? score / mostWords : 0) + (mostNearness > 0 ? MeaningShare * nearness / mostNearness : 0)));
        ranked.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score)
            : image.Papers.Day(a.Paper) != image.Papers.Day(b.Paper) ? image.Papers.Day(b.Paper).CompareTo(image.Papers.Day(a.Paper)) : a.Paper.CompareTo(b.Paper));
        if (ranked.Count > MostRanked) ranked.RemoveRange(MostRanked, ranked.Count - MostRanked);
        return ranked;
    }

    // The stems by which a paper differs most from others.
    private IEnumerable<(int Stem, float Weight)> Telling(int paper)
    {
        var amounts = new Dictionary<int, float>();
        foreach (var (word, amount) in image.Papers.Words(paper))
        {
            if (!SearchWords.Counts(new SearchWord(image.Vocabulary.Word(word), ""))) continue;
            var stem = image.Vocabulary.StemOf(word);
            amounts[stem] = amounts.GetValueOrDefault(stem) + PaperWords.Amount(amount);
        }
        return amounts
            .Where(stem => image.Vocabulary.PapersWithStem(stem.Key) > 1)
            .Select(stem => (stem.Key, Weight: LatentModel.Weight(stem.Value, MathF.Log((float)image.Papers.Count / image.Vocabulary.PapersWithStem(stem.Key)))))
            .OrderByDescending(stem => stem.Weight)
            .ThenBy(stem => stem.Key)
            .Take(WordsOfPaper)
            .Select(stem => (stem.Key, 1f));
    }

    private static VectorTable.Query? Place(float[] place) => Array.TrueForAll(place, value => value == 0) ? null : VectorTable.Query.Of(place);
}

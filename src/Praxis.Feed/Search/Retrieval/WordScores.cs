namespace Praxis.Feed;

/// <summary>Scores papers by a query's words (BM25F: S. Robertson, H. Zaragoza, "The probabilistic relevance framework", 2009).</summary>
internal sealed class WordScores
{
    private const float Saturation = 1.2f;
    private const int FlagCount = 4096;

    private readonly PaperTable _papers;
    private readonly IReadOnlyList<WordGroup> _groups;
    private readonly Dictionary<int, (int Group, float Weight)> _words = [];
    // Most words of a paper are none of the query's; one look at a small table says so.
    private readonly bool[] _flags = new bool[FlagCount];
    private readonly float[] _amounts;

    public WordScores(IReadOnlyList<WordGroup> groups, PaperTable papers, Vocabulary vocabulary)
    {
        _papers = papers;
        _groups = groups;
        _amounts = new float[groups.Count];
        foreach (var (number, group) in groups.Index())
        {
            foreach (var (stem, weight) in group.Stems)
            {
                foreach (var word in vocabulary.WordsOf(stem))
                {
                    _words.TryAdd(word, (number, weight));
                    _flags[word % FlagCount] = true;
                }
            }
        }
    }

    /// <summary>A paper's score; 0 when it has none of the words.</summary>
    public float Of(int paper)
    {
        Array.Clear(_amounts);
        foreach (var (word, amount) in _papers.Words(paper))
        {
            if (_flags[word % FlagCount] && _words.TryGetValue(word, out var found))
                _amounts[found.Group] += found.Weight * PaperWords.Amount(amount);
        }
        var score = 0f;
        for (var group = 0; group < _amounts.Length; group++)
            score += _groups[group].Rarity * _amounts[group] / (Saturation + _amounts[group]);
        return score;
    }
}

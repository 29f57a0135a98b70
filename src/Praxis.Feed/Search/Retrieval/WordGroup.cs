namespace Praxis.Feed;

/// <summary>A word of a query with everything that stands for it: its own stem, longer words, corrections.</summary>
/// <param name="Stems">The stems, each with how well it stands for the word, up to 1.</param>
/// <param name="Rarity">The inverse document frequency.</param>
/// <param name="Papers">In how many papers one of them stands, at most.</param>
internal sealed record WordGroup(IReadOnlyList<(int Stem, float Weight)> Stems, float Rarity, int Papers)
{
    /// <summary>The group as a full-text expression; its stems have letters and digits only.</summary>
    public string Expression(Vocabulary vocabulary) => $"({string.Join(" OR ", Stems.Select(stem => FullText.Quote(vocabulary.Stem(stem.Stem))))})";
}

/// <summary>Looks the words of a query up.</summary>
internal sealed class WordLookup(SearchImage image)
{
    private const int MostLonger = 24;
    private const int ShortestPrefix = 3;
    private const float LongerWeight = 0.9f;
    private const float ChangeWeight = 0.7f;

    private readonly List<WordGroup> _groups = [];
    private readonly HashSet<int> _seen = [];

    /// <summary>The groups of words that are known, each once.</summary>
    public IReadOnlyList<WordGroup> Groups => _groups;

    /// <summary>Misspelt words and what was taken instead, in order.</summary>
    public List<(string Word, string Instead)> Corrections { get; } = [];

    /// <summary>Words that stand in no paper, nor anything like them.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Looks words up; common ones only when there are no others.</summary>
    public void Add(IReadOnlyList<QueryWord> words)
    {
        var telling = words.Where(word => SearchWords.Counts(word.Word) || word.Prefix).ToList();
        foreach (var word in telling.Count > 0 ? telling : words) Add(word);
    }

    /// <summary>Adds a stem by itself.</summary>
    public void Add(int stem, float weight)
    {
        if (_seen.Add(stem)) _groups.Add(Group([(stem, weight)]));
    }

    private void Add(QueryWord word)
    {
        var stems = new Dictionary<int, float>();
        var stem = image.Vocabulary.FindStem(word.Word.Stem);
        var isKnown = stem > 0 && image.Vocabulary.PapersWithStem(stem) > 0;
        if (isKnown) stems[stem] = 1;
        // A word that stands nowhere may be the beginning of one, or misspelt.
        if (word.Prefix || (!isKnown && word.Word.Text.Length >= ShortestPrefix))
            foreach (var longer in image.Spelling.BeginningWith(word.Word.Text, MostLonger))
                stems.TryAdd(image.Vocabulary.StemOf(longer), LongerWeight);
        if (stems.Count == 0)
        {
            foreach (var (near, distance) in image.Spelling.Near(word.Word.Text))
            {
                if (stems.Count == 0) Corrections.Add((word.Word.Text, image.Vocabulary.Word(near)));
                stems.TryAdd(image.Vocabulary.StemOf(near), MathF.Pow(ChangeWeight, distance));
            }
        }
        if (stems.Count == 0)
        {
            if (SearchWords.Counts(word.Word)) Unknown.Add(word.Word.Text);
            return;
        }
        var found = stems.Where(one => _seen.Add(one.Key)).Select(one => (one.Key, one.Value)).ToList();
        if (found.Count > 0) _groups.Add(Group(found));
    }

    private WordGroup Group(IReadOnlyList<(int Stem, float Weight)> stems)
    {
        var papers = Math.Min(stems.Sum(stem => image.Vocabulary.PapersWithStem(stem.Stem)), image.Papers.Count);
        return new WordGroup(stems, MathF.Log(1 + (image.Papers.Count - papers + 0.5f) / (papers + 0.5f)), papers);
    }
}

namespace Praxis.Feed;

/// <summary>A word of a query with everything that stands for it: its own stem, longer words, corrections.</summary>
/// <param name="Stems">The stems, each with how well it stands for the word, up to 1.</param>
/// <param name="Rarity">The inverse document frequency.</param>
/// <param name="Papers">In how many papers one of them stands, at most.</param>
/// <param name="Share">How much the group counts: 1 for a word of the query, less for what only may be meant by one.</param>
internal sealed record WordGroup(IReadOnlyList<(int Stem, float Weight)> Stems, float Rarity, int Papers, float Share = 1)
{
    /// <summary>The group as a full-text expression; its stems have letters and digits only.</summary>
    public string Expression(Vocabulary vocabulary) => $"({string.Join(" OR ", Stems.Select(stem => FullText.Quote(vocabulary.Stem(stem.Stem))))})";
}

/// <summary>Looks the words of a query up.</summary>
/// <param name="image">The index.</param>
/// <param name="thesaurus">Tells what else may be meant, or null when only the words themselves count.</param>
internal sealed class WordLookup(SearchImage image, Thesaurus? thesaurus = null)
{
    private const int MostLonger = 24;
    private const int ShortestPrefix = 3;
    private const float LongerWeight = 0.9f;
    private const float ChangeWeight = 0.7f;
    // Chosen on the tuning half of the paraphrases; between 0.1 and 0.3 it makes little difference.
    private const float AlternativeShare = 0.2f;
    // Papers that may be scored for what is not in the query: all in a catalogue of thousands, those with the rarest in one of a million.
    private const int MostPapersOfAlternatives = 200_000;

    private readonly List<WordGroup> _groups = [];
    private readonly HashSet<int> _seen = [];
    private readonly Dictionary<int, float> _alternatives = [];

    /// <summary>The groups of words that are known, each once.</summary>
    public IReadOnlyList<WordGroup> Groups => _groups;

    /// <summary>What else may be meant, one stem each, rarest first; it counts more the more of the words lead to it.</summary>
    public IReadOnlyList<WordGroup> Alternatives
    {
        get
        {
            var papers = 0;
            return [.. _alternatives
                .Where(one => !_seen.Contains(one.Key))
                .Select(one => Group([(one.Key, 1)]) with { Share = one.Value })
                .OrderBy(group => group.Papers)
                .ThenBy(group => group.Stems[0].Stem)
                .TakeWhile(group => (papers += group.Papers) <= MostPapersOfAlternatives)];
        }
    }

    /// <summary>Words that stand in no paper and what was taken instead, in order.</summary>
    public List<(string Word, string Instead)> Corrections { get; } = [];

    /// <summary>Words that stand in no paper, nor anything like them.</summary>
    public List<string> Unknown { get; } = [];

    /// <summary>Looks words up; common ones only when there are no others.</summary>
    public void Add(IReadOnlyList<QueryWord> words)
    {
        var meant = Meant(words);
        // Where all words are common ones, a phrase of them may still say something.
        var telling = words.Index().Where(word => SearchWords.Counts(word.Item.Word) || word.Item.Prefix).ToList();
        foreach (var (i, word) in telling.Count > 0 || Array.Exists(meant, stem => stem > 0) ? telling : words.Index()) Add(word, meant[i]);
    }

    /// <summary>Adds a stem by itself.</summary>
    public void Add(int stem, float weight)
    {
        if (_seen.Add(stem)) _groups.Add(Group([(stem, weight)]));
    }

    // For each word the stem that most likely is meant where the word stands nowhere, or 0.
    private int[] Meant(IReadOnlyList<QueryWord> words)
    {
        var meant = new int[words.Count];
        if (thesaurus is null) return meant;
        foreach (var match in thesaurus.Find([.. words.Select(word => word.Word)]))
        {
            var stems = match.Stems.Select(image.Vocabulary.FindStem).Where(IsKnown).ToList();
            if (stems.Count == 0) continue;
            foreach (var stem in stems) _alternatives[stem] = _alternatives.GetValueOrDefault(stem) + AlternativeShare;
            Array.Fill(meant, stems[0], match.Start, match.Length);
        }
        return meant;
    }

    private bool IsKnown(int stem) => stem > 0 && image.Vocabulary.PapersWithStem(stem) > 0;

    private void Add(QueryWord word, int meant)
    {
        var stems = new Dictionary<int, float>();
        var stem = image.Vocabulary.FindStem(word.Word.Stem);
        var isKnown = IsKnown(stem);
        if (isKnown) stems[stem] = 1;
        // A word that stands nowhere but is in the thesaurus is no slip.
        if (!isKnown && !word.Prefix && meant > 0)
        {
            Corrections.Add((word.Word.Text, image.Vocabulary.Word(image.Vocabulary.WordsOf(meant).MaxBy(image.Vocabulary.PapersWithWord))));
            return;
        }
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

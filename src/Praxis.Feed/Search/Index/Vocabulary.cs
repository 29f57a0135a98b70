namespace Praxis.Feed;

/// <summary>All words of all papers, their stems, and in how many papers each stands. Numbers are the rows of the tables, from 1.</summary>
internal sealed class Vocabulary
{
    private readonly Dictionary<string, int> _wordNumbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _stemNumbers = new(StringComparer.Ordinal);
    private readonly List<string> _words = [""];
    private readonly List<int> _stemOfWord = [0];
    private readonly List<int> _papersOfWord = [0];
    private readonly List<string> _stems = [""];
    private readonly List<int> _papersOfStem = [0];
    private readonly List<List<int>> _wordsOfStem = [[]];
    private readonly List<int> _seenTwice = [];

    /// <summary>The number of words.</summary>
    public int WordCount => _words.Count - 1;

    /// <summary>The number of stems.</summary>
    public int StemCount => _stems.Count - 1;

    /// <summary>The words that stood in two papers at some time, in the order in which that came about; none twice unless it was gone between.</summary>
    public IReadOnlyList<int> SeenTwice => _seenTwice;

    public int FindWord(string word) => _wordNumbers.GetValueOrDefault(word);

    public int FindStem(string stem) => _stemNumbers.GetValueOrDefault(stem);

    public string Word(int word) => _words[word];

    public string Stem(int stem) => _stems[stem];

    public int StemOf(int word) => _stemOfWord[word];

    public IReadOnlyList<int> WordsOf(int stem) => _wordsOfStem[stem];

    /// <summary>In how many papers a word stands as it is written.</summary>
    public int PapersWithWord(int word) => _papersOfWord[word];

    /// <summary>In how many papers a stem stands, in whatever form.</summary>
    public int PapersWithStem(int stem) => _papersOfStem[stem];

    /// <summary>Adds the stem with the next number.</summary>
    public void AddStem(string stem)
    {
        _stemNumbers.Add(stem, _stems.Count);
        _stems.Add(stem);
        _papersOfStem.Add(0);
        _wordsOfStem.Add([]);
    }

    /// <summary>Adds the word with the next number.</summary>
    public void AddWord(string word, int stem)
    {
        _wordNumbers.Add(word, _words.Count);
        _wordsOfStem[stem].Add(_words.Count);
        _words.Add(word);
        _stemOfWord.Add(stem);
        _papersOfWord.Add(0);
    }

    /// <summary>Counts a paper's words, or with −1 takes them off again.</summary>
    public void Count(PaperWords words, int by)
    {
        Span<int> seen = stackalloc int[512];
        var many = 0;
        HashSet<int>? rest = null;
        foreach (var (word, _) in words)
        {
            _papersOfWord[word] += by;
            if (by > 0 && _papersOfWord[word] == 2) _seenTwice.Add(word);
            var stem = _stemOfWord[word];
            // Two forms of a word in one paper are one paper with the stem.
            if (seen[..many].Contains(stem) || rest?.Contains(stem) == true) continue;
            if (many < seen.Length) seen[many++] = stem;
            else (rest ??= []).Add(stem);
            _papersOfStem[stem] += by;
        }
    }
}

using System.Buffers;
using Praxis.Numerics;

namespace Praxis.Feed;

/// <summary>Finds the words that a misspelt one may stand for: those that share letter pairs with it and are few changes away.</summary>
internal sealed class Spelling(Vocabulary vocabulary)
{
    private const int ShortestCorrected = 4;
    private const int ShortestWithTwoChanges = 6;
    private const int MostOffered = 3;

    // Among so many words most stand in one paper only and are names or slips themselves: they correct nothing.
    private const int ManyWords = 60_000;

    private readonly Dictionary<int, List<int>> _wordsOfPair = [];
    private readonly HashSet<int> _paired = [];
    private readonly Lock _lock = new();
    private int[] _sorted = [];
    private int _known;
    private int _knownTwice;

    public Vocabulary Vocabulary => vocabulary;

    /// <summary>The nearest words, nearest and most usual first; empty when none is near enough.</summary>
    public IReadOnlyList<(int Word, int Distance)> Near(string text)
    {
        if (text.Length < ShortestCorrected) return [];
        lock (_lock)
        {
            Learn();
            var most = text.Length >= ShortestWithTwoChanges ? 2 : 1;
            // Each change destroys at most three of the letter pairs (a swap), so that a near word shares the rest.
            var pairs = Pairs(text);
            var least = Math.Max(1, pairs.Count - 3 * most);
            var shared = ArrayPool<byte>.Shared.Rent(vocabulary.WordCount + 1);
            Array.Clear(shared, 0, vocabulary.WordCount + 1);
            var near = new List<int>();
            foreach (var pair in pairs)
                foreach (var word in _wordsOfPair.GetValueOrDefault(pair, []))
                    if (++shared[word] == least) near.Add(word);
            ArrayPool<byte>.Shared.Return(shared);
            return [.. near
                .Where(word => Math.Abs(vocabulary.Word(word).Length - text.Length) <= most && vocabulary.PapersWithWord(word) > 0)
                .Select(word => (Word: word, Distance: EditDistance.Between(text, vocabulary.Word(word))))
                .Where(word => word.Distance > 0 && word.Distance <= most)
                .OrderBy(word => word.Distance)
                .ThenByDescending(word => vocabulary.PapersWithWord(word.Word))
                .ThenBy(word => word.Word)
                .Take(MostOffered)];
        }
    }

    /// <summary>The most usual words that begin with a text.</summary>
    public IReadOnlyList<int> BeginningWith(string prefix, int count)
    {
        lock (_lock)
        {
            Learn();
            var (low, high) = (0, _sorted.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                if (string.CompareOrdinal(vocabulary.Word(_sorted[middle]), prefix) < 0) low = middle + 1;
                else high = middle;
            }
            var found = new List<int>();
            for (; low < _sorted.Length && vocabulary.Word(_sorted[low]).StartsWith(prefix, StringComparison.Ordinal); low++)
                if (vocabulary.PapersWithWord(_sorted[low]) > 0) found.Add(_sorted[low]);
            return [.. found.OrderByDescending(vocabulary.PapersWithWord).ThenBy(word => vocabulary.Word(word).Length).ThenBy(word => word).Take(count)];
        }
    }

    // Takes in the words that are new since the last time.
    private void Learn()
    {
        for (; _knownTwice < vocabulary.SeenTwice.Count; _knownTwice++) Pair(vocabulary.SeenTwice[_knownTwice]);
        if (_known == vocabulary.WordCount) return;
        if (vocabulary.WordCount <= ManyWords)
            for (var word = _known + 1; word <= vocabulary.WordCount; word++) Pair(word);
        var first = _known + 1;
        _known = vocabulary.WordCount;
        var added = Enumerable.Range(first, _known - first + 1).ToArray();
        Array.Sort(added, Compare);
        _sorted = Merge(_sorted, added);
    }

    private void Pair(int word)
    {
        if (!_paired.Add(word)) return;
        foreach (var pair in Pairs(vocabulary.Word(word)))
        {
            if (!_wordsOfPair.TryGetValue(pair, out var words)) _wordsOfPair[pair] = words = [];
            words.Add(word);
        }
    }

    private int Compare(int a, int b) => string.CompareOrdinal(vocabulary.Word(a), vocabulary.Word(b));

    private int[] Merge(int[] one, int[] other)
    {
        var merged = new int[one.Length + other.Length];
        var (i, j) = (0, 0);
        for (var k = 0; k < merged.Length; k++)
            merged[k] = j == other.Length || (i < one.Length && Compare(one[i], other[j]) < 0) ? one[i++] : other[j++];
        return merged;
    }

    // The different pairs of neighbouring letters, the ends included.
    private static HashSet<int> Pairs(string text)
    {
        var pairs = new HashSet<int>();
        var before = '\0';
        foreach (var letter in text)
        {
            pairs.Add((before << 16) | letter);
            before = letter;
        }
        pairs.Add(before << 16);
        return pairs;
    }
}

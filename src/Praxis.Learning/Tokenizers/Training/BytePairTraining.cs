using System.Runtime.InteropServices;
using Praxis.Learning.Tokenizers.PreTokenizers;

namespace Praxis.Learning.Tokenizers.Training;

/// <summary>
/// Learns the merges of a byte-level byte-pair encoding: words are counted once, pairs of neighbours are counted in them, and after each
/// merge only the words that hold its pair are looked at again.
/// </summary>
internal sealed class BytePairTraining
{
    private const int LeastFrequency = 2;

    private readonly int _vocabularySize;
    private readonly List<string> _tokens = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly List<(int Left, int Right)> _merges = [];
    private readonly List<(List<int> Symbols, long Count)> _words = [];
    private readonly Dictionary<(int Left, int Right), long> _counts = [];
    private readonly Dictionary<(int Left, int Right), HashSet<int>> _places = [];
    private readonly PriorityQueue<(int Left, int Right), (long Rarity, int Left, int Right)> _queue = new();
    private readonly HashSet<(int Left, int Right)> _changed = [];

    /// <summary>A training; special tokens take the first ids, the 256 bytes in the order of their characters the next.</summary>
    public BytePairTraining(int vocabularySize, IReadOnlyList<string> specialTokens)
    {
        int least = specialTokens.Count + 256;
        if (vocabularySize < least)
            throw new ArgumentOutOfRangeException(nameof(vocabularySize), vocabularySize, $"the special tokens and the 256 bytes take {least} tokens already");
        _vocabularySize = vocabularySize;
        var alphabet = Enumerable.Range(0, 256).Select(value => ByteAlphabet.Letter((byte)value)).Order().Select(letter => letter.ToString());
        foreach (string token in specialTokens.Concat(alphabet))
        {
            if (token.Length == 0 || !_ids.TryAdd(token, _tokens.Count))
                throw new ArgumentException($"the special token '{token}' is empty, there twice, or the character of a byte", nameof(specialTokens));
            _tokens.Add(token);
        }
    }

    /// <summary>The tokens in the order of their ids, and the merges in the order in which they were learnt.</summary>
    public (IReadOnlyList<string> Tokens, IReadOnlyList<(string Left, string Right)> Merges) Run(
        IEnumerable<string> texts, IProgress<double>? progress, CancellationToken cancellation)
    {
        CountWords(texts, cancellation);
        CountPairs();
        int first = _tokens.Count;
        while (_tokens.Count < _vocabularySize && TryTakeMostFrequent(out var pair))
        {
            cancellation.ThrowIfCancellationRequested();
            Merge(pair);
            progress?.Report((double)(_tokens.Count - first) / (_vocabularySize - first));
        }

        progress?.Report(1);
        return (_tokens, [.. _merges.Select(pair => (_tokens[pair.Left], _tokens[pair.Right]))]);
    }

    private void CountWords(IEnumerable<string> texts, CancellationToken cancellation)
    {
        var counts = new Dictionary<string, long>(StringComparer.Ordinal);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<char>>();
        var splitter = new ByteLevelPreTokenizer(addPrefixSpace: false, usePattern: true);
        var pieces = new List<Piece>();
        foreach (string text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            if (text.Length == 0)
                continue;
            pieces.Clear();
            splitter.Split(new Piece(text, 0, text.Length, true), pieces);
            foreach (var piece in pieces)
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, piece.Span, out _)++;
        }

        foreach (var (word, count) in counts)
            _words.Add(([.. word.Select(letter => _ids[letter.ToString()])], count));
    }

    private void CountPairs()
    {
        for (int word = 0; word < _words.Count; word++)
        {
            var (symbols, count) = _words[word];
            for (int i = 0; i + 1 < symbols.Count; i++)
                Change((symbols[i], symbols[i + 1]), count, word);
        }

        QueueChanged();
    }

    /// <summary>The pair that occurs most often. The queue may hold outdated counts; those are put right when they come up.</summary>
    private bool TryTakeMostFrequent(out (int Left, int Right) pair)
    {
        while (_queue.TryDequeue(out pair, out var priority))
        {
            long count = _counts[pair];
            if (count == -priority.Rarity && count >= LeastFrequency)
                return true;
            if (count != -priority.Rarity && count >= LeastFrequency)
                Queue(pair, count);
        }

        return false;
    }

    private void Merge((int Left, int Right) pair)
    {
        // "ab" + "c" and "a" + "bc" make one token.
        string text = _tokens[pair.Left] + _tokens[pair.Right];
        if (!_ids.TryGetValue(text, out int merged))
        {
            merged = _tokens.Count;
            _ids.Add(text, merged);
            _tokens.Add(text);
        }

        _merges.Add(pair);
        _places.Remove(pair, out var places);
        foreach (int word in places ?? [])
            MergeIn(word, pair, merged);
        _counts[pair] = 0;
        QueueChanged();
    }

    private void MergeIn(int word, (int Left, int Right) pair, int merged)
    {
        var (symbols, count) = _words[word];
        int kept = 0;
        for (int i = 0; i < symbols.Count; i++)
        {
            bool isPair = i + 1 < symbols.Count && symbols[i] == pair.Left && symbols[i + 1] == pair.Right;
            if (!isPair)
            {
                symbols[kept++] = symbols[i];
                continue;
            }

            if (kept > 0)
            {
                Change((symbols[kept - 1], pair.Left), -count, word);
                Change((symbols[kept - 1], merged), count, word);
            }

            if (i + 2 < symbols.Count)
            {
                Change((pair.Right, symbols[i + 2]), -count, word);
                Change((merged, symbols[i + 2]), count, word);
            }

            symbols[kept++] = merged;
            i++;
        }

        symbols.RemoveRange(kept, symbols.Count - kept);
    }

    private void Change((int Left, int Right) pair, long by, int word)
    {
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, pair, out _) += by;
        if (by < 0)
            return;
        if (!_places.TryGetValue(pair, out var places))
            _places.Add(pair, places = []);
        places.Add(word);
        _changed.Add(pair);
    }

    private void QueueChanged()
    {
        foreach (var pair in _changed)
            Queue(pair, _counts[pair]);
        _changed.Clear();
    }

    private void Queue((int Left, int Right) pair, long count)
    {
        if (count >= LeastFrequency)
            _queue.Enqueue(pair, (-count, pair.Left, pair.Right));
    }
}

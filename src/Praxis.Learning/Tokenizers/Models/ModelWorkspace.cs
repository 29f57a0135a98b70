namespace Praxis.Learning.Tokenizers.Models;

/// <summary>The memory that a model needs while it encodes, and the words that it knows already.</summary>
internal class ModelWorkspace
{
    private const int LongestWord = 64;
    private const int MostWords = 100_000;

    private readonly Dictionary<string, int[]> _words = new(StringComparer.Ordinal);

    /// <summary>Appends the ids of a word that was encoded before.</summary>
    public bool TryRecall(ReadOnlySpan<char> word, List<int> ids)
    {
        if (word.Length > LongestWord || !_words.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out int[]? known))
            return false;
        ids.AddRange(known.AsSpan());
        return true;
    }

    /// <summary>Remembers the ids of a word, unless it is long or there are many already.</summary>
    public void Remember(ReadOnlySpan<char> word, ReadOnlySpan<int> ids)
    {
        if (word.Length <= LongestWord && _words.Count < MostWords)
            _words.Add(word.ToString(), ids.ToArray());
    }
}

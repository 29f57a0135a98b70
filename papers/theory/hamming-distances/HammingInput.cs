namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>Text and pattern as letters: any integers, equal when the letters are.</summary>
public static class HammingInput
{
    /// <summary>Every byte is a letter.</summary>
    public static int[] FromBytes(ReadOnlySpan<byte> bytes)
    {
        var letters = new int[bytes.Length];
        for (var i = 0; i < letters.Length; i++) letters[i] = bytes[i];
        return letters;
    }

    /// <summary>Every word is a letter: words are numbered as they first come, in a numbering that text and pattern share.</summary>
    /// <param name="words">The words.</param>
    /// <param name="numbers">The numbering; grows with words it does not know.</param>
    public static int[] FromWords(IEnumerable<string> words, Dictionary<string, int> numbers)
    {
        var letters = new List<int>();
        foreach (var word in words)
        {
            if (!numbers.TryGetValue(word, out var number)) numbers[word] = number = numbers.Count;
            letters.Add(number);
        }
        return [.. letters];
    }

    /// <summary>The number of positions at which the pattern fits: n − m + 1.</summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static int Positions(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern)
    {
        if (pattern.IsEmpty) throw new ArgumentException("The pattern is empty; give at least one letter.", nameof(pattern));
        if (pattern.Length > text.Length)
            throw new ArgumentException($"The pattern has {pattern.Length:N0} letters, the text only {text.Length:N0}; the pattern must not be longer.", nameof(pattern));
        return text.Length - pattern.Length + 1;
    }
}

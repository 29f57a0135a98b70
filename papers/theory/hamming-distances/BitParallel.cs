using System.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>Alphabets of at most four letters: 32 letters in a word of 64 bits, compared by one exclusive or and one population count.</summary>
public static class BitParallel
{
    /// <summary>The most letters that text and pattern may have together.</summary>
    public const int MostLetters = 4;

    private const int LettersInWord = 32;
    private const ulong LowBits = 0x5555_5555_5555_5555;

    /// <summary>The Hamming distances for i = 0 … n − m, in about n·m/32 steps.</summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text, or there are more than four different letters.</exception>
    public static int[] Distances(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, CancellationToken cancel = default)
    {
        var distances = new int[HammingInput.Positions(text, pattern)];
        var codes = new Dictionary<int, int>();
        ulong[] textWords = Pack(text, codes), patternWords = Pack(pattern, codes);
        var wordsOfPattern = patternWords.Length - 1; // without the zeros behind
        // In the last word of the pattern only its own letters count.
        var rest = pattern.Length % LettersInWord;
        var lastMask = rest == 0 ? LowBits : LowBits & ((1UL << (2 * rest)) - 1);

        for (var i = 0; i < distances.Length; i++)
        {
            if (i % 1024 == 0) cancel.ThrowIfCancellationRequested();
            int word = i / LettersInWord, shift = 2 * (i % LettersInWord), distance = 0;
            for (var p = 0; p < wordsOfPattern; p++)
            {
                var window = textWords[word + p] >> shift;
                if (shift > 0) window |= textWords[word + p + 1] << (64 - shift);
                var differing = window ^ patternWords[p];
                var letters = (differing | differing >> 1) & (p == wordsOfPattern - 1 ? lastMask : LowBits);
                distance += BitOperations.PopCount(letters);
            }
            distances[i] = distance;
        }
        return distances;
    }

    /// <summary>Two bits a letter, with one word of zeros behind, so that every window has a next word.</summary>
    private static ulong[] Pack(ReadOnlySpan<int> letters, Dictionary<int, int> codes)
    {
        var words = new ulong[(letters.Length + LettersInWord - 1) / LettersInWord + 1];
        for (var i = 0; i < letters.Length; i++)
        {
            if (!codes.TryGetValue(letters[i], out var code))
            {
                if (codes.Count == MostLetters)
                    throw new ArgumentException($"There are more than {MostLetters} different letters; use another engine.", nameof(letters));
                codes[letters[i]] = code = codes.Count;
            }
            words[i / LettersInWord] |= (ulong)code << (2 * (i % LettersInWord));
        }
        return words;
    }
}

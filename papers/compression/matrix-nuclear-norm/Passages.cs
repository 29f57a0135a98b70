using Praxis.Numerics;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>Passages of a text as lists of words, and the orders in which the paper lets a model read them.</summary>
internal static class Passages
{
    /// <summary>The orders of words, the natural one first.</summary>
    public static IReadOnlyList<string> Orders { get; } = ["as written", "reversed", "shuffled", "shuffled and reversed"];

    /// <summary>Passages that begin at the start of a line.</summary>
    /// <param name="text">The books.</param>
    /// <param name="count">How many.</param>
    /// <param name="words">The words of each.</param>
    /// <param name="random">Where they begin.</param>
    public static IReadOnlyList<string[]> Draw(string text, int count, int words, RandomStream random)
    {
        int room = 12 * words; // more characters than so many words take
        return [.. Enumerable.Range(0, count).Select(passage =>
        {
            int from = text.IndexOf('\n', random.Fork(passage).Next(text.Length - (2 * room))) + 1;
            return text.Substring(from, Math.Min(room, text.Length - from))
                .Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
                .Take(words)
                .ToArray();
        })];
    }

    /// <summary>The words in one of the <see cref="Orders"/>.</summary>
    public static string InOrder(string[] words, string order, RandomStream random)
    {
        string[] ordered = order.StartsWith("shuffled", StringComparison.Ordinal) ? [.. random.Permutation(words.Length).Select(place => words[place])] : words;
        return string.Join(' ', order.EndsWith("reversed", StringComparison.Ordinal) ? ordered.Reverse() : ordered);
    }

    /// <summary>The first tokens of a text.</summary>
    /// <exception cref="ArgumentException">The text has fewer.</exception>
    public static int[] FirstTokens(BundledLanguageModel model, string text, int count)
    {
        var tokens = model.Tokens(text);
        if (tokens.Length < count)
            throw new ArgumentException($"A passage of {tokens.Length} tokens is too short; {count} are needed.", nameof(text));
        return [.. Enumerable.Range(0, count).Select(place => tokens[place])];
    }
}

using Praxis.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>Random texts and patterns for the study.</summary>
internal static class RandomTexts
{
    /// <summary>Letters drawn uniformly from 0 … alphabet − 1.</summary>
    public static int[] Uniform(int length, int alphabet, RandomStream random) =>
        [.. Enumerable.Range(0, length).Select(_ => random.Next(alphabet))];

    /// <summary>Letters drawn with probabilities in proportion to 1, 1/2, 1/3, …, as words are.</summary>
    public static int[] Zipf(int length, int alphabet, RandomStream random)
    {
        var cumulative = new double[alphabet];
        double sum = 0;
        for (var letter = 0; letter < alphabet; letter++) cumulative[letter] = sum += 1.0 / (letter + 1);
        return [.. Enumerable.Range(0, length).Select(_ =>
        {
            var found = Array.BinarySearch(cumulative, random.NextDouble() * sum);
            return Math.Min(found >= 0 ? found : ~found, alphabet - 1);
        })];
    }

    /// <summary>A uniform text over √m letters with noisy copies of the pattern, about k/2 letters changed in each, one for every 4m letters.</summary>
    public static (int[] Text, int[] Pattern) Planted(int n, int m, int k, RandomStream random)
    {
        var alphabet = Root(m);
        int[] pattern = Uniform(m, alphabet, random), text = Uniform(n, alphabet, random);
        for (var start = random.Next(m); start + m <= n; start += 4 * m) Change(pattern, 0.5 * k / m, alphabet, random).CopyTo(text, start);
        return (text, pattern);
    }

    /// <summary>
    /// Text and pattern of the given period, each letter changed with probability k/(2m): about k mismatches wherever the periods meet. The
    /// shorter the period the more positions have to be verified.
    /// </summary>
    public static (int[] Text, int[] Pattern) Periodic(int n, int m, int k, int period, RandomStream random)
    {
        // The letters of a period all differ: other shifts match by chance only.
        int[] text = [.. Enumerable.Range(0, n).Select(i => i % period)], pattern = [.. Enumerable.Range(0, m).Select(i => i % period)];
        return (Change(text, 0.5 * k / m, period, random), Change(pattern, 0.5 * k / m, period, random));
    }

    /// <summary>⌈√m⌉.</summary>
    public static int Root(int m) => (int)Math.Ceiling(Math.Sqrt(m));

    private static int[] Change(int[] letters, double share, int alphabet, RandomStream random) =>
        [.. letters.Select(letter => random.NextDouble() < share ? random.Next(alphabet) : letter)];
}

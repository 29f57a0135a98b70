namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>The exact distances by whichever engine suits text and pattern.</summary>
public static class ExactDistances
{
    /// <summary>How many letters the direct count and the bit-parallel comparison get through in the time of one step of Abrahamson's algorithm, as measured.</summary>
    private const int DirectGain = 16, BitParallelGain = 32;

    /// <summary>H[i] = |{j &lt; m : T[i + j] ≠ P[j]}| for i = 0 … n − m.</summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static int[] Distances(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, CancellationToken cancel = default) => Choose(text, pattern) switch
    {
        Engine.BitParallel => BitParallel.Distances(text, pattern, cancel),
        Engine.Abrahamson => Abrahamson.Distances(text, pattern, LetterRule.Cheaper, cancel),
        _ => DirectCount.Distances(text, pattern, cancel),
    };

    /// <summary>The engine with the lowest estimated number of steps.</summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static Engine Choose(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern)
    {
        double positions = HammingInput.Positions(text, pattern), m = pattern.Length;
        var inText = Frequencies(text);
        var inPattern = Frequencies(pattern);
        var few = inText.Count <= BitParallel.MostLetters && inPattern.Keys.All(inText.ContainsKey);

        // Abrahamson: in each of n/m blocks of 2m letters the cheaper of pairs and a transform, and one inverse transform.
        var length = BlockCorrelation.LengthFor(2 * pattern.Length);
        var lettersPerBlock = (double)length / text.Length;
        var blocks = Math.Ceiling(positions / m);
        var transform = (double)BlockCorrelation.CostOf(length);
        var perBlock = transform + inPattern.Sum(letter => Math.Min(transform, inText.GetValueOrDefault(letter.Key) * lettersPerBlock * letter.Value));

        var direct = positions * m / (few ? BitParallelGain : DirectGain);
        return direct <= blocks * perBlock ? (few ? Engine.BitParallel : Engine.Direct) : Engine.Abrahamson;
    }

    private static Dictionary<int, int> Frequencies(ReadOnlySpan<int> letters)
    {
        var frequencies = new Dictionary<int, int>();
        foreach (var letter in letters) frequencies[letter] = frequencies.GetValueOrDefault(letter) + 1;
        return frequencies;
    }
}

/// <summary>The exact engines.</summary>
public enum Engine
{
    /// <summary><see cref="DirectCount"/>.</summary>
    Direct,

    /// <summary><see cref="HammingDistances.BitParallel"/>.</summary>
    BitParallel,

    /// <summary><see cref="HammingDistances.Abrahamson"/>.</summary>
    Abrahamson,
}

using System.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>
/// The classical exact algorithm (Abrahamson 1987): H[i] = m − Σ_c C_c[i], where C_c is the correlation of the places of letter c in the
/// text with those in the pattern. Frequent letters are correlated by Fourier transforms, the others by adding one for every pair of
/// places. O(n√(m log m)) steps; this is what the paper improves by √(log m).
/// </summary>
public static class Abrahamson
{
    /// <summary>Counts are integers, and rounding errors far below this; more means that the transform is wrong.</summary>
    private const double LargestRounding = 0.25;

    /// <summary>The Hamming distances for i = 0 … n − m.</summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static int[] Distances(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, LetterRule rule = LetterRule.Cheaper, CancellationToken cancel = default) =>
        Measure(text, pattern, rule, cancel).Distances;

    /// <summary>The Hamming distances with the work they took.</summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static (int[] Distances, AbrahamsonWork Work) Measure(
        ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, LetterRule rule = LetterRule.Cheaper, CancellationToken cancel = default)
    {
        int positions = HammingInput.Positions(text, pattern), m = pattern.Length;
        var letters = new LetterOccurrences(pattern);
        var numbered = letters.Number(text);
        var length = BlockCorrelation.LengthFor(Math.Min(2 * m - 1, text.Length));
        var spectra = new Complex[]?[letters.Count]; // of the pattern, computed when first needed
        var signal = new double[length];
        var distances = new int[positions];
        var work = new AbrahamsonWork(m);

        // Overlapping blocks of 2m − 1 letters, each for m positions: n/m problems of size O(m).
        for (var start = 0; start < positions; start += m)
        {
            cancel.ThrowIfCancellationRequested();
            var fits = Math.Min(m, positions - start);
            var block = numbered.AsSpan(start, fits + m - 1);
            var matches = distances.AsSpan(start, fits);

            var frequency = new int[letters.Count]; // x_c, in this block
            foreach (var letter in block)
                if (letter >= 0) frequency[letter]++;

            var transformed = new bool[letters.Count];
            BlockCorrelation? correlation = null;
            for (var c = 0; c < letters.Count; c++)
            {
                if (frequency[c] == 0) continue;
                var pairs = (long)frequency[c] * letters.Places(c).Length; // x_c·y_c
                transformed[c] = rule switch
                {
                    LetterRule.AlwaysTransform => true,
                    LetterRule.NeverTransform => false,
                    _ => pairs > BlockCorrelation.CostOf(length),
                };
                work.Count(pairs, transformed[c], length);
                if (!transformed[c]) continue;

                Array.Clear(signal);
                for (var t = 0; t < block.Length; t++)
                    if (block[t] == c) signal[t] = 1;
                correlation ??= new BlockCorrelation(length);
                correlation.Add(signal, spectra[c] ??= PatternSpectrum(letters.Places(c), length));
            }

            AddPairs(block, letters, transformed, matches);
            if (correlation is not null) AddRounded(correlation.Finish(), matches);
            for (var i = 0; i < fits; i++) matches[i] = m - matches[i];
        }
        return (distances, work);
    }

    /// <summary>C[t − j] += 1 for every place t in the block and j in the pattern of the same letter.</summary>
    private static void AddPairs(ReadOnlySpan<int> block, LetterOccurrences letters, bool[] transformed, Span<int> matches)
    {
        for (var t = 0; t < block.Length; t++)
        {
            var letter = block[t];
            if (letter < 0 || transformed[letter]) continue;
            foreach (var j in letters.Places(letter))
            {
                var i = t - j;
                if ((uint)i < (uint)matches.Length) matches[i]++;
                else if (i < 0) break; // places ascend
            }
        }
    }

    private static void AddRounded(double[] correlation, Span<int> matches)
    {
        for (var i = 0; i < matches.Length; i++)
        {
            var rounded = Math.Round(correlation[i]);
            if (Math.Abs(correlation[i] - rounded) >= LargestRounding)
                throw new InvalidOperationException($"The transform gave {correlation[i]} matches at a position; too far from a whole number to be trusted. The pattern is too long for double precision.");
            matches[i] += (int)rounded;
        }
    }

    private static Complex[] PatternSpectrum(int[] places, int length)
    {
        var signal = new double[length];
        foreach (var j in places) signal[j] = 1;
        return BlockCorrelation.Spectrum(signal);
    }
}

/// <summary>Which letters are correlated by Fourier transforms.</summary>
public enum LetterRule
{
    /// <summary>Those for which it is cheaper: x_c·y_c pairs of places against one transform.</summary>
    Cheaper,

    /// <summary>All.</summary>
    AlwaysTransform,

    /// <summary>None.</summary>
    NeverTransform,
}

using System.Numerics;
using Praxis.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>The earlier approximate algorithms, which the paper's Õ(ε⁻⁰·⁹³ n) one improves.</summary>
public static class ApproximateDistances
{
    /// <summary>
    /// Kopelowitz and Porat's simple scheme: letters are mapped at random to 2/ε images and the images' distances H′ are computed exactly.
    /// Mismatches may vanish but never appear, so H′ ≤ H; E[H − H′] ≤ (ε/2)H, so by Markov each trial has H′ ≥ (1 − ε)H with probability
    /// 1/2 at least. The largest of the trials is returned.
    /// </summary>
    /// <param name="text">The text, n letters.</param>
    /// <param name="pattern">The pattern, m letters.</param>
    /// <param name="epsilon">ε, 0 &lt; ε ≤ 1.</param>
    /// <param name="trials">Independent maps; a position misses (1 − ε)H with probability 2^−trials at most.</param>
    /// <param name="random">Draws the maps.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">ε or the number of trials is out of range.</exception>
    public static int[] LowerBounds(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, double epsilon, int trials, RandomStream random, CancellationToken cancel = default)
    {
        if (epsilon is not (> 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(epsilon), epsilon, "ε must be above 0 and at most 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(trials, 1);
        return LowerBoundsByImages(text, pattern, Images(epsilon), trials, random, cancel);
    }

    /// <summary>2/ε, rounded up: the number of images.</summary>
    public static int Images(double epsilon) => (int)Math.Ceiling(2 / epsilon - 1e-9);

    /// <summary><see cref="LowerBounds"/> with a given number of images.</summary>
    internal static int[] LowerBoundsByImages(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, int images, int trials, RandomStream random, CancellationToken cancel)
    {
        var best = new int[HammingInput.Positions(text, pattern)];
        for (var trial = 0; trial < trials; trial++)
        {
            var image = new Dictionary<int, int>();
            int[] mappedText = Map(text, image, () => random.Next(images)), mappedPattern = Map(pattern, image, () => random.Next(images));
            // One transform for each image: Õ(n/ε).
            var bounds = Abrahamson.Distances(mappedText, mappedPattern, LetterRule.AlwaysTransform, cancel);
            for (var i = 0; i < best.Length; i++) best[i] = Math.Max(best[i], bounds[i]);
        }
        return best;
    }

    /// <summary>
    /// Karloff's estimate: letters are mapped at random to ±1, and Σⱼ t[i + j]·p[j] has the number of matches as its mean. The mean of
    /// ε⁻² log n rounds is within (1 ± ε); all rounds share one inverse transform.
    /// </summary>
    /// <param name="text">The text, n letters.</param>
    /// <param name="pattern">The pattern, m letters.</param>
    /// <param name="rounds">Independent maps.</param>
    /// <param name="random">Draws the maps.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <returns>Estimates of the distances, clamped to 0 … m.</returns>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static double[] Estimates(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, int rounds, RandomStream random, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rounds, 1);
        int positions = HammingInput.Positions(text, pattern), m = pattern.Length;
        var length = BlockCorrelation.LengthFor(Math.Min(2 * m - 1, text.Length));
        var textSigns = new int[rounds][];       // (rounds, n)
        var spectra = new Complex[rounds][];     // (rounds, length/2 + 1)
        for (var round = 0; round < rounds; round++)
        {
            var sign = new Dictionary<int, int>();
            textSigns[round] = Map(text, sign, random.NextSign);
            var signal = new double[length];
            foreach (var (j, value) in Map(pattern, sign, random.NextSign).Index()) signal[j] = value;
            spectra[round] = BlockCorrelation.Spectrum(signal);
        }

        var estimates = new double[positions];
        var textSignal = new double[length];
        for (var start = 0; start < positions; start += m)
        {
            cancel.ThrowIfCancellationRequested();
            int fits = Math.Min(m, positions - start), block = fits + m - 1;
            var correlation = new BlockCorrelation(length);
            for (var round = 0; round < rounds; round++)
            {
                Array.Clear(textSignal);
                for (var t = 0; t < block; t++) textSignal[t] = textSigns[round][start + t];
                correlation.Add(textSignal, spectra[round]);
            }
            var matches = correlation.Finish();
            for (var i = 0; i < fits; i++) estimates[start + i] = Math.Clamp(m - matches[i] / rounds, 0, m);
        }
        return estimates;
    }

    private static int[] Map(ReadOnlySpan<int> letters, Dictionary<int, int> image, Func<int> draw)
    {
        var mapped = new int[letters.Length];
        for (var i = 0; i < mapped.Length; i++)
        {
            if (!image.TryGetValue(letters[i], out var value)) image[letters[i]] = value = draw();
            mapped[i] = value;
        }
        return mapped;
    }
}

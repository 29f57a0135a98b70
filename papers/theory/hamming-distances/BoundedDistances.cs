using Praxis.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>
/// Distances up to a bound k. Lower bounds from random maps of the letters to four images discard positions for certain (H′ ≤ H); the
/// others are verified by kangaroo jumps, each of which skips the letters up to the next mismatch in one look-up: k + 1 jumps at most.
/// </summary>
/// <remarks>
/// This is not the paper's algorithm but the simple part of those before it. It does its verification within O(nk/√m) jumps where few
/// positions can have about k mismatches, that is where the pattern has no approximate period shorter than √m.
/// </remarks>
public static class BoundedDistances
{
    private const int Images = 4;
    private const int Trials = 2;

    /// <summary>min(H[i], k + 1) for i = 0 … n − m, exactly, with the work it took.</summary>
    /// <param name="text">The text, n letters.</param>
    /// <param name="pattern">The pattern, m letters.</param>
    /// <param name="k">The bound, 0 ≤ k.</param>
    /// <param name="random">Draws the maps; the result does not depend on them, only the work does.</param>
    /// <param name="cancel">Stops between blocks.</param>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">k is negative.</exception>
    public static BoundedResult Find(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, int k, RandomStream random, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(k);
        var bounds = ApproximateDistances.LowerBoundsByImages(text, pattern, Images, Trials, random, cancel);
        return Verify(text, pattern, k, bounds, cancel);
    }

    /// <summary>Verification at every position whose lower bound does not exceed k; with zeros as bounds, at every position.</summary>
    internal static BoundedResult Verify(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, int k, int[] bounds, CancellationToken cancel = default)
    {
        int positions = HammingInput.Positions(text, pattern), m = pattern.Length;
        var distances = new int[positions];
        int candidates = 0;
        long jumps = 0;
        for (var start = 0; start < positions; start += m)
        {
            cancel.ThrowIfCancellationRequested();
            var fits = Math.Min(m, positions - start);
            SuffixIndex? index = null;
            for (var i = 0; i < fits; i++)
            {
                if (bounds[start + i] > k)
                {
                    distances[start + i] = k + 1;
                    continue;
                }
                candidates++;
                index ??= IndexOf(text.Slice(start, fits + m - 1), pattern);
                distances[start + i] = Jump(index, i, fits + m, m, k, ref jumps);
            }
        }
        return new BoundedResult(distances, candidates, jumps);
    }

    private static int Jump(SuffixIndex index, int place, int patternStart, int m, int k, ref long jumps)
    {
        var mismatches = 0;
        for (var j = 0; j < m && mismatches <= k; j++)
        {
            jumps++;
            j += index.CommonExtension(place + j, patternStart + j);
            if (j < m) mismatches++;
        }
        return mismatches;
    }

    /// <summary>An index of block, separator, pattern; the separator is a letter that neither has.</summary>
    private static SuffixIndex IndexOf(ReadOnlySpan<int> block, ReadOnlySpan<int> pattern)
    {
        var letters = new HashSet<int>();
        foreach (var letter in block) letters.Add(letter);
        foreach (var letter in pattern) letters.Add(letter);
        var separator = 0;
        while (letters.Contains(separator)) separator++;
        return new SuffixIndex([.. block, separator, .. pattern]);
    }
}

/// <summary>Distances up to a bound.</summary>
/// <param name="Distances">min(H[i], k + 1).</param>
/// <param name="Candidates">Positions that the lower bounds did not discard.</param>
/// <param name="Jumps">Look-ups of common extensions.</param>
public sealed record BoundedResult(int[] Distances, int Candidates, long Jumps);

using System.Numerics;
using System.Runtime.InteropServices;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>Counts mismatches letter by letter: n·m comparisons, several at once in a vector. The truth for everything else.</summary>
public static class DirectCount
{
    /// <summary>H[i] = |{j &lt; m : T[i + j] ≠ P[j]}| for i = 0 … n − m.</summary>
    /// <exception cref="ArgumentException">The pattern is empty or longer than the text.</exception>
    public static int[] Distances(ReadOnlySpan<int> text, ReadOnlySpan<int> pattern, CancellationToken cancel = default)
    {
        var distances = new int[HammingInput.Positions(text, pattern)];
        for (var i = 0; i < distances.Length; i++)
        {
            if (i % 1024 == 0) cancel.ThrowIfCancellationRequested();
            distances[i] = Distance(text.Slice(i, pattern.Length), pattern);
        }
        return distances;
    }

    /// <summary>The number of places at which two words of equal length differ.</summary>
    public static int Distance(ReadOnlySpan<int> a, ReadOnlySpan<int> b)
    {
        var aVectors = MemoryMarshal.Cast<int, Vector<int>>(a);
        var bVectors = MemoryMarshal.Cast<int, Vector<int>>(b);
        var equal = Vector<int>.Zero; // minus the number of matches, one count for each lane
        for (var v = 0; v < aVectors.Length; v++) equal += Vector.Equals(aVectors[v], bVectors[v]);
        var matches = -Vector.Sum(equal);
        for (var j = aVectors.Length * Vector<int>.Count; j < a.Length; j++)
            if (a[j] == b[j]) matches++;
        return a.Length - matches;
    }
}

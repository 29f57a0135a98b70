using System.Numerics;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

/// <summary>The fast Walsh–Hadamard transform in natural (Hadamard) order.</summary>
public static class WalshHadamard
{
    /// <summary>
    /// Multiplies the values, in place, by the Hadamard matrix of entries ±1, not normalised: twice in a row gives n times the input.
    /// </summary>
    /// <param name="values">n values, n a power of two.</param>
    /// <exception cref="ShapeException">n is no power of two.</exception>
    public static void Transform(Span<double> values)
    {
        int n = values.Length;
        if (n == 0 || !BitOperations.IsPow2(n))
            throw new ShapeException($"WalshHadamard: the length must be a power of two, not {n}; pad with zeros.");

        // The short steps stay in the cache when done depth first.
        if (n <= 4096)
        {
            for (int half = 1; half < n; half *= 2)
                Step(values, half);
            return;
        }

        Transform(values[..(n / 2)]);
        Transform(values[(n / 2)..]);
        Step(values, n / 2);
    }

    private static void Step(Span<double> values, int half)
    {
        for (int start = 0; start < values.Length; start += 2 * half)
        {
            var first = values.Slice(start, half);
            var second = values.Slice(start + half, half);
            int i = 0;
            for (; i <= half - Vector256<double>.Count; i += Vector256<double>.Count)
            {
                var a = Vector256.Create<double>(first[i..]);
                var b = Vector256.Create<double>(second[i..]);
                (a + b).CopyTo(first[i..]);
                (a - b).CopyTo(second[i..]);
            }

            for (; i < half; i++)
                (first[i], second[i]) = (first[i] + second[i], first[i] - second[i]);
        }
    }
}

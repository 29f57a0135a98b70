using System.Security.Cryptography;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>
/// Integer noise with P(k) ∝ e^(−|k|/scale). Everything released is counted in units of a grid, so that no trailing digits of a floating-point
/// number can give away what was added to what.
/// </summary>
public interface INoise
{
    /// <summary>One number.</summary>
    /// <param name="scale">The scale in units of the grid, above 0: sensitivity/ε.</param>
    long Laplace(double scale);
}

/// <summary>Noise that a seed determines: for studies and tests, never for a release.</summary>
/// <param name="random">Random numbers.</param>
public sealed class SeededNoise(RandomStream random) : INoise
{
    /// <inheritdoc/>
    public long Laplace(double scale)
    {
        // The difference of two geometric numbers with ratio e^(−1/scale), each ⌊−scale·ln u⌋.
        var first = Math.Floor(-scale * Math.Log(1 - random.NextDouble()));
        var second = Math.Floor(-scale * Math.Log(1 - random.NextDouble()));
        return (long)(first - second);
    }
}

/// <summary>No noise at all: shows what a summary would answer without privacy. For studies and tests.</summary>
public sealed class NoNoise : INoise
{
    /// <inheritdoc/>
    public long Laplace(double scale) => 0;
}

/// <summary>
/// Noise for a release: from the system's cryptographic generator, by exact integer arithmetic (Canonne, Kamath and Steinke 2020), so that
/// the distribution is the stated one and not its floating-point likeness.
/// </summary>
public sealed class SecureNoise : INoise
{
    private const long FineScale = 1 << 10;
    private const double LargestScale = 1L << 52;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">The scale is not above 0, or too large for exact arithmetic.</exception>
    public long Laplace(double scale)
    {
        if (!(scale > 0 && scale <= LargestScale)) throw new ArgumentOutOfRangeException(nameof(scale), scale, "The scale of the noise must be above 0 and at most 2⁵².");
        // The scale as t/s, rounded up: more noise, never less.
        var s = scale < LargestScale / FineScale ? FineScale : 1;
        var t = (long)Math.Ceiling(scale * s);
        while (true)
        {
            // |k| from a geometric number with ratio e^(−s/t): first within a period t, then whole periods.
            var u = Below(t);
            if (!BernoulliExp(u, t)) continue;
            long periods = 0;
            while (BernoulliExp(1, 1)) periods++;
            var size = (u + t * periods) / s;
            var negative = Below(2) == 0;
            if (negative && size == 0) continue; // zero must not count twice
            return negative ? -size : size;
        }
    }

    /// <summary>True with probability e^(−n/d), 0 ≤ n ≤ d, exactly: the first K with a failing trial of n/(d·K) is odd.</summary>
    private static bool BernoulliExp(long n, long d)
    {
        for (var k = 1L; ; k++)
            if (!(Below(d) < n && Below(k) == 0)) return k % 2 == 1;
    }

    /// <summary>A uniform number below a bound, without bias.</summary>
    private static long Below(long bound)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        var limit = long.MaxValue - (long.MaxValue % bound);
        while (true)
        {
            RandomNumberGenerator.Fill(bytes);
            var word = BitConverter.ToInt64(bytes) & long.MaxValue;
            if (word < limit) return word % bound;
        }
    }
}

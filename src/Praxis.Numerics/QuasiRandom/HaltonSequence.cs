namespace Praxis.Numerics;

/// <summary>
/// Halton's sequence: coordinate j is the index's digits in the j-th prime base, mirrored at the point (J. Halton, Numerische Mathematik 2,
/// 1960). In more than about ten dimensions only the scrambled one is of use.
/// </summary>
public sealed class HaltonSequence : PointSequence
{
    // Digits beyond this precision change nothing.
    private const double Finest = 1.0 / (1L << 53);

    private readonly int[] _bases;

    // For each base and digit place a permutation of the digits; null for the plain sequence.
    private readonly int[][][]? _permutations;

    /// <summary>Creates the sequence.</summary>
    /// <param name="dimension">At least 1.</param>
    /// <param name="scramble">
    /// When given, the digits at each place are permuted at random (A. Owen, "A randomized Halton algorithm in R", 2017), which makes every
    /// point uniform; null for the plain sequence, whose first point is the origin.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is below 1.</exception>
    public HaltonSequence(int dimension, RandomStream? scramble = null)
        : base(dimension)
    {
        _bases = FirstPrimes(dimension);
        _permutations = scramble is null ? null : [.. _bases.Select(@base => Permutations(@base, scramble))];
    }

    /// <inheritdoc/>
    protected override void Write(long index, Span<double> point)
    {
        for (int j = 0; j < point.Length; j++)
            point[j] = _permutations is null ? Mirrored(index, _bases[j]) : Scrambled(index, _bases[j], _permutations[j]);
    }

    private static double Mirrored(long index, int @base)
    {
        double value = 0;
        double place = 1;
        for (; index > 0; index /= @base)
        {
            place /= @base;
            value += index % @base * place;
        }

        return Math.Min(value, Math.BitDecrement(1.0));
    }

    // Zeros at the end are permuted too, down to the last digit that counts.
    private static double Scrambled(long index, int @base, int[][] permutations)
    {
        double value = 0;
        double place = 1;
        foreach (int[] permutation in permutations)
        {
            place /= @base;
            value += permutation[index % @base] * place;
            index /= @base;
        }

        return Math.Min(value, Math.BitDecrement(1.0));
    }

    private static int[][] Permutations(int @base, RandomStream random)
    {
        var permutations = new List<int[]>();
        for (double place = 1; place > Finest; place /= @base)
            permutations.Add(random.Permutation(@base));
        return [.. permutations];
    }

    private static int[] FirstPrimes(int count)
    {
        var primes = new List<int>(count);
        for (int candidate = 2; primes.Count < count; candidate++)
            if (primes.TakeWhile(prime => prime <= candidate / prime).All(prime => candidate % prime != 0))
                primes.Add(candidate);
        return [.. primes];
    }
}

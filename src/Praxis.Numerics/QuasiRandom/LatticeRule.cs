namespace Praxis.Numerics;

/// <summary>
/// A rank-1 lattice: point i is i z / n modulo 1, plus a shift. For smooth functions that are periodic in every coordinate the mean over its n
/// points is far closer to the integral than a random one.
/// </summary>
public sealed class LatticeRule : PointSequence
{
    private readonly long[] _generator;
    private readonly double[] _shift;

    /// <summary>Creates a lattice from its generating vector.</summary>
    /// <param name="count">The number of points n, at least 1.</param>
    /// <param name="generator">The vector z, one integer for each dimension.</param>
    /// <param name="shift">When given, one uniformly random shift of all points; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of points is below 1, or the vector is empty.</exception>
    public LatticeRule(int count, ReadOnlySpan<int> generator, RandomStream? shift = null)
        : base(generator.Length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        Count = count;
        _generator = new long[generator.Length];
        for (int j = 0; j < generator.Length; j++)
            _generator[j] = (((long)generator[j] % count) + count) % count;
        _shift = [.. Enumerable.Range(0, generator.Length).Select(_ => shift?.NextDouble() ?? 0)];
    }

    /// <summary>The number of points.</summary>
    public int Count { get; }

    /// <summary>The generating vector.</summary>
    public IReadOnlyList<long> Generator => _generator;

    /// <summary>
    /// A good lattice by the component-by-component construction (I. Sloan, A. Reztsov, Mathematics of Computation 71, 2002): each
    /// component makes the worst-case error of functions with square-integrable mixed second derivatives, P₂, smallest.
    /// </summary>
    /// <param name="count">The number of points n; best a prime. The time grows with n² times the dimension.</param>
    /// <param name="dimension">At least 1.</param>
    /// <param name="shift">When given, one uniformly random shift of all points; null for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public static LatticeRule Construct(int count, int dimension, RandomStream? shift = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        double[] kernel = [.. Enumerable.Range(0, count).Select(i => 2 * Math.PI * Math.PI * Bernoulli((double)i / count))];
        double[] products = [.. Enumerable.Repeat(1.0, count)];
        var generator = new int[dimension];
        for (int j = 0; j < dimension; j++)
        {
            generator[j] = 1;
            double least = double.PositiveInfinity;
            for (int candidate = 1; candidate <= Math.Max(1, count / 2) && (j > 0 || candidate == 1); candidate++)
            {
                // The kernel is even, so that z and n − z are the same.
                if (System.Numerics.BigInteger.GreatestCommonDivisor(candidate, count) != 1)
                    continue;
                double sum = WithFactor(products, kernel, candidate);
                if (sum >= least)
                    continue;
                least = sum;
                generator[j] = candidate;
            }

            for (int i = 0; i < count; i++)
                products[i] *= 1 + kernel[(int)((long)i * generator[j] % count)];
        }

        return new LatticeRule(count, generator, shift);
    }

    /// <summary>P₂: the error of the mean over the points, without shift, for the function whose Fourier coefficients are Π 1 / max(1, h²).</summary>
    public double WorstCaseError()
    {
        double sum = 0;
        for (long i = 0; i < Count; i++)
        {
            double product = 1;
            foreach (long component in _generator)
                product *= 1 + (2 * Math.PI * Math.PI * Bernoulli((double)(i * component % Count) / Count));
            sum += product;
        }

        return (sum / Count) - 1;
    }

    /// <inheritdoc/>
    protected override void Write(long index, Span<double> point)
    {
        if (index >= Count)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The lattice has {Count} points.");
        for (int j = 0; j < point.Length; j++)
            point[j] = Wrap(_shift[j] + ((double)(index * _generator[j] % Count) / Count));
    }

    private static double WithFactor(double[] products, double[] kernel, int candidate)
    {
        double sum = 0;
        int place = 0;
        foreach (double product in products)
        {
            sum += product * (1 + kernel[place]);
            place += candidate;
            if (place >= kernel.Length)
                place -= kernel.Length;
        }

        return sum;
    }

    // The second Bernoulli polynomial.
    private static double Bernoulli(double x) => (x * x) - x + (1.0 / 6);
}

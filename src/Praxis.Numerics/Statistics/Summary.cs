namespace Praxis.Numerics;

/// <summary>Numbers that sum up a sample.</summary>
public static class Summary
{
    /// <summary>The middle of an odd number of values, else the mean of the two in the middle.</summary>
    /// <exception cref="ArgumentException">No values.</exception>
    public static double Median(IEnumerable<double> values) => Quantile(values, 0.5);

    /// <summary>The quantile by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, numpy's default).</summary>
    /// <param name="values">The sample, in any order.</param>
    /// <param name="share">0 for the smallest value, 1 for the largest.</param>
    /// <exception cref="ArgumentException">No values, or a share outside 0 to 1.</exception>
    public static double Quantile(IEnumerable<double> values, double share)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0) throw new ArgumentException("A quantile needs at least one value.", nameof(values));
        if (share is not (>= 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "The share must lie between 0 and 1.");
        var position = share * (sorted.Length - 1);
        var below = Math.Min((int)position, sorted.Length - 1);
        return below + 1 < sorted.Length ? sorted[below] + (position - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    /// <summary>The slope of the least-squares line through (x, y).</summary>
    /// <exception cref="ArgumentException">Lists of different lengths, or fewer than two different x.</exception>
    public static double Slope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count) throw new ArgumentException($"{x.Count} values of x and {y.Count} of y.", nameof(y));
        if (x.Count == 0) throw new ArgumentException("A slope needs at least two points.", nameof(x));
        double meanX = x.Average(), meanY = y.Average(), spread = 0, together = 0;
        for (var i = 0; i < x.Count; i++)
        {
            spread += (x[i] - meanX) * (x[i] - meanX);
            together += (x[i] - meanX) * (y[i] - meanY);
        }
        return spread > 0 ? together / spread : throw new ArgumentException("A slope needs two points with different x.", nameof(x));
    }

    /// <summary>The slope of ln y against ln x: the exponent of a power law y ∝ x^slope.</summary>
    /// <exception cref="ArgumentException">As <see cref="Slope"/>, or a value that is not positive.</exception>
    public static double LogSlope(IReadOnlyList<double> x, IReadOnlyList<double> y) => Slope(Logarithms(x, nameof(x)), Logarithms(y, nameof(y)));

    private static double[] Logarithms(IReadOnlyList<double> values, string name) =>
        [.. values.Select(value => value > 0 ? Math.Log(value) : throw new ArgumentException($"{value} has no logarithm.", name))];
}

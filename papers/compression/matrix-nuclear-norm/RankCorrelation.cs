namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>Spearman's rank correlation: whether two quantities put the same things in the same order.</summary>
public static class RankCorrelation
{
    /// <summary>Pearson's correlation of the ranks; equal values share the mean of their ranks.</summary>
    /// <param name="x">Two values at least, not all equal.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">Lists of different lengths, fewer than two values, or all equal.</exception>
    public static double Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        if (x.Count != y.Count || x.Count < 2)
            throw new ArgumentException($"Ranks of {x.Count} and {y.Count} values cannot be compared; give two lists of one length, two at least.", nameof(y));
        double[] a = Ranks(x), b = Ranks(y);
        double mean = (x.Count - 1) / 2.0, together = 0, ofA = 0, ofB = 0;
        for (int i = 0; i < a.Length; i++)
            (together, ofA, ofB) = (together + ((a[i] - mean) * (b[i] - mean)), ofA + ((a[i] - mean) * (a[i] - mean)), ofB + ((b[i] - mean) * (b[i] - mean)));
        return ofA > 0 && ofB > 0 ? together / Math.Sqrt(ofA * ofB) : throw new ArgumentException("Values that are all equal have no order.");
    }

    private static double[] Ranks(IReadOnlyList<double> values)
    {
        var ranks = new double[values.Count];
        for (int i = 0; i < ranks.Length; i++)
        {
            (int below, int equal) = (0, 0);
            foreach (double other in values)
                (below, equal) = (below + (other < values[i] ? 1 : 0), equal + (other == values[i] ? 1 : 0));
            ranks[i] = below + ((equal - 1) / 2.0);
        }

        return ranks;
    }
}

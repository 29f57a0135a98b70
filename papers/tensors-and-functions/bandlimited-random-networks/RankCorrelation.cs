namespace Praxis.Papers.TensorsAndFunctions.BandlimitedRandomNetworks;

/// <summary>Spearman's correlation: that of the ranks, equal values sharing theirs.</summary>
public static class RankCorrelation
{
    /// <summary>The correlation of two lists.</summary>
    /// <exception cref="ArgumentException">The lists differ in length or have fewer than two values.</exception>
    public static double Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(y);
        if (x.Count != y.Count || x.Count < 2) throw new ArgumentException("Two lists of equal length, two values at least, are needed.", nameof(y));
        double[] a = Ranks(x), b = Ranks(y);
        double mean = (x.Count - 1) / 2.0;
        double product = a.Zip(b, (p, q) => (p - mean) * (q - mean)).Sum(), squareA = a.Sum(p => (p - mean) * (p - mean)), squareB = b.Sum(q => (q - mean) * (q - mean));
        return squareA > 0 && squareB > 0 ? product / Math.Sqrt(squareA * squareB) : 0;
    }

    private static double[] Ranks(IReadOnlyList<double> values) =>
        [.. values.Select(value => values.Count(other => other < value) + ((values.Count(other => other == value) - 1) / 2.0))];
}

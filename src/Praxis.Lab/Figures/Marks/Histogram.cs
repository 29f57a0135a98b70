namespace Praxis.Lab.Figures;

/// <summary>How many values (or how much density) lie between edges.</summary>
/// <param name="Edges">Ascending edges, one more than there are counts.</param>
/// <param name="Counts">The height over each pair of neighbouring edges.</param>
/// <exception cref="ArgumentException">There is not exactly one edge more than counts.</exception>
public sealed record Histogram(IReadOnlyList<double> Edges, IReadOnlyList<double> Counts) : Mark
{
    /// <summary>Ascending edges, one more than there are counts.</summary>
    public IReadOnlyList<double> Edges { get; init; } = Edges ?? throw new ArgumentNullException(nameof(Edges));

    /// <summary>The height over each pair of neighbouring edges.</summary>
    public IReadOnlyList<double> Counts { get; init; } =
        Edges.Count == (Counts ?? throw new ArgumentNullException(nameof(Counts))).Count + 1
            ? Counts
            : throw new ArgumentException($"{Counts.Count} counts need {Counts.Count + 1} edges, not {Edges.Count}.", nameof(Counts));

    /// <summary>Counts the values into equal bins from the smallest to the largest; values that are not finite are left out.</summary>
    /// <param name="values">The values; may be empty, which gives bins without counts.</param>
    /// <param name="bins">The number of bins, at least 1.</param>
    /// <param name="density">Heights are scaled so that the area is 1.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bins"/> is below 1.</exception>
    public static Histogram Of(IEnumerable<double> values, int bins, bool density = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        double[] finite = [.. values.Where(double.IsFinite)];
        (double low, double high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        if (low == high)
        {
            // One value alone still needs a bin with a width.
            double half = low == 0 ? 0.5 : Math.Abs(low) / 2;
            (low, high) = (low - half, high + half);
        }

        double width = (high - low) / bins;
        double[] counts = new double[bins];
        foreach (double value in finite)
            counts[Math.Clamp((int)((value - low) / width), 0, bins - 1)]++;

        if (density && finite.Length > 0)
        {
            for (int bin = 0; bin < bins; bin++)
                counts[bin] /= finite.Length * width;
        }

        double[] edges = [.. Enumerable.Range(0, bins + 1).Select(edge => edge == bins ? high : low + edge * width)];
        return new Histogram(edges, counts);
    }
}

namespace Praxis.Papers.Compression.WeLore;

/// <summary>Spearman's correlation within groups: ranks are given in each group by itself, so that what differs between groups does not count.</summary>
public static class RankCorrelation
{
    /// <summary>Pearson's correlation of the ranks, each group's ranks centred and brought to one range.</summary>
    /// <param name="x">The one quantity.</param>
    /// <param name="y">The other.</param>
    /// <param name="groups">The group of each pair; groups of one pair do not count.</param>
    /// <exception cref="ArgumentException">Lists of different lengths, or nothing varies within groups.</exception>
    public static double Within(IReadOnlyList<double> x, IReadOnlyList<double> y, IReadOnlyList<string> groups)
    {
        if (x.Count != y.Count || x.Count != groups.Count)
            throw new ArgumentException($"{x.Count}, {y.Count} and {groups.Count} values do not belong together.", nameof(y));
        (double xx, double yy, double xy) = (0, 0, 0);
        foreach (var group in Enumerable.Range(0, x.Count).GroupBy(i => groups[i]).Where(group => group.Count() > 1))
        {
            (double[] a, double[] b) = (Ranks([.. group.Select(i => x[i])]), Ranks([.. group.Select(i => y[i])]));
            for (int i = 0; i < a.Length; i++)
                (xx, yy, xy) = (xx + (a[i] * a[i]), yy + (b[i] * b[i]), xy + (a[i] * b[i]));
        }

        return xx > 0 && yy > 0 ? xy / Math.Sqrt(xx * yy) : throw new ArgumentException("Nothing varies within the groups.", nameof(x));
    }

    // From −½ to ½, equal values sharing their mean rank.
    private static double[] Ranks(double[] values) =>
        [.. values.Select(value => ((values.Count(other => other < value) + (0.5 * (values.Count(other => other == value) - 1))) / (values.Length - 1)) - 0.5)];
}

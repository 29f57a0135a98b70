namespace Praxis.Papers.Compression.ConcatenatedSvd;

/// <summary>Agreement of two partitions (Hubert and Arabie 1985): 1 for equal ones, 0 on average for independent ones.</summary>
public static class AdjustedRandIndex
{
    /// <summary>The index of two labellings of the same things.</summary>
    /// <exception cref="ArgumentException">They differ in length.</exception>
    public static double Of(IReadOnlyList<int> first, IReadOnlyList<int> second)
    {
        if (first.Count != second.Count) throw new ArgumentException($"{first.Count} labels against {second.Count}.", nameof(second));
        double together = first.Zip(second).GroupBy(pair => pair).Sum(Pairs);
        double inFirst = first.GroupBy(label => label).Sum(Pairs), inSecond = second.GroupBy(label => label).Sum(Pairs);
        var expected = inFirst * inSecond / ((double)first.Count * (first.Count - 1) / 2);
        var most = (inFirst + inSecond) / 2;
        return most == expected ? 1 : (together - expected) / (most - expected); // both all single or all together: equal

        static double Pairs<T>(IGrouping<T, T> group) => group.Count() * (group.Count() - 1.0) / 2;
    }
}

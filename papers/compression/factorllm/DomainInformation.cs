using Praxis.Numerics;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>How much the experts of a token tell of the kind of its text.</summary>
public static class DomainInformation
{
    /// <summary>The mutual information of kind and expert.</summary>
    /// <param name="counts">How often each expert was picked in each window: (windows, E).</param>
    /// <param name="kinds">The kind of each window, from 0.</param>
    /// <returns>Bits.</returns>
    public static double Bits(IReadOnlyList<double[]> counts, IReadOnlyList<int> kinds)
    {
        if (counts.Count != kinds.Count)
            throw new ArgumentException($"There are {counts.Count} windows with counts and {kinds.Count} with a kind.", nameof(kinds));
        (int experts, int many) = (counts[0].Length, kinds.Max() + 1);
        var joint = new double[many, experts];
        for (int window = 0; window < counts.Count; window++)
            for (int expert = 0; expert < experts; expert++)
                joint[kinds[window], expert] += counts[window][expert];
        double all = joint.Cast<double>().Sum(), bits = 0;
        for (int kind = 0; kind < many; kind++)
            for (int expert = 0; expert < experts; expert++)
            {
                double p = joint[kind, expert] / all;
                double ofKind = Enumerable.Range(0, experts).Sum(e => joint[kind, e]) / all;
                double ofExpert = Enumerable.Range(0, many).Sum(k => joint[k, expert]) / all;
                bits += p > 0 ? p * Math.Log2(p / (ofKind * ofExpert)) : 0;
            }

        return bits;
    }

    /// <summary>The mean of the same with kinds shuffled among windows, whose tokens depend on each other: what chance gives.</summary>
    /// <param name="counts">(windows, E).</param>
    /// <param name="kinds">The kind of each window.</param>
    /// <param name="shuffles">How many.</param>
    /// <param name="random">The shuffles.</param>
    public static double ByChance(IReadOnlyList<double[]> counts, IReadOnlyList<int> kinds, int shuffles, RandomStream random) =>
        Enumerable.Range(0, shuffles).Average(i => Bits(counts, [.. random.Fork(i).Permutation(kinds.Count).Select(place => kinds[place])]));
}

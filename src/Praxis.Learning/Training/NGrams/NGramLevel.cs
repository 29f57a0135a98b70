using System.Runtime.InteropServices;

namespace Praxis.Learning.Training;

/// <summary>One order of an interpolated n-gram model: counts of n-grams, discounted, and what that leaves for the order below.</summary>
internal sealed class NGramLevel
{
    private readonly Dictionary<ulong, int> _counts;
    private readonly Dictionary<ulong, Context> _contexts = [];
    private readonly Discounts _discounts;
    private readonly int _bits;

    /// <summary>A level from its counts.</summary>
    /// <param name="counts">How often each n-gram occurs; an n-gram is its tokens side by side, the first in the highest bits.</param>
    /// <param name="bits">The bits of a token.</param>
    public NGramLevel(Dictionary<ulong, int> counts, int bits)
    {
        (_counts, _bits) = (counts, bits);
        Span<long> countsOfCounts = stackalloc long[5];
        foreach (int count in counts.Values)
            if (count < countsOfCounts.Length)
                countsOfCounts[count]++;
        _discounts = Discounts.From(countsOfCounts[1], countsOfCounts[2], countsOfCounts[3], countsOfCounts[4]);
        foreach ((ulong key, int count) in counts)
        {
            ref var context = ref CollectionsMarshal.GetValueRefOrAddDefault(_contexts, key >> bits, out _);
            context = new Context(context.Total + count, context.Discounted + _discounts.Of(count));
        }
    }

    /// <summary>p(token | context) = (c − D(c) + all that was discounted in the context · lower) / Σ c.</summary>
    /// <param name="context">The n − 1 tokens before.</param>
    /// <param name="token">The token.</param>
    /// <param name="lower">Its probability by the order below, with one token less before it.</param>
    public double Probability(ulong context, int token, double lower)
    {
        if (!_contexts.TryGetValue(context, out var seen))
            return lower;
        int count = _counts.GetValueOrDefault((context << _bits) | (uint)token);
        return (count - _discounts.Of(count) + (seen.Discounted * lower)) / seen.Total;
    }

    private readonly record struct Context(long Total, double Discounted);
}

using System.Numerics;
using System.Runtime.InteropServices;

namespace Praxis.Learning.Training;

/// <summary>
/// Interpolated modified Kneser–Ney n-gram models of all orders up to a highest one (Kneser and Ney, 1995; Chen and Goodman, 1999). The model of
/// order n uses plain counts of n-grams; the orders below count in how many different contexts an n-gram goes on (how many different
/// tokens stand before it); below the unigrams lies the uniform distribution. Every probability is above zero and they sum to 1.
/// </summary>
/// <remarks>The text is one stream without marks for begin and end: its first n-gram has no token before it and is no continuation.</remarks>
public sealed class KneserNey
{
    private readonly NGramLevel[] _counted;
    private readonly NGramLevel[] _continued;
    private readonly int _bits;

    private KneserNey(int vocabularySize, NGramLevel[] counted, NGramLevel[] continued, int bits) =>
        (VocabularySize, _counted, _continued, _bits) = (vocabularySize, counted, continued, bits);

    /// <summary>The number of tokens that share the probability.</summary>
    public int VocabularySize { get; }

    /// <summary>The highest order n.</summary>
    public int HighestOrder => _counted.Length;

    /// <summary>The highest order that can be had: n tokens must fit into 64 bits.</summary>
    public static int LargestOrder(int vocabularySize) => 64 / Bits(vocabularySize);

    /// <summary>Counts a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="highestOrder">The highest order, 1 at least.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The order is below 1 or above <see cref="LargestOrder"/>, or the text is shorter.</exception>
    public static KneserNey Train(TokenSequence text, int highestOrder, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(highestOrder);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highestOrder, LargestOrder(text.VocabularySize));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(highestOrder, text.Length);
        int bits = Bits(text.VocabularySize);
        var counts = new Dictionary<ulong, int>[highestOrder];
        Parallel.For(0, highestOrder, new ParallelOptions { CancellationToken = cancel }, i => counts[i] = Count(text, i + 1, bits));

        // A dictionary of continuations is made from the distinct n-grams one longer.
        var counted = new NGramLevel[highestOrder];
        var continued = new NGramLevel[highestOrder - 1];
        Parallel.For(0, highestOrder, new ParallelOptions { CancellationToken = cancel }, i =>
        {
            counted[i] = new NGramLevel(counts[i], bits);
            if (i > 0)
                continued[i - 1] = new NGramLevel(Continuations(counts[i].Keys, i, bits), bits);
        });
        return new KneserNey(text.VocabularySize, counted, continued, bits);
    }

    /// <summary>The probability of a token.</summary>
    /// <param name="order">The order of the model; with a shorter history that of the order it suffices for.</param>
    /// <param name="history">The tokens before; only the last n − 1 count.</param>
    /// <param name="token">The token.</param>
    public double Probability(int order, ReadOnlySpan<int> history, int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(order);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, HighestOrder);
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, VocabularySize);
        order = Math.Min(order, history.Length + 1);
        double lower = 1.0 / VocabularySize;
        for (int n = 1; n < order; n++)
            lower = _continued[n - 1].Probability(Pack(history[^(n - 1)..]), token, lower);
        return _counted[order - 1].Probability(Pack(history[^(order - 1)..]), token, lower);
    }

    /// <summary>The sum of −log p over a whole text, in nats, for every order from 1 on.</summary>
    /// <remarks>The first tokens have less before them than an order asks for and are told by the order that this suffices for.</remarks>
    public double[] NegativeLogLikelihoods(TokenSequence text, CancellationToken cancel = default)
    {
        const int Block = 1 << 16;
        int blocks = (text.Length + Block - 1) / Block;
        var parts = new double[blocks][];
        Parallel.For(0, blocks, new ParallelOptions { CancellationToken = cancel }, block =>
            parts[block] = SumOver(text, block * Block, Math.Min(text.Length, (block + 1) * Block)));
        var sums = new double[HighestOrder];
        foreach (double[] part in parts)
            for (int i = 0; i < sums.Length; i++)
                sums[i] += part[i];
        return sums;
    }

    private double[] SumOver(TokenSequence text, int start, int end)
    {
        var sums = new double[HighestOrder];
        for (int place = start; place < end; place++)
        {
            int token = text[place];
            double lower = 1.0 / VocabularySize;
            double counted = lower;
            ulong context = 0;
            for (int n = 1; n <= HighestOrder; n++)
            {
                if (n - 1 <= place)
                {
                    if (n > 1)
                        context |= (ulong)text[place - n + 1] << (_bits * (n - 2));
                    counted = _counted[n - 1].Probability(context, token, lower);
                    if (n < HighestOrder)
                        lower = _continued[n - 1].Probability(context, token, lower);
                }

                sums[n - 1] -= Math.Log(counted);
            }
        }

        return sums;
    }

    private static Dictionary<ulong, int> Count(TokenSequence text, int order, int bits)
    {
        var counts = new Dictionary<ulong, int>();
        ulong mask = order * bits == 64 ? ulong.MaxValue : (1UL << (order * bits)) - 1;
        ulong key = 0;
        for (int place = 0; place < text.Length; place++)
        {
            key = ((key << bits) | (uint)text[place]) & mask;
            if (place >= order - 1)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
        }

        return counts;
    }

    private static Dictionary<ulong, int> Continuations(IEnumerable<ulong> longer, int order, int bits)
    {
        var counts = new Dictionary<ulong, int>();
        ulong mask = (1UL << (order * bits)) - 1;
        foreach (ulong key in longer)
            CollectionsMarshal.GetValueRefOrAddDefault(counts, key & mask, out _)++;
        return counts;
    }

    private ulong Pack(ReadOnlySpan<int> tokens)
    {
        ulong key = 0;
        foreach (int token in tokens)
            key = (key << _bits) | (uint)token;
        return key;
    }

    private static int Bits(int vocabularySize) => Math.Max(1, BitOperations.Log2((uint)Math.Max(vocabularySize - 1, 1)) + 1);
}

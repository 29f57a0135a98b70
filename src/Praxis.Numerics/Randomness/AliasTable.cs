namespace Praxis.Numerics;

/// <summary>
/// A categorical distribution from which a number is drawn in constant time (A. Walker 1977; M. Vose, IEEE Trans. Software Engineering 17,
/// 1991). Immutable; may be used from several threads, each with its own stream.
/// </summary>
public sealed class AliasTable
{
    // Each place holds its own number up to a threshold and another number above it.
    private readonly double[] _thresholds;
    private readonly int[] _aliases;
    private readonly double[] _probabilities;

    /// <summary>Prepares the table, in time proportional to the number of weights.</summary>
    /// <param name="weights">At least one; not negative, not all zero. They need not sum to 1.</param>
    /// <exception cref="ArgumentException">There are no weights, or all are zero.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative, NaN or infinite.</exception>
    public AliasTable(params ReadOnlySpan<double> weights)
    {
        double largest = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            if (!(weights[i] >= 0 && double.IsFinite(weights[i])))
                throw new ArgumentOutOfRangeException(nameof(weights), weights[i], $"Weight {i} is not a finite number from 0 on.");
            largest = Math.Max(largest, weights[i]);
        }

        if (largest == 0)
            throw new ArgumentException("A categorical distribution needs a positive weight.", nameof(weights));

        // Scaled first, so that the sum neither overflows nor vanishes.
        double[] scaled = [.. weights];
        foreach (ref double weight in scaled.AsSpan())
            weight /= largest;
        double sum = Summation.Sum(scaled);
        _probabilities = [.. scaled.Select(weight => weight / sum)];
        _thresholds = new double[scaled.Length];
        _aliases = new int[scaled.Length];
        Fill([.. _probabilities.Select(probability => probability * scaled.Length)]);
    }

    /// <summary>The number of categories.</summary>
    public int Count => _thresholds.Length;

    /// <summary>The probability of each category.</summary>
    public ReadOnlySpan<double> Probabilities => _probabilities;

    /// <summary>Draws one number below <see cref="Count"/>.</summary>
    public int Draw(RandomStream random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int place = random.Next(Count);
        return random.NextDouble() < _thresholds[place] ? place : _aliases[place];
    }

    /// <summary>Draws several numbers, independent of each other.</summary>
    public int[] Draw(RandomStream random, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var drawn = new int[count];
        foreach (ref int number in drawn.AsSpan())
            number = Draw(random);
        return drawn;
    }

    // Gives from those above average to those below until all places are full.
    private void Fill(double[] heights)
    {
        var small = new Stack<int>();
        var large = new Stack<int>();
        for (int i = 0; i < heights.Length; i++)
            (heights[i] < 1 ? small : large).Push(i);
        while (small.Count > 0 && large.Count > 0)
        {
            int low = small.Pop();
            int high = large.Pop();
            _thresholds[low] = heights[low];
            _aliases[low] = high;
            heights[high] -= 1 - heights[low];
            (heights[high] < 1 ? small : large).Push(high);
        }

        // What is left is full but for rounding; a category without weight was given an alias before, since one with weight remains.
        foreach (int place in large.Concat(small))
        {
            _thresholds[place] = _probabilities[place] > 0 ? 1 : 0;
            _aliases[place] = _probabilities[place] > 0 ? place : Array.FindIndex(_probabilities, probability => probability > 0);
        }
    }
}

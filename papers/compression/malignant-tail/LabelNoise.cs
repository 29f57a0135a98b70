using Praxis.Numerics;

namespace Praxis.Papers.Compression.MalignantTail;

/// <summary>Wrong labels, and what is counted of labels.</summary>
public static class LabelNoise
{
    /// <summary>Symmetric noise: with some probability a label becomes one of the other classes, each as likely.</summary>
    /// <param name="labels">True classes, I64 from 0: (count).</param>
    /// <param name="classes">The number of classes, two at least.</param>
    /// <param name="rate">η, the probability of a flip.</param>
    /// <param name="random">Which labels, and to what.</param>
    public static Tensor Symmetric(Tensor labels, int classes, double rate, RandomStream random) =>
        Flip(labels, classes, rate, random, () => 1 + random.Next(classes - 1));

    /// <summary>Systematic noise: with some probability a label becomes the next class, c → c + 1.</summary>
    /// <param name="labels">True classes, I64 from 0: (count).</param>
    /// <param name="classes">The number of classes, two at least.</param>
    /// <param name="rate">The probability of a flip.</param>
    /// <param name="random">Which labels.</param>
    public static Tensor NextClass(Tensor labels, int classes, double rate, RandomStream random) => Flip(labels, classes, rate, random, () => 1);

    /// <summary>Rows of zeros with a one at the label.</summary>
    /// <returns>(count, classes).</returns>
    /// <exception cref="ArgumentException">A label is no class.</exception>
    public static Tensor OneHot(Tensor labels, int classes)
    {
        var rows = Tensor.Zeros(labels.Length, classes);
        var numbers = labels.AsSpan<long>();
        for (int i = 0; i < numbers.Length; i++)
            rows[i, numbers[i] >= 0 && numbers[i] < classes ? (int)numbers[i] : throw new ArgumentException($"Label {i + 1} is {numbers[i]}, and classes go from 0 to {classes - 1}.", nameof(labels))] = 1;
        return rows;
    }

    /// <summary>The share of places at which two lists of labels are the same.</summary>
    public static double Agreement(Tensor labels, Tensor others)
    {
        var mine = labels.AsSpan<long>();
        var theirs = others.AsSpan<long>();
        int same = 0;
        for (int i = 0; i < mine.Length; i++)
            same += mine[i] == theirs[i] ? 1 : 0;
        return (double)same / mine.Length;
    }

    private static Tensor Flip(Tensor labels, int classes, double rate, RandomStream random, Func<int> step)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (rate is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(rate), rate, "The share of wrong labels must lie between 0 and 1.");
        var noisy = labels.Clone();
        foreach (ref long label in noisy.AsSpan<long>())
            if (random.NextDouble() < rate)
                label = (label + step()) % classes;
        return noisy;
    }
}

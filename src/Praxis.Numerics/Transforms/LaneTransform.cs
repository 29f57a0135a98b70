using System.Collections.Concurrent;

namespace Praxis.Numerics;

/// <summary>Transforms of one length, eight side by side: the part of all longer and of all batched transforms.</summary>
internal sealed unsafe class LaneTransform
{
    private static readonly ConcurrentDictionary<int, LaneTransform> Kept = new();

    private readonly LanePass[] _passes;

    private LaneTransform(int length)
    {
        Length = length;
        var passes = new List<LanePass>();
        int rest = length;
        int stride = 1;
        foreach (int radix in Radices(length))
        {
            passes.Add(new LanePass(radix, rest, stride));
            rest /= radix;
            stride *= radix;
        }

        _passes = [.. passes];
    }

    public int Length { get; }

    /// <summary>The transform of a length with prime factors 2, 3, 5 and 7 only.</summary>
    public static LaneTransform Of(int length) => Kept.GetOrAdd(length, static n => new LaneTransform(n));

    /// <summary>Transforms the elements at <paramref name="values"/>; says at which of the two buffers the result is.</summary>
    /// <param name="values">Length · width groups of lanes.</param>
    /// <param name="spare">As much again.</param>
    /// <param name="width">How many groups of lanes lie side by side in each element.</param>
    public double* Forward(double* values, double* spare, int width = 1)
    {
        foreach (var pass in _passes)
        {
            pass.Run(values, spare, width);
            double* next = values;
            values = spare;
            spare = next;
        }

        return values;
    }

    // The other factors first; eights for the power of two, with one or two fours where eights do not do.
    private static List<int> Radices(int length)
    {
        var radices = new List<int>();
        foreach (int radix in (ReadOnlySpan<int>)[7, 5, 3])
        {
            for (; length % radix == 0; length /= radix)
                radices.Add(radix);
        }

        for (; length > 1; length /= radices[^1])
            radices.Add(length == 2 ? 2 : length is 4 or 16 ? 4 : 8);
        return radices;
    }
}

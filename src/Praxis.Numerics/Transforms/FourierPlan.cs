using System.Buffers;
using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// How to transform one length. Lengths whose prime factors are 2, 3, 5 and 7 go through passes of small transforms in Stockham's
/// order, which needs no reordering at the end, the longer ones eight side by side; others are a convolution of a length that
/// does (L. Bluestein, 1970).
/// </summary>
internal sealed class FourierPlan
{
    // From here on two sweeps of eight transforms side by side are faster than passes of single ones.
    private const int LongLength = 256;

    private static readonly int[] Radices = [4, 2, 3, 5, 7];

    private readonly int _length;
    private readonly FourierPass[] _passes;
    private readonly Bluestein? _bluestein;
    private readonly LongTransform? _long;

    public FourierPlan(int length)
    {
        _length = length;
        if (!HasSmallFactors(length, Radices))
        {
            _passes = [];
            _bluestein = new Bluestein(length);
            return;
        }

        if (length >= LongLength)
        {
            _passes = [];
            _long = new LongTransform(length);
            return;
        }

        var passes = new List<FourierPass>();
        int rest = length;
        int stride = 1;
        foreach (int radix in Radices)
        {
            while (rest % radix == 0)
            {
                passes.Add(new FourierPass(radix, rest, stride));
                rest /= radix;
                stride *= radix;
            }
        }

        _passes = [.. passes];
    }

    /// <summary>The smallest length from <paramref name="length"/> on that has no prime factor above 5.</summary>
    public static int FastLengthAtLeast(int length)
    {
        int candidate = length;
        while (!HasSmallFactors(candidate, [2, 3, 5]))
            candidate++;
        return candidate;
    }

    /// <summary>Whether the length has no other prime factors than 2, 3, 5 and 7.</summary>
    public static bool IsFast(int length) => HasSmallFactors(length, Radices);

    public void Forward(Span<Complex> values)
    {
        if (_long is not null)
            _long.Run(values, inverse: false, 1);
        else if (_bluestein is not null)
            _bluestein.Forward(values);
        else
            RunPasses(values);
    }

    /// <summary>The inverse, times <paramref name="scale"/>: 1/n makes it undo <see cref="Forward"/>.</summary>
    public void Inverse(Span<Complex> values, double scale)
    {
        if (_long is not null)
        {
            _long.Run(values, inverse: true, scale);
            return;
        }

        // The inverse is the transform with real and imaginary parts exchanged before and after.
        Exchange(values, 1);
        Forward(values);
        Exchange(values, scale);
    }

    private static void Exchange(Span<Complex> values, double scale)
    {
        foreach (ref var value in values)
            value = new Complex(value.Imaginary * scale, value.Real * scale);
    }

    private void RunPasses(Span<Complex> values)
    {
        Complex[] rented = ArrayPool<Complex>.Shared.Rent(_length);
        var from = values;
        var to = rented.AsSpan(0, _length);
        foreach (var pass in _passes)
        {
            pass.Run(from, to);
            var next = from;
            from = to;
            to = next;
        }

        if (_passes.Length % 2 != 0)
            from.CopyTo(values);
        ArrayPool<Complex>.Shared.Return(rented);
    }

    private static bool HasSmallFactors(int length, ReadOnlySpan<int> factors)
    {
        foreach (int factor in factors)
            while (length % factor == 0)
                length /= factor;
        return length == 1;
    }
}

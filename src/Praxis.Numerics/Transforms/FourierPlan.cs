using System.Buffers;
using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// How to transform one length. Lengths whose prime factors are 2, 3, 5 and 7 go through passes of small transforms in Stockham's
/// order, which needs no reordering at the end; others are a convolution of a length that does (L. Bluestein, 1970).
/// </summary>
internal sealed class FourierPlan
{
    private static readonly int[] Radices = [4, 2, 3, 5, 7];

    private readonly int _length;
    private readonly FourierPass[] _passes;
    private readonly Bluestein? _bluestein;

    public FourierPlan(int length)
    {
        _length = length;
        if (!HasSmallFactors(length, Radices))
        {
            _passes = [];
            _bluestein = new Bluestein(length);
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

    public void Forward(Span<Complex> values)
    {
        if (_bluestein is not null)
        {
            _bluestein.Forward(values);
            return;
        }

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

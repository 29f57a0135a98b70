using System.Numerics;

namespace Praxis.Numerics;

/// <summary>
/// Sobol's sequence in Gray-code order with the direction numbers of S. Joe and F. Kuo ("Constructing Sobol sequences with better
/// two-dimensional projections", SIAM J. Sci. Comput. 30, 2008), up to 64 dimensions: every block of 2^m points, begun at a multiple of
/// 2^m, is a net. Take a power of two of them.
/// </summary>
public sealed class SobolSequence : PointSequence
{
    /// <summary>The largest dimension.</summary>
    public const int MaximumDimension = 64;

    private const int Bits = 52;

    private readonly ulong[][] _directions;
    private readonly ulong[] _shift;

    /// <summary>Creates the sequence.</summary>
    /// <param name="dimension">Between 1 and 64.</param>
    /// <param name="shift">
    /// When given, all points are changed by one random digital shift (exclusive or of the binary digits), which makes every point uniform
    /// and keeps the net; null for the plain sequence, whose first point is the origin.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public SobolSequence(int dimension, RandomStream? shift = null)
        : base(dimension)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimension, MaximumDimension);
        _directions = [.. Enumerable.Range(0, dimension).Select(Directions)];
        _shift = [.. Enumerable.Range(0, dimension).Select(_ => shift is null ? 0 : shift.NextWord() >> (64 - Bits))];
    }

    /// <inheritdoc/>
    protected override void Write(long index, Span<double> point)
    {
        if (index >> Bits != 0)
            throw new ArgumentOutOfRangeException(nameof(index), index, $"The sequence has 2^{Bits} points.");
        ulong gray = (ulong)index ^ ((ulong)index >> 1);
        for (int j = 0; j < point.Length; j++)
        {
            ulong digits = _shift[j];
            for (ulong rest = gray; rest != 0; rest &= rest - 1)
                digits ^= _directions[j][BitOperations.TrailingZeroCount(rest)];
            point[j] = digits * (1.0 / (1L << Bits));
        }
    }

    // Direction number k, as Bits binary digits after the point.
    private static ulong[] Directions(int dimension)
    {
        var directions = new ulong[Bits];
        if (dimension == 0)
        {
            // Van der Corput's sequence.
            for (int k = 0; k < Bits; k++)
                directions[k] = 1UL << (Bits - 1 - k);
            return directions;
        }

        int[] row = SobolDirections.Rows[dimension - 1];
        int degree = row.Length - 1;
        for (int k = 0; k < Bits; k++)
        {
            if (k < degree)
            {
                directions[k] = (ulong)row[k + 1] << (Bits - 1 - k);
                continue;
            }

            // Bratley and Fox, ACM TOMS 14 (1988): the recurrence given by the primitive polynomial.
            ulong next = directions[k - degree] ^ (directions[k - degree] >> degree);
            for (int i = 1; i < degree; i++)
                if ((row[0] >> (degree - i) & 1) != 0)
                    next ^= directions[k - i];
            directions[k] = next;
        }

        return directions;
    }
}

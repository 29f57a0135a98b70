using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Praxis.Numerics;

/// <summary>
/// Between complex numbers in memory (real and imaginary part in turn) and <see cref="Lanes"/>. Eight numbers in a row take the
/// lanes in <see cref="Order"/>, which is what unpacking two vectors gives.
/// </summary>
internal static unsafe class LaneLayout
{
    /// <summary>Which of eight numbers in a row is in which lane.</summary>
    public static ReadOnlySpan<int> Order => [0, 4, 1, 5, 2, 6, 3, 7];

    /// <summary>Eight complex numbers in a row as lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Split(double* numbers)
    {
        if (Avx512F.IsSupported)
        {
            var first = Vector512.Load(numbers);
            var second = Vector512.Load(numbers + Lanes.Count);
            return new Lanes(Avx512F.UnpackLow(first, second), Avx512F.UnpackHigh(first, second));
        }

        double* parts = stackalloc double[Lanes.Size];
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            parts[lane] = numbers[2 * Order[lane]];
            parts[Lanes.Count + lane] = numbers[(2 * Order[lane]) + 1];
        }

        return Lanes.Load(parts);
    }

    /// <summary>The first <paramref name="doubles"/> of the sixteen parts of eight complex numbers in a row; the others are zero.</summary>
    public static Lanes Split(double* numbers, int doubles)
    {
        if (doubles == Lanes.Size)
            return Split(numbers);
        double* padded = stackalloc double[Lanes.Size];
        new Span<double>(padded, Lanes.Size).Clear();
        Buffer.MemoryCopy(numbers, padded, Lanes.Size * sizeof(double), (long)doubles * sizeof(double));
        return Split(padded);
    }

    /// <summary>Undoes <see cref="Split(double*)"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Join(Lanes lanes, double* numbers)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.UnpackLow(lanes.Real, lanes.Imaginary).Store(numbers);
            Avx512F.UnpackHigh(lanes.Real, lanes.Imaginary).Store(numbers + Lanes.Count);
            return;
        }

        double* parts = stackalloc double[Lanes.Size];
        lanes.Store(parts);
        for (int lane = 0; lane < Lanes.Count; lane++)
        {
            numbers[2 * Order[lane]] = parts[lane];
            numbers[(2 * Order[lane]) + 1] = parts[Lanes.Count + lane];
        }
    }

    /// <summary>Undoes <see cref="Split(double*, int)"/>: writes <paramref name="doubles"/> parts.</summary>
    public static void Join(Lanes lanes, double* numbers, int doubles)
    {
        if (doubles == Lanes.Size)
        {
            Join(lanes, numbers);
            return;
        }

        double* padded = stackalloc double[Lanes.Size];
        Join(lanes, padded);
        Buffer.MemoryCopy(padded, numbers, (long)doubles * sizeof(double), (long)doubles * sizeof(double));
    }

    /// <summary>
    /// Turns eight elements of eight lanes each around: element r of lane l becomes element l of lane r, where both count in
    /// <see cref="Order"/>.
    /// </summary>
    /// <param name="from">Eight elements in a row.</param>
    /// <param name="to">Eight elements in a row, elsewhere.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(double* from, double* to)
    {
        TransposePart(from, to);
        TransposePart(from + Lanes.Count, to + Lanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposePart(double* from, double* to)
    {
        if (!Avx512F.IsSupported)
        {
            for (int r = 0; r < Lanes.Count; r++)
                for (int l = 0; l < Lanes.Count; l++)
                    to[(Order[l] * Lanes.Size) + r] = from[(Order[r] * Lanes.Size) + l];
            return;
        }

        // Pairs of rows (in lane order) interleaved: a.. holds their even lanes, b.. their odd ones.
        var row0 = Vector512.Load(from);
        var row1 = Vector512.Load(from + (4 * Lanes.Size));
        var row2 = Vector512.Load(from + Lanes.Size);
        var row3 = Vector512.Load(from + (5 * Lanes.Size));
        var row4 = Vector512.Load(from + (2 * Lanes.Size));
        var row5 = Vector512.Load(from + (6 * Lanes.Size));
        var row6 = Vector512.Load(from + (3 * Lanes.Size));
        var row7 = Vector512.Load(from + (7 * Lanes.Size));
        Columns(
            Avx512F.UnpackLow(row0, row1), Avx512F.UnpackLow(row2, row3),
            Avx512F.UnpackLow(row4, row5), Avx512F.UnpackLow(row6, row7), to, 0);
        Columns(
            Avx512F.UnpackHigh(row0, row1), Avx512F.UnpackHigh(row2, row3),
            Avx512F.UnpackHigh(row4, row5), Avx512F.UnpackHigh(row6, row7), to, 4 * Lanes.Size);
    }

    // Each argument holds four pairs, one of each lane 0, 2, 4, 6 (or 1, 3, 5, 7); gathers the pairs of one lane in a row.
    // Lanes 0, 2, 4, 6 are elements 0, 1, 2, 3 in order; lanes 1, 3, 5, 7 are elements 4, 5, 6, 7.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Columns(
        Vector512<double> a, Vector512<double> b, Vector512<double> c, Vector512<double> d, double* to, int place)
    {
        var ab02 = Avx512F.Shuffle4x128(a, b, 0x88);
        var ab13 = Avx512F.Shuffle4x128(a, b, 0xDD);
        var cd02 = Avx512F.Shuffle4x128(c, d, 0x88);
        var cd13 = Avx512F.Shuffle4x128(c, d, 0xDD);
        Avx512F.Shuffle4x128(ab02, cd02, 0x88).Store(to + place);
        Avx512F.Shuffle4x128(ab13, cd13, 0x88).Store(to + place + Lanes.Size);
        Avx512F.Shuffle4x128(ab02, cd02, 0xDD).Store(to + place + (2 * Lanes.Size));
        Avx512F.Shuffle4x128(ab13, cd13, 0xDD).Store(to + place + (3 * Lanes.Size));
    }
}

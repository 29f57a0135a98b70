using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics;

/// <summary>
/// The steps a, b → a + b, a − b of the Walsh–Hadamard transform, three of them at a time while eight vectors are in registers. The sums
/// are the same, in the same order, as of one step after the other.
/// </summary>
internal static unsafe class HadamardSteps
{
    private const int Width = 8;

    /// <summary>The whole transform of a length that is a power of two and stays in the cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Whole(double* values, int length)
    {
        if (length < Width)
        {
            for (int half = 1; half < length; half *= 2)
                for (int i = 0; i < length; i++)
                    if ((i & half) == 0)
                        (values[i], values[i + half]) = (values[i] + values[i + half], values[i] - values[i + half]);
            return;
        }

        // Steps of distance 1, 2 and 4 inside each vector: the partner, plus or minus the value itself.
        var signs1 = Vector512.Create(1.0, -1, 1, -1, 1, -1, 1, -1);
        var signs2 = Vector512.Create(1.0, 1, -1, -1, 1, 1, -1, -1);
        var signs4 = Vector512.Create(1.0, 1, 1, 1, -1, -1, -1, -1);
        for (int i = 0; i < length; i += Width)
        {
            var x = Vector512.Load(values + i);
            x = Vector512.FusedMultiplyAdd(x, signs1, Vector512.Shuffle(x, Vector512.Create(1L, 0, 3, 2, 5, 4, 7, 6)));
            x = Vector512.FusedMultiplyAdd(x, signs2, Vector512.Shuffle(x, Vector512.Create(2L, 3, 0, 1, 6, 7, 4, 5)));
            x = Vector512.FusedMultiplyAdd(x, signs4, Vector512.Shuffle(x, Vector512.Create(4L, 5, 6, 7, 0, 1, 2, 3)));
            x.Store(values + i);
        }

        From(Width, values, length);
    }

    /// <summary>The steps of distance <paramref name="half"/> (at least 8), twice that, … up to half of the length.</summary>
    public static void From(int half, double* values, int length)
    {
        for (; (long)half * 8 <= length; half *= 8)
            Eights(half, values, length);
        if ((long)half * 4 <= length)
        {
            Pairs(half, values, length);
            half *= 2;
        }

        if ((long)half * 2 <= length)
            Pairs(half, values, length);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pairs(int half, double* values, int length)
    {
        for (int start = 0; start < length; start += 2 * half)
            for (int i = start; i < start + half; i += Width)
            {
                var a = Vector512.Load(values + i);
                var b = Vector512.Load(values + i + half);
                (a + b).Store(values + i);
                (a - b).Store(values + i + half);
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eights(int half, double* values, int length)
    {
        for (int start = 0; start < length; start += 8 * half)
            for (int i = start; i < start + half; i += Width)
            {
                double* v = values + i;
                var a0 = Vector512.Load(v);
                var a1 = Vector512.Load(v + half);
                var a2 = Vector512.Load(v + (2 * half));
                var a3 = Vector512.Load(v + (3 * half));
                var a4 = Vector512.Load(v + (4 * half));
                var a5 = Vector512.Load(v + (5 * half));
                var a6 = Vector512.Load(v + (6 * half));
                var a7 = Vector512.Load(v + (7 * half));
                (a0, a1, a2, a3) = (a0 + a1, a0 - a1, a2 + a3, a2 - a3);
                (a4, a5, a6, a7) = (a4 + a5, a4 - a5, a6 + a7, a6 - a7);
                (a0, a2, a1, a3) = (a0 + a2, a0 - a2, a1 + a3, a1 - a3);
                (a4, a6, a5, a7) = (a4 + a6, a4 - a6, a5 + a7, a5 - a7);
                (a0 + a4).Store(v);
                (a1 + a5).Store(v + half);
                (a2 + a6).Store(v + (2 * half));
                (a3 + a7).Store(v + (3 * half));
                (a0 - a4).Store(v + (4 * half));
                (a1 - a5).Store(v + (5 * half));
                (a2 - a6).Store(v + (6 * half));
                (a3 - a7).Store(v + (7 * half));
            }
    }
}

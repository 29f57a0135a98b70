using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Praxis.Numerics.Backends;

/// <summary>Small transpositions from memory to memory, in registers: what packing spends its time on.</summary>
internal static unsafe class Transposing
{
    /// <summary>The side of the squares that are turned at once, or 0 where the processor lacks the instructions.</summary>
    public static int Side<T>() => !Avx.IsSupported ? 0 : sizeof(float) == Unsafe.SizeOf<T>() ? 8 : 4;

    /// <summary>to[j, i] = from[i, j] for a square of <see cref="Side"/>; strides count elements between rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Square<T>(T* from, long fromStride, T* to, long toStride)
        where T : unmanaged
    {
        if (typeof(T) == typeof(float))
            Square8((float*)from, fromStride, (float*)to, toStride);
        else
            Square4((double*)from, fromStride, (double*)to, toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square8(float* from, long fromStride, float* to, long toStride)
    {
        var r0 = Vector256.Load(from);
        var r1 = Vector256.Load(from + fromStride);
        var r2 = Vector256.Load(from + (2 * fromStride));
        var r3 = Vector256.Load(from + (3 * fromStride));
        var r4 = Vector256.Load(from + (4 * fromStride));
        var r5 = Vector256.Load(from + (5 * fromStride));
        var r6 = Vector256.Load(from + (6 * fromStride));
        var r7 = Vector256.Load(from + (7 * fromStride));

        // Pairs, then fours, then halves change places.
        (var a0, var a1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        (var a2, var a3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        (var a4, var a5) = (Avx.UnpackLow(r4, r5), Avx.UnpackHigh(r4, r5));
        (var a6, var a7) = (Avx.UnpackLow(r6, r7), Avx.UnpackHigh(r6, r7));
        (var b0, var b1) = (Avx.Shuffle(a0, a2, 0x44), Avx.Shuffle(a0, a2, 0xEE));
        (var b2, var b3) = (Avx.Shuffle(a1, a3, 0x44), Avx.Shuffle(a1, a3, 0xEE));
        (var b4, var b5) = (Avx.Shuffle(a4, a6, 0x44), Avx.Shuffle(a4, a6, 0xEE));
        (var b6, var b7) = (Avx.Shuffle(a5, a7, 0x44), Avx.Shuffle(a5, a7, 0xEE));
        Avx.Permute2x128(b0, b4, 0x20).Store(to);
        Avx.Permute2x128(b1, b5, 0x20).Store(to + toStride);
        Avx.Permute2x128(b2, b6, 0x20).Store(to + (2 * toStride));
        Avx.Permute2x128(b3, b7, 0x20).Store(to + (3 * toStride));
        Avx.Permute2x128(b0, b4, 0x31).Store(to + (4 * toStride));
        Avx.Permute2x128(b1, b5, 0x31).Store(to + (5 * toStride));
        Avx.Permute2x128(b2, b6, 0x31).Store(to + (6 * toStride));
        Avx.Permute2x128(b3, b7, 0x31).Store(to + (7 * toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Square4(double* from, long fromStride, double* to, long toStride)
    {
        var r0 = Vector256.Load(from);
        var r1 = Vector256.Load(from + fromStride);
        var r2 = Vector256.Load(from + (2 * fromStride));
        var r3 = Vector256.Load(from + (3 * fromStride));
        (var a0, var a1) = (Avx.UnpackLow(r0, r1), Avx.UnpackHigh(r0, r1));
        (var a2, var a3) = (Avx.UnpackLow(r2, r3), Avx.UnpackHigh(r2, r3));
        Avx.Permute2x128(a0, a2, 0x20).Store(to);
        Avx.Permute2x128(a1, a3, 0x20).Store(to + toStride);
        Avx.Permute2x128(a0, a2, 0x31).Store(to + (2 * toStride));
        Avx.Permute2x128(a1, a3, 0x31).Store(to + (3 * toStride));
    }
}

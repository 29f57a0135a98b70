using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Praxis.Numerics.Backends;

/// <summary>
/// The innermost kernel for 256-bit vectors: a tile of C of 4 rows by three vectors, held in 12 registers, plus one rank-1 update for each
/// step of depth. Written out because the compiler keeps named locals in registers, not arrays.
/// </summary>
internal static unsafe class GemmKernel256
{
    public const int Rows = 4;

    public static int Columns<T>() => 3 * Vector256<T>.Count;

    /// <summary>
    /// c += a · b for a packed strip of each; or c = a · b, whatever c held. Where a row of start values is given, it is added to every row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(int depth, T* a, T* b, T* c, int leadingC, bool overwrite, T* start)
        where T : unmanaged
    {
        int lanes = Vector256<T>.Count;

        // C comes from memory while the sums are formed.
        if (Sse.IsSupported)
        {
            for (int row = 0; row < Rows; row++)
            {
                T* next = c + (row * (long)leadingC);
                Sse.Prefetch0(next);
                Sse.Prefetch0(next + lanes);
                Sse.Prefetch0(next + (2 * lanes));
            }
        }

        Vector256<T> s0 = default, s1 = default, s2 = default;
        if (start != null)
            (s0, s1, s2) = (Vector256.Load(start), Vector256.Load(start + lanes), Vector256.Load(start + (2 * lanes)));
        Vector256<T> c00 = s0, c01 = s1, c02 = s2;
        Vector256<T> c10 = s0, c11 = s1, c12 = s2;
        Vector256<T> c20 = s0, c21 = s1, c22 = s2;
        Vector256<T> c30 = s0, c31 = s1, c32 = s2;
        for (int p = 0; p < depth; p++, a += Rows, b += 3 * lanes)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + lanes);
            var b2 = Vector256.Load(b + (2 * lanes));

            var a0 = Vector256.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);
            c02 = MultiplyAdd(a0, b2, c02);

            var a1 = Vector256.Create(a[1]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);
            c12 = MultiplyAdd(a1, b2, c12);

            var a2 = Vector256.Create(a[2]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);
            c22 = MultiplyAdd(a2, b2, c22);

            var a3 = Vector256.Create(a[3]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
            c32 = MultiplyAdd(a3, b2, c32);
        }

        if (overwrite)
        {
            Store(c, lanes, c00, c01, c02);
            Store(c + (long)leadingC, lanes, c10, c11, c12);
            Store(c + (2 * (long)leadingC), lanes, c20, c21, c22);
            Store(c + (3 * (long)leadingC), lanes, c30, c31, c32);
        }
        else
        {
            Add(c, lanes, c00, c01, c02);
            Add(c + (long)leadingC, lanes, c10, c11, c12);
            Add(c + (2 * (long)leadingC), lanes, c20, c21, c22);
            Add(c + (3 * (long)leadingC), lanes, c30, c31, c32);
        }
    }

    /// <summary>The same for a tile of two vectors only; a strip of b still is three wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunTwo<T>(int depth, T* a, T* b, T* c, int leadingC, bool overwrite, T* start)
        where T : unmanaged
    {
        int lanes = Vector256<T>.Count;
        Vector256<T> s0 = default, s1 = default;
        if (start != null)
            (s0, s1) = (Vector256.Load(start), Vector256.Load(start + lanes));
        Vector256<T> c00 = s0, c01 = s1;
        Vector256<T> c10 = s0, c11 = s1;
        Vector256<T> c20 = s0, c21 = s1;
        Vector256<T> c30 = s0, c31 = s1;
        for (int p = 0; p < depth; p++, a += Rows, b += 3 * lanes)
        {
            var b0 = Vector256.Load(b);
            var b1 = Vector256.Load(b + lanes);

            var a0 = Vector256.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);
            c01 = MultiplyAdd(a0, b1, c01);

            var a1 = Vector256.Create(a[1]);
            c10 = MultiplyAdd(a1, b0, c10);
            c11 = MultiplyAdd(a1, b1, c11);

            var a2 = Vector256.Create(a[2]);
            c20 = MultiplyAdd(a2, b0, c20);
            c21 = MultiplyAdd(a2, b1, c21);

            var a3 = Vector256.Create(a[3]);
            c30 = MultiplyAdd(a3, b0, c30);
            c31 = MultiplyAdd(a3, b1, c31);
        }

        Put(c, c00, overwrite);
        Put(c + lanes, c01, overwrite);
        Put(c + (long)leadingC, c10, overwrite);
        Put(c + (long)leadingC + lanes, c11, overwrite);
        Put(c + (2 * (long)leadingC), c20, overwrite);
        Put(c + (2 * (long)leadingC) + lanes, c21, overwrite);
        Put(c + (3 * (long)leadingC), c30, overwrite);
        Put(c + (3 * (long)leadingC) + lanes, c31, overwrite);
    }

    /// <summary>The same for a tile of one vector only; a strip of b still is three wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunOne<T>(int depth, T* a, T* b, T* c, int leadingC, bool overwrite, T* start)
        where T : unmanaged
    {
        int lanes = Vector256<T>.Count;
        Vector256<T> s0 = default;
        if (start != null)
            s0 = Vector256.Load(start);
        Vector256<T> c00 = s0;
        Vector256<T> c10 = s0;
        Vector256<T> c20 = s0;
        Vector256<T> c30 = s0;
        for (int p = 0; p < depth; p++, a += Rows, b += 3 * lanes)
        {
            var b0 = Vector256.Load(b);

            var a0 = Vector256.Create(a[0]);
            c00 = MultiplyAdd(a0, b0, c00);

            var a1 = Vector256.Create(a[1]);
            c10 = MultiplyAdd(a1, b0, c10);

            var a2 = Vector256.Create(a[2]);
            c20 = MultiplyAdd(a2, b0, c20);

            var a3 = Vector256.Create(a[3]);
            c30 = MultiplyAdd(a3, b0, c30);
        }

        Put(c, c00, overwrite);
        Put(c + (long)leadingC, c10, overwrite);
        Put(c + (2 * (long)leadingC), c20, overwrite);
        Put(c + (3 * (long)leadingC), c30, overwrite);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T* place, Vector256<T> sum, bool overwrite)
        where T : unmanaged => (overwrite ? sum : Vector256.Load(place) + sum).Store(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* row, int lanes, Vector256<T> first, Vector256<T> second, Vector256<T> third)
        where T : unmanaged
    {
        first.Store(row);
        second.Store(row + lanes);
        third.Store(row + (2 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* row, int lanes, Vector256<T> first, Vector256<T> second, Vector256<T> third)
        where T : unmanaged
    {
        (Vector256.Load(row) + first).Store(row);
        (Vector256.Load(row + lanes) + second).Store(row + lanes);
        (Vector256.Load(row + (2 * lanes)) + third).Store(row + (2 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<T> MultiplyAdd<T>(Vector256<T> x, Vector256<T> y, Vector256<T> z) => typeof(T) == typeof(double)
        ? Vector256.MultiplyAddEstimate(x.AsDouble(), y.AsDouble(), z.AsDouble()).As<double, T>()
        : Vector256.MultiplyAddEstimate(x.AsSingle(), y.AsSingle(), z.AsSingle()).As<float, T>();
}

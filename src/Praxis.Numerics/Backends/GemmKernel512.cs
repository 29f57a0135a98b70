using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Praxis.Numerics.Backends;

/// <summary>
/// The innermost kernel for 512-bit vectors: a tile of C of 8 rows by three vectors, held in 24 registers, plus one rank-1 update for each
/// step of depth. Written out because the compiler keeps named locals in registers, not arrays.
/// </summary>
internal static unsafe class GemmKernel512
{
    public const int Rows = 8;

    public static int Columns<T>() => 3 * Vector512<T>.Count;

    /// <summary>
    /// c += a · b for a packed strip of each; or c = a · b, whatever c held. Where a row of start values is given, it is added to every row.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<T>(int depth, T* a, T* b, T* c, int leadingC, bool overwrite, T* start)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;

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

        Vector512<T> s0 = default, s1 = default, s2 = default;
        if (start != null)
            (s0, s1, s2) = (Vector512.Load(start), Vector512.Load(start + lanes), Vector512.Load(start + (2 * lanes)));
        Vector512<T> c00 = s0, c01 = s1, c02 = s2;
        Vector512<T> c10 = s0, c11 = s1, c12 = s2;
        Vector512<T> c20 = s0, c21 = s1, c22 = s2;
        Vector512<T> c30 = s0, c31 = s1, c32 = s2;
        Vector512<T> c40 = s0, c41 = s1, c42 = s2;
        Vector512<T> c50 = s0, c51 = s1, c52 = s2;
        Vector512<T> c60 = s0, c61 = s1, c62 = s2;
        Vector512<T> c70 = s0, c71 = s1, c72 = s2;
        for (int p = 0; p < depth; p++, a += Rows, b += 3 * lanes)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + lanes);
            var b2 = Vector512.Load(b + (2 * lanes));

            var a0 = Vector512.Create(a[0]);
            c00 = WideLanes.MultiplyAdd(a0, b0, c00);
            c01 = WideLanes.MultiplyAdd(a0, b1, c01);
            c02 = WideLanes.MultiplyAdd(a0, b2, c02);

            var a1 = Vector512.Create(a[1]);
            c10 = WideLanes.MultiplyAdd(a1, b0, c10);
            c11 = WideLanes.MultiplyAdd(a1, b1, c11);
            c12 = WideLanes.MultiplyAdd(a1, b2, c12);

            var a2 = Vector512.Create(a[2]);
            c20 = WideLanes.MultiplyAdd(a2, b0, c20);
            c21 = WideLanes.MultiplyAdd(a2, b1, c21);
            c22 = WideLanes.MultiplyAdd(a2, b2, c22);

            var a3 = Vector512.Create(a[3]);
            c30 = WideLanes.MultiplyAdd(a3, b0, c30);
            c31 = WideLanes.MultiplyAdd(a3, b1, c31);
            c32 = WideLanes.MultiplyAdd(a3, b2, c32);

            var a4 = Vector512.Create(a[4]);
            c40 = WideLanes.MultiplyAdd(a4, b0, c40);
            c41 = WideLanes.MultiplyAdd(a4, b1, c41);
            c42 = WideLanes.MultiplyAdd(a4, b2, c42);

            var a5 = Vector512.Create(a[5]);
            c50 = WideLanes.MultiplyAdd(a5, b0, c50);
            c51 = WideLanes.MultiplyAdd(a5, b1, c51);
            c52 = WideLanes.MultiplyAdd(a5, b2, c52);

            var a6 = Vector512.Create(a[6]);
            c60 = WideLanes.MultiplyAdd(a6, b0, c60);
            c61 = WideLanes.MultiplyAdd(a6, b1, c61);
            c62 = WideLanes.MultiplyAdd(a6, b2, c62);

            var a7 = Vector512.Create(a[7]);
            c70 = WideLanes.MultiplyAdd(a7, b0, c70);
            c71 = WideLanes.MultiplyAdd(a7, b1, c71);
            c72 = WideLanes.MultiplyAdd(a7, b2, c72);
        }

        if (overwrite)
        {
            Store(c, lanes, c00, c01, c02);
            Store(c + (long)leadingC, lanes, c10, c11, c12);
            Store(c + (2 * (long)leadingC), lanes, c20, c21, c22);
            Store(c + (3 * (long)leadingC), lanes, c30, c31, c32);
            Store(c + (4 * (long)leadingC), lanes, c40, c41, c42);
            Store(c + (5 * (long)leadingC), lanes, c50, c51, c52);
            Store(c + (6 * (long)leadingC), lanes, c60, c61, c62);
            Store(c + (7 * (long)leadingC), lanes, c70, c71, c72);
        }
        else
        {
            Add(c, lanes, c00, c01, c02);
            Add(c + (long)leadingC, lanes, c10, c11, c12);
            Add(c + (2 * (long)leadingC), lanes, c20, c21, c22);
            Add(c + (3 * (long)leadingC), lanes, c30, c31, c32);
            Add(c + (4 * (long)leadingC), lanes, c40, c41, c42);
            Add(c + (5 * (long)leadingC), lanes, c50, c51, c52);
            Add(c + (6 * (long)leadingC), lanes, c60, c61, c62);
            Add(c + (7 * (long)leadingC), lanes, c70, c71, c72);
        }
    }

    /// <summary>The same for a tile of two vectors only; a strip of b still is three wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunTwo<T>(int depth, T* a, T* b, T* c, int leadingC, bool overwrite, T* start)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> s0 = default, s1 = default;
        if (start != null)
            (s0, s1) = (Vector512.Load(start), Vector512.Load(start + lanes));
        Vector512<T> c00 = s0, c01 = s1;
        Vector512<T> c10 = s0, c11 = s1;
        Vector512<T> c20 = s0, c21 = s1;
        Vector512<T> c30 = s0, c31 = s1;
        Vector512<T> c40 = s0, c41 = s1;
        Vector512<T> c50 = s0, c51 = s1;
        Vector512<T> c60 = s0, c61 = s1;
        Vector512<T> c70 = s0, c71 = s1;
        for (int p = 0; p < depth; p++, a += Rows, b += 3 * lanes)
        {
            var b0 = Vector512.Load(b);
            var b1 = Vector512.Load(b + lanes);

            var a0 = Vector512.Create(a[0]);
            c00 = WideLanes.MultiplyAdd(a0, b0, c00);
            c01 = WideLanes.MultiplyAdd(a0, b1, c01);

            var a1 = Vector512.Create(a[1]);
            c10 = WideLanes.MultiplyAdd(a1, b0, c10);
            c11 = WideLanes.MultiplyAdd(a1, b1, c11);

            var a2 = Vector512.Create(a[2]);
            c20 = WideLanes.MultiplyAdd(a2, b0, c20);
            c21 = WideLanes.MultiplyAdd(a2, b1, c21);

            var a3 = Vector512.Create(a[3]);
            c30 = WideLanes.MultiplyAdd(a3, b0, c30);
            c31 = WideLanes.MultiplyAdd(a3, b1, c31);

            var a4 = Vector512.Create(a[4]);
            c40 = WideLanes.MultiplyAdd(a4, b0, c40);
            c41 = WideLanes.MultiplyAdd(a4, b1, c41);

            var a5 = Vector512.Create(a[5]);
            c50 = WideLanes.MultiplyAdd(a5, b0, c50);
            c51 = WideLanes.MultiplyAdd(a5, b1, c51);

            var a6 = Vector512.Create(a[6]);
            c60 = WideLanes.MultiplyAdd(a6, b0, c60);
            c61 = WideLanes.MultiplyAdd(a6, b1, c61);

            var a7 = Vector512.Create(a[7]);
            c70 = WideLanes.MultiplyAdd(a7, b0, c70);
            c71 = WideLanes.MultiplyAdd(a7, b1, c71);
        }

        Put(c, c00, overwrite);
        Put(c + lanes, c01, overwrite);
        Put(c + (long)leadingC, c10, overwrite);
        Put(c + (long)leadingC + lanes, c11, overwrite);
        Put(c + (2 * (long)leadingC), c20, overwrite);
        Put(c + (2 * (long)leadingC) + lanes, c21, overwrite);
        Put(c + (3 * (long)leadingC), c30, overwrite);
        Put(c + (3 * (long)leadingC) + lanes, c31, overwrite);
        Put(c + (4 * (long)leadingC), c40, overwrite);
        Put(c + (4 * (long)leadingC) + lanes, c41, overwrite);
        Put(c + (5 * (long)leadingC), c50, overwrite);
        Put(c + (5 * (long)leadingC) + lanes, c51, overwrite);
        Put(c + (6 * (long)leadingC), c60, overwrite);
        Put(c + (6 * (long)leadingC) + lanes, c61, overwrite);
        Put(c + (7 * (long)leadingC), c70, overwrite);
        Put(c + (7 * (long)leadingC) + lanes, c71, overwrite);
    }

    /// <summary>The same for a tile of one vector only; a strip of b still is three wide.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunOne<T>(int depth, T* a, T* b, T* c, int leadingC, bool overwrite, T* start)
        where T : unmanaged
    {
        int lanes = Vector512<T>.Count;
        Vector512<T> s0 = default;
        if (start != null)
            s0 = Vector512.Load(start);
        Vector512<T> c00 = s0;
        Vector512<T> c10 = s0;
        Vector512<T> c20 = s0;
        Vector512<T> c30 = s0;
        Vector512<T> c40 = s0;
        Vector512<T> c50 = s0;
        Vector512<T> c60 = s0;
        Vector512<T> c70 = s0;
        for (int p = 0; p < depth; p++, a += Rows, b += 3 * lanes)
        {
            var b0 = Vector512.Load(b);

            var a0 = Vector512.Create(a[0]);
            c00 = WideLanes.MultiplyAdd(a0, b0, c00);

            var a1 = Vector512.Create(a[1]);
            c10 = WideLanes.MultiplyAdd(a1, b0, c10);

            var a2 = Vector512.Create(a[2]);
            c20 = WideLanes.MultiplyAdd(a2, b0, c20);

            var a3 = Vector512.Create(a[3]);
            c30 = WideLanes.MultiplyAdd(a3, b0, c30);

            var a4 = Vector512.Create(a[4]);
            c40 = WideLanes.MultiplyAdd(a4, b0, c40);

            var a5 = Vector512.Create(a[5]);
            c50 = WideLanes.MultiplyAdd(a5, b0, c50);

            var a6 = Vector512.Create(a[6]);
            c60 = WideLanes.MultiplyAdd(a6, b0, c60);

            var a7 = Vector512.Create(a[7]);
            c70 = WideLanes.MultiplyAdd(a7, b0, c70);
        }

        Put(c, c00, overwrite);
        Put(c + (long)leadingC, c10, overwrite);
        Put(c + (2 * (long)leadingC), c20, overwrite);
        Put(c + (3 * (long)leadingC), c30, overwrite);
        Put(c + (4 * (long)leadingC), c40, overwrite);
        Put(c + (5 * (long)leadingC), c50, overwrite);
        Put(c + (6 * (long)leadingC), c60, overwrite);
        Put(c + (7 * (long)leadingC), c70, overwrite);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put<T>(T* place, Vector512<T> sum, bool overwrite)
        where T : unmanaged => (overwrite ? sum : Vector512.Load(place) + sum).Store(place);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<T>(T* row, int lanes, Vector512<T> first, Vector512<T> second, Vector512<T> third)
        where T : unmanaged
    {
        first.Store(row);
        second.Store(row + lanes);
        third.Store(row + (2 * lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<T>(T* row, int lanes, Vector512<T> first, Vector512<T> second, Vector512<T> third)
        where T : unmanaged
    {
        (Vector512.Load(row) + first).Store(row);
        (Vector512.Load(row + lanes) + second).Store(row + lanes);
        (Vector512.Load(row + (2 * lanes)) + third).Store(row + (2 * lanes));
    }
}

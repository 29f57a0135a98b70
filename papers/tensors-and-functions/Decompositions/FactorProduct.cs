using System.Runtime.Intrinsics;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>
/// The product of a large tensor with a narrow factor along one mode. A general matrix product packs its operands, which for few columns costs more than multiplying: here the
/// tensor is read once, where it lies, and a tile of 8 rows by 24 columns is summed in registers. Each number is summed in one order, whoever sums it.
/// </summary>
internal static unsafe class FactorProduct
{
    private const int Rows = 8;       // of a tile
    private const int Columns = 24;   // of a tile: three vectors of eight
    private const int Gathered = 64;  // places along the fast axis that are gathered at a time
    private const int RowsPerTask = 512;

    /// <summary>Σ_i t[a, i, b]·v[i, s].</summary>
    /// <param name="tensor">t: (before, n, after), row-major.</param>
    /// <param name="before">The product of the lengths before the mode.</param>
    /// <param name="after">The product of the lengths after it.</param>
    /// <param name="factor">v: (n, r).</param>
    /// <returns>(before·after, r).</returns>
    public static Tensor Along(Tensor tensor, int before, int after, Tensor factor)
    {
        int n = factor.Rows, r = factor.Columns;
        if (!Vector512.IsHardwareAccelerated) return General(tensor, before, after, factor);
        var product = Tensor.Zeros(before * after, r);
        var padded = Padded(factor); // (panels, n, 24)
        if (after == 1)
        {
            Parallel.For(0, (before + RowsPerTask - 1) / RowsPerTask, task =>
            {
                fixed (double* t = tensor.AsSpan(), v = padded, to = product.AsSpan())
                {
                    for (var row = task * RowsPerTask; row < Math.Min(before, (task + 1) * RowsPerTask); row += Rows)
                        Tiles(t + ((long)row * n), n, 1, Math.Min(Rows, before - row), n, v, to + ((long)row * r), r);
                }
            });
            return product;
        }

        var pieces = (after + Gathered - 1) / Gathered;
        Parallel.For(0, before * pieces, () => new double[n * Gathered], (task, _, gathered) =>
        {
            var (slab, start) = (task / pieces, task % pieces * Gathered);
            var count = Math.Min(Gathered, after - start);
            // A piece of every row of the slab, side by side: the tile then walks through nearby memory.
            for (var i = 0; i < n; i++) tensor.AsSpan().Slice((((slab * n) + i) * after) + start, count).CopyTo(gathered.AsSpan(i * Gathered));
            fixed (double* t = gathered, v = padded, to = product.AsSpan())
            {
                for (var row = 0; row < count; row += Rows)
                    Tiles(t + row, 1, Gathered, Math.Min(Rows, count - row), n, v, to + ((((long)slab * after) + start + row) * r), r);
            }
            return gathered;
        }, _ => { });
        return product;
    }

    // All columns of up to eight rows; element (row, i) of the tensor is at row·rowStride + i·stride.
    private static void Tiles(double* t, int rowStride, int stride, int rows, int n, double* v, double* to, int r)
    {
        var tile = stackalloc double[Rows * Columns];
        for (var column = 0; column < r; column += Columns, v += (long)n * Columns)
        {
            var width = Math.Min(Columns, r - column);
            if (rows == Rows) Full(t, rowStride, stride, n, v, tile);
            else Single(t, rowStride, stride, rows, n, v, tile);
            for (var row = 0; row < rows; row++)
                new ReadOnlySpan<double>(tile + (row * Columns), width).CopyTo(new Span<double>(to + ((long)row * r) + column, width));
        }
    }

    // Eight rows: 24 sums in registers, each of eight columns.
    private static void Full(double* t, int rowStride, int stride, int n, double* v, double* tile)
    {
        Vector512<double> a0 = default, b0 = default, c0 = default, a1 = default, b1 = default, c1 = default, a2 = default, b2 = default, c2 = default, a3 = default, b3 = default, c3 = default;
        Vector512<double> a4 = default, b4 = default, c4 = default, a5 = default, b5 = default, c5 = default, a6 = default, b6 = default, c6 = default, a7 = default, b7 = default, c7 = default;
        double* t1 = t + rowStride, t2 = t1 + rowStride, t3 = t2 + rowStride, t4 = t3 + rowStride, t5 = t4 + rowStride, t6 = t5 + rowStride, t7 = t6 + rowStride;
        long at = 0;
        for (var i = 0; i < n; i++, v += Columns, at += stride)
        {
            Vector512<double> a = Vector512.Load(v), b = Vector512.Load(v + 8), c = Vector512.Load(v + 16);
            var x = Vector512.Create(t[at]);
            a0 = Vector512.FusedMultiplyAdd(x, a, a0);
            b0 = Vector512.FusedMultiplyAdd(x, b, b0);
            c0 = Vector512.FusedMultiplyAdd(x, c, c0);
            x = Vector512.Create(t1[at]);
            a1 = Vector512.FusedMultiplyAdd(x, a, a1);
            b1 = Vector512.FusedMultiplyAdd(x, b, b1);
            c1 = Vector512.FusedMultiplyAdd(x, c, c1);
            x = Vector512.Create(t2[at]);
            a2 = Vector512.FusedMultiplyAdd(x, a, a2);
            b2 = Vector512.FusedMultiplyAdd(x, b, b2);
            c2 = Vector512.FusedMultiplyAdd(x, c, c2);
            x = Vector512.Create(t3[at]);
            a3 = Vector512.FusedMultiplyAdd(x, a, a3);
            b3 = Vector512.FusedMultiplyAdd(x, b, b3);
            c3 = Vector512.FusedMultiplyAdd(x, c, c3);
            x = Vector512.Create(t4[at]);
            a4 = Vector512.FusedMultiplyAdd(x, a, a4);
            b4 = Vector512.FusedMultiplyAdd(x, b, b4);
            c4 = Vector512.FusedMultiplyAdd(x, c, c4);
            x = Vector512.Create(t5[at]);
            a5 = Vector512.FusedMultiplyAdd(x, a, a5);
            b5 = Vector512.FusedMultiplyAdd(x, b, b5);
            c5 = Vector512.FusedMultiplyAdd(x, c, c5);
            x = Vector512.Create(t6[at]);
            a6 = Vector512.FusedMultiplyAdd(x, a, a6);
            b6 = Vector512.FusedMultiplyAdd(x, b, b6);
            c6 = Vector512.FusedMultiplyAdd(x, c, c6);
            x = Vector512.Create(t7[at]);
            a7 = Vector512.FusedMultiplyAdd(x, a, a7);
            b7 = Vector512.FusedMultiplyAdd(x, b, b7);
            c7 = Vector512.FusedMultiplyAdd(x, c, c7);
        }
        Store(tile, a0, b0, c0);
        Store(tile + Columns, a1, b1, c1);
        Store(tile + (2 * Columns), a2, b2, c2);
        Store(tile + (3 * Columns), a3, b3, c3);
        Store(tile + (4 * Columns), a4, b4, c4);
        Store(tile + (5 * Columns), a5, b5, c5);
        Store(tile + (6 * Columns), a6, b6, c6);
        Store(tile + (7 * Columns), a7, b7, c7);
    }

    // The rows that are left over, summed in the same order.
    private static void Single(double* t, int rowStride, int stride, int rows, int n, double* v, double* tile)
    {
        for (var row = 0; row < rows; row++)
        {
            Vector512<double> a = default, b = default, c = default;
            for (var i = 0; i < n; i++)
            {
                var x = Vector512.Create(t[((long)row * rowStride) + ((long)i * stride)]);
                var at = v + ((long)i * Columns);
                (a, b, c) = (Vector512.FusedMultiplyAdd(x, Vector512.Load(at), a), Vector512.FusedMultiplyAdd(x, Vector512.Load(at + 8), b), Vector512.FusedMultiplyAdd(x, Vector512.Load(at + 16), c));
            }
            Store(tile + (row * Columns), a, b, c);
        }
    }

    private static void Store(double* tile, Vector512<double> a, Vector512<double> b, Vector512<double> c)
    {
        a.Store(tile);
        b.Store(tile + 8);
        c.Store(tile + 16);
    }

    // Panels of 24 columns, filled up with zeros: (panels, n, 24).
    private static double[] Padded(Tensor factor)
    {
        int n = factor.Rows, r = factor.Columns;
        factor = factor.Contiguous();
        var padded = new double[(r + Columns - 1) / Columns * n * Columns];
        for (var column = 0; column < r; column += Columns)
            for (var i = 0; i < n; i++)
                factor.AsSpan().Slice((i * r) + column, Math.Min(Columns, r - column)).CopyTo(padded.AsSpan(((column / Columns * n) + i) * Columns));
        return padded;
    }

    private static Tensor General(Tensor tensor, int before, int after, Tensor factor) => after == 1
        ? LinearAlgebra.MatMul(tensor.Reshape(before, factor.Rows), factor)
        : LinearAlgebra.BatchedMatMul(tensor.Reshape(before, factor.Rows, after), factor, transposeA: true).Reshape(before * after, factor.Columns);
}

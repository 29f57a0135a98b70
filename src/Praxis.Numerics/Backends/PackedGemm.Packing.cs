using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics.Backends;

/// <content>Packing: the operands in the order in which the kernels read them.</content>
internal static unsafe partial class PackedGemm
{
    // A cache line of F32.
    private const int TransposedRun = 16;

    // Strips of tileRows rows, depth by depth; rows past the end are zero.
    private static void PackA<T>(in MatrixProduct product, T alpha, T* a, T* packed, Panel panel, int row, int rows, int tileRows)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T* strip = packed;
        for (int i = 0; i < rows; i += tileRows, strip += tileRows * panel.Depth)
        {
            int height = Math.Min(tileRows, rows - i);
            if (height < tileRows)
                new Span<T>(strip, tileRows * panel.Depth).Clear();
            if (product.TransposeA)
                CopyRows(a + ((long)panel.Start * product.LeadingA) + row + i, product.LeadingA, strip, tileRows, panel.Depth, height);
            else
                TurnRows(a + ((long)(row + i) * product.LeadingA) + panel.Start, product.LeadingA, strip, tileRows, panel.Depth, height);
        }

        if (alpha != T.One)
        {
            var all = new Span<T>(packed, (int)(strip - packed));
            System.Numerics.Tensors.TensorPrimitives.Multiply(all, alpha, all);
        }
    }

    // One strip of tileColumns columns, depth by depth; columns past the end are zero.
    private static void PackB<T>(in MatrixProduct product, T* b, T* packed, Panel panel, int column, int tileColumns)
        where T : unmanaged
    {
        int width = Math.Min(tileColumns, panel.Columns - column);
        packed += (long)column * panel.Depth;
        if (width < tileColumns)
            new Span<T>(packed, tileColumns * panel.Depth).Clear();
        if (product.TransposeB)
            TurnRows(b + ((long)(panel.Column + column) * product.LeadingB) + panel.Start, product.LeadingB, packed, tileColumns, panel.Depth, width);
        else
            CopyRows(b + ((long)panel.Start * product.LeadingB) + panel.Column + column, product.LeadingB, packed, tileColumns, panel.Depth, width);
    }

    // packed[p, y] = source[p, y]: depth by depth a short run.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CopyRows<T>(T* source, int leading, T* packed, int tile, int depth, int width)
        where T : unmanaged
    {
        if (width == tile && tile == 3 * Vector512<T>.Count && Wide)
        {
            int lanes = Vector512<T>.Count;
            for (int p = 0; p < depth; p++, source += leading, packed += tile)
            {
                (var first, var second, var third) = (Vector512.Load(source), Vector512.Load(source + lanes), Vector512.Load(source + (2 * lanes)));
                first.Store(packed);
                second.Store(packed + lanes);
                third.Store(packed + (2 * lanes));
            }
        }
        else if (width == tile && tile == Vector256<T>.Count)
        {
            for (int p = 0; p < depth; p++, source += leading, packed += tile)
                Vector256.Load(source).Store(packed);
        }
        else if (width == tile && tile == Vector512<T>.Count)
        {
            for (int p = 0; p < depth; p++, source += leading, packed += tile)
                Vector512.Load(source).Store(packed);
        }
        else
        {
            for (int p = 0; p < depth; p++, source += leading, packed += tile)
                new ReadOnlySpan<T>(source, width).CopyTo(new Span<T>(packed, width));
        }
    }

    // packed[p, y] = source[y, p], square by square. A cache line of each row at a time: rows a power of two apart would drive each other
    // out of the cache.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TurnRows<T>(T* source, int leading, T* packed, int tile, int depth, int height)
        where T : unmanaged
    {
        int side = Transposing.Side<T>();
        int turned = side == 0 ? 0 : height / side * side;
        for (int first = 0; first < depth; first += TransposedRun)
        {
            int end = Math.Min(first + TransposedRun, depth);
            for (int y = 0; y < turned; y += side)
            {
                T* from = source + ((long)y * leading);
                int p = first;
                for (; p <= end - side; p += side)
                    Transposing.Square(from + p, leading, packed + ((long)p * tile) + y, tile);
                for (; p < end; p++)
                    for (int x = 0; x < side; x++)
                        packed[((long)p * tile) + y + x] = from[((long)x * leading) + p];
            }

            for (int y = turned; y < height; y++)
                for (int p = first; p < end; p++)
                    packed[((long)p * tile) + y] = source[((long)y * leading) + p];
        }
    }
}

using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics.Backends;

/// <summary>
/// Matrix products in managed code, the classic way (K. Goto, R. van de Geijn, "Anatomy of high-performance matrix
/// multiplication", ACM TOMS 2008): blocks of A and B are packed into the order in which a small SIMD kernel reads them; the
/// kernel keeps a tile of C in registers. Threads share the rows of C, so each element is summed in one order always.
/// </summary>
internal static unsafe partial class PackedGemm
{
    // Depth of a packed block: deeper ones write C less often, but a block of A has to stay in the second-level cache.
    private const int WideDepthBlock = 512;
    private const int NarrowDepthBlock = 256;

    // A packed block of A: a quarter of a usual second-level cache, because two threads may share one core.
    private const int BytesOfA = 1 << 18;

    // Strips of B packed by one task, which so reads longer pieces of B's rows, if there are enough for all.
    private const int MostStripsPerTask = 4;

    // Columns of B packed at a time: about 16 MB of doubles (8 MB), for the last-level cache.
    private const int ColumnBlock = 4080;

    // Below this many multiplications packing costs more than it gains.
    private const long SmallWork = 24 * 24 * 24;

    private const long ParallelWork = 64 * 64 * 64;
    private const int Alignment = 64;

    private static bool Wide => Vector512.IsHardwareAccelerated;

    /// <summary>C ← alpha · op(A) · op(B) + beta · C, or with a row (of n entries; beta is then 0) added to every row.</summary>
    public static void Multiply<T>(
        in MatrixProduct product, T alpha, ReadOnlySpan<T> a, ReadOnlySpan<T> b, T beta, Span<T> c, int threads, ReadOnlySpan<T> row = default)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long work = (long)product.M * product.N * product.K;
        fixed (T* pa = a, pb = b, pc = c, pr = row)
        {
            if (product.K > 0 && alpha == T.One && beta == T.Zero && ThinProduct.Fits(product))
            {
                ThinProduct.Multiply(product, pa, pb, pc, pr, work < ThinProduct.ParallelWork ? 1 : threads);
                return;
            }

            if (product.K > 0 && alpha != T.Zero && work > SmallWork)
            {
                Blocked(product, alpha, pa, pb, beta, pc, work < ParallelWork ? 1 : threads, pr);
                return;
            }

            if (pr != null)
            {
                for (int i = 0; i < product.M; i++)
                    row[..product.N].CopyTo(new Span<T>(pc + ((long)i * product.LeadingC), product.N));
                beta = T.One;
            }

            Scale(pc, product.LeadingC, product.M, product.N, beta);
            if (product.K > 0 && alpha != T.Zero)
                Small(product, alpha, pa, pb, pc);
        }
    }

    private static void Scale<T>(T* c, int leadingC, int rows, int columns, T beta)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (beta == T.One)
            return;
        for (int i = 0; i < rows; i++)
        {
            var row = new Span<T>(c + ((long)i * leadingC), columns);

            // By definition beta = 0 overwrites, even where C held NaN.
            if (beta == T.Zero)
                row.Clear();
            else
                System.Numerics.Tensors.TensorPrimitives.Multiply(row, beta, row);
        }
    }

    private static void Small<T>(in MatrixProduct product, T alpha, T* a, T* b, T* c)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (long rowA, long depthA) = product.TransposeA ? (1L, (long)product.LeadingA) : (product.LeadingA, 1L);
        (long depthB, long columnB) = product.TransposeB ? (1L, (long)product.LeadingB) : (product.LeadingB, 1L);
        for (int i = 0; i < product.M; i++)
            for (int p = 0; p < product.K; p++)
            {
                T factor = alpha * a[(i * rowA) + (p * depthA)];
                T* row = c + ((long)i * product.LeadingC);
                T* other = b + (p * depthB);
                for (int j = 0; j < product.N; j++)
                    row[j] += factor * other[j * columnB];
            }
    }

    private static void Blocked<T>(MatrixProduct product, T alpha, T* a, T* b, T beta, T* c, int threads, T* added)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileColumns = TileColumns<T>();
        int depthBlock = Math.Min(Wide ? WideDepthBlock : NarrowDepthBlock, product.K);
        int rowBlock = RowBlockFor<T>(product.M, depthBlock, threads);
        int columnBlock = Math.Min(ColumnBlock, RoundUp(product.N, tileColumns));
        T[] buffer = ArrayPool<T>.Shared.Rent((columnBlock * depthBlock) + Alignment);
        fixed (T* start = buffer)
        {
            T* packedB = Align(start);
            using var team = WorkTeam.Gather(threads);
            for (int j = 0; j < product.N; j += columnBlock)
            {
                int columns = Math.Min(columnBlock, product.N - j);
                for (int p = 0; p < product.K; p += depthBlock)
                {
                    int depth = Math.Min(depthBlock, product.K - p);
                    var panel = new Panel(j, columns, p, depth);
                    int strips = (columns + tileColumns - 1) / tileColumns;
                    int packedColumns = Math.Clamp(strips / (2 * threads), 1, MostStripsPerTask) * tileColumns;
                    WorkTeam.ForEach(threads, (columns + packedColumns - 1) / packedColumns, task =>
                    {
                        int end = Math.Min(columns, (task + 1) * packedColumns);
                        for (int column = task * packedColumns; column < end; column += tileColumns)
                            PackB(product, b, packedB, panel, column, tileColumns);
                    });
                    WorkTeam.ForEach(threads, (product.M + rowBlock - 1) / rowBlock, block =>
                        MultiplyRows(
                            product, alpha, a, packedB, beta, c, panel, block * rowBlock, Math.Min(rowBlock, product.M - (block * rowBlock)), added));
                }
            }
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static void MultiplyRows<T>(in MatrixProduct product, T alpha, T* a, T* packedB, T beta, T* c, Panel panel, int row, int rows, T* added)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int tileRows = TileRows();
        int tileColumns = TileColumns<T>();

        // Of a product whose upper triangle nobody wants, what lies right of these rows' last diagonal entry is left out.
        int columns = product.LowerOnly ? Math.Min(panel.Columns, row + rows - panel.Column) : panel.Columns;
        if (columns <= 0)
            return;

        // The first depth that is added settles beta; zero by storing instead of adding, which spares a pass through C.
        bool overwrite = panel.Start == 0 && beta == T.Zero;
        if (panel.Start == 0 && !overwrite)
            Scale(c + ((long)row * product.LeadingC) + panel.Column, product.LeadingC, rows, columns, beta);
        T[] buffer = ArrayPool<T>.Shared.Rent((RoundUp(rows, tileRows) * panel.Depth) + Alignment);
        T* tile = stackalloc T[tileRows * tileColumns];
        T* rim = stackalloc T[tileColumns];
        fixed (T* start = buffer)
        {
            T* packedA = Align(start);
            PackA(product, alpha, a, packedA, panel, row, rows, tileRows);
            for (int j = 0; j < columns; j += tileColumns)
            {
                int width = Math.Min(tileColumns, columns - j);
                T* stripB = packedB + ((long)j * panel.Depth);
                T* first = null;
                if (added != null && panel.Start == 0)
                {
                    // At the rim a whole tile of start values is read too.
                    first = width == tileColumns ? added + panel.Column + j : rim;
                    if (width < tileColumns)
                        new Span<T>(added + panel.Column + j, width).CopyTo(new Span<T>(rim, tileColumns));
                }

                for (int i = 0; i < rows; i += tileRows)
                {
                    int height = Math.Min(tileRows, rows - i);
                    T* target = c + ((long)(row + i) * product.LeadingC) + panel.Column + j;
                    T* stripA = packedA + ((long)i * panel.Depth);
                    if (height == tileRows && width % (tileColumns / 3) == 0)
                    {
                        Kernel(panel.Depth, stripA, stripB, target, product.LeadingC, overwrite, first, width);
                        continue;
                    }

                    // At the rim the kernel works on a whole tile aside, of which only the inside is taken.
                    Kernel(panel.Depth, stripA, stripB, tile, tileColumns, overwrite: true, first, width);
                    for (int y = 0; y < height; y++)
                    {
                        T* targetRow = target + ((long)y * product.LeadingC);
                        for (int x = 0; x < width; x++)
                            targetRow[x] = overwrite ? tile[(y * tileColumns) + x] : targetRow[x] + tile[(y * tileColumns) + x];
                    }
                }
            }
        }

        ArrayPool<T>.Shared.Return(buffer);
    }

    private static int TileRows() => Wide ? GemmKernel512.Rows : GemmKernel256.Rows;

    private static int TileColumns<T>() => Wide ? GemmKernel512.Columns<T>() : GemmKernel256.Columns<T>();

    private static void Kernel<T>(int depth, T* a, T* b, T* c, int leadingC, bool overwrite, T* start, int width)
        where T : unmanaged
    {
        // As many vectors as the strip has columns for: a last strip of 16 costs a third of a whole one.
        int vectors = (width + (TileColumns<T>() / 3) - 1) / (TileColumns<T>() / 3);
        switch (Wide, vectors)
        {
            case (true, 3):
                GemmKernel512.Run(depth, a, b, c, leadingC, overwrite, start);
                break;
            case (true, 2):
                GemmKernel512.RunTwo(depth, a, b, c, leadingC, overwrite, start);
                break;
            case (true, _):
                GemmKernel512.RunOne(depth, a, b, c, leadingC, overwrite, start);
                break;
            case (_, 3):
                GemmKernel256.Run(depth, a, b, c, leadingC, overwrite, start);
                break;
            case (_, 2):
                GemmKernel256.RunTwo(depth, a, b, c, leadingC, overwrite, start);
                break;
            default:
                GemmKernel256.RunOne(depth, a, b, c, leadingC, overwrite, start);
                break;
        }
    }

    // Blocks of like size, as many for one thread as for another. They decide who sums, not in which order.
    private static int RowBlockFor<T>(int m, int depth, int threads)
        where T : unmanaged
    {
        int most = Math.Max(BytesOfA / (depth * sizeof(T)), TileRows());
        int count = RoundUp((m + most - 1) / most, threads);
        return RoundUp((m + count - 1) / count, TileRows());
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;

    private static T* Align<T>(T* pointer)
        where T : unmanaged => (T*)(((nuint)pointer + Alignment - 1) & ~(nuint)(Alignment - 1));

    private readonly record struct Panel(int Column, int Columns, int Start, int Depth);
}

namespace Praxis.Numerics.Backends;

/// <summary>
/// Cuts a matrix product into tiles of C, by its shape alone: whoever computes a tile, and on how many threads, the result is
/// the same to the last bit.
/// </summary>
internal static class ProductTiles
{
    // Enough tiles for many threads, if that leaves each of them …
    private const int Enough = 8;

    // … large enough that packing the operands anew for each tile costs little beside the multiplications,
    private const int LeastSide = 96;

    // … and so much work that handing it to another thread is worth while.
    private const long LeastWork = 1L << 20;

    public static void ForEach(in MatrixProduct product, int threads, Action<Tile> body)
    {
        (int m, int n) = (product.M, product.N);
        (int rows, int columns) = Size(m, n, product.K);
        int across = (n + columns - 1) / columns;
        int count = (m + rows - 1) / rows * across;
        if (count == 1)
        {
            body(new Tile(m, n, 0, 0, 0));
            return;
        }

        var shape = product;
        WorkTeam.ForEach(threads, count, index => body(TileAt(shape, rows, columns, across, index)));
    }

    private static (int Rows, int Columns) Size(int m, int n, int k)
    {
        (int down, int across) = (1, 1);
        while (down * across < Enough)
        {
            int rows = Side(m, down);
            int columns = Side(n, across);
            if (Math.Max(rows, columns) < 2 * LeastSide || (long)rows * columns * k < 2 * LeastWork)
                break;
            if (rows >= columns)
                down *= 2;
            else
                across *= 2;
        }

        return (Side(m, down), Side(n, across));
    }

    // Whole tiles of the innermost kernels, which are 4 to 48 long.
    private static int Side(int length, int parts) => parts == 1 ? length : ((length + parts - 1) / parts + 47) / 48 * 48;

    private static Tile TileAt(in MatrixProduct product, int rows, int columns, int across, int index)
    {
        int row = index / across * rows;
        int column = index % across * columns;
        return new Tile(
            Math.Min(rows, product.M - row),
            Math.Min(columns, product.N - column),
            product.TransposeA ? row : (nint)row * product.LeadingA,
            product.TransposeB ? (nint)column * product.LeadingB : column,
            ((nint)row * product.LeadingC) + column);
    }

    /// <summary>A tile of C and where it and its operands begin, in elements.</summary>
    public readonly record struct Tile(int Rows, int Columns, nint OffsetA, nint OffsetB, nint OffsetC);
}

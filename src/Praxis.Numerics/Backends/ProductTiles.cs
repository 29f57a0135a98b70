namespace Praxis.Numerics.Backends;

/// <summary>
/// Cuts a matrix product into tiles of C, by its shape alone: whoever computes a tile, and on how many threads, the result is
/// the same to the last bit.
/// </summary>
internal static class ProductTiles
{
    // Large enough that packing the operands anew for each tile costs little beside the multiplications.
    private const int LargeTile = 512;
    private const int SmallTile = 256;

    // Up to this many multiplications a product is done at once, by the calling thread.
    private const long WholeWork = 160L * 160 * 160;

    public static void ForEach(in MatrixProduct product, int threads, Action<Tile> body)
    {
        (int m, int n) = (product.M, product.N);
        if ((long)m * n * product.K <= WholeWork)
        {
            body(new Tile(m, n, 0, 0, 0));
            return;
        }

        int size = Math.Max(m, n) > 2 * LargeTile ? LargeTile : SmallTile;
        int across = (n + size - 1) / size;
        int count = (m + size - 1) / size * across;
        var shape = product;
        if (count == 1 || threads == 1)
        {
            for (int index = 0; index < count; index++)
                body(TileAt(shape, size, across, index));
            return;
        }

        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, index => body(TileAt(shape, size, across, index)));
    }

    private static Tile TileAt(in MatrixProduct product, int size, int across, int index)
    {
        int row = index / across * size;
        int column = index % across * size;
        return new Tile(
            Math.Min(size, product.M - row),
            Math.Min(size, product.N - column),
            product.TransposeA ? row : (nint)row * product.LeadingA,
            product.TransposeB ? (nint)column * product.LeadingB : column,
            ((nint)row * product.LeadingC) + column);
    }

    /// <summary>A tile of C and where it and its operands begin, in elements.</summary>
    public readonly record struct Tile(int Rows, int Columns, nint OffsetA, nint OffsetB, nint OffsetC);
}

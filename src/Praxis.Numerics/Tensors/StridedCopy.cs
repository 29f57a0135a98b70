namespace Praxis.Numerics;

/// <summary>Copies between memory layouts.</summary>
internal static class StridedCopy
{
    // A square tile of doubles this wide fits the first-level cache twice over, once for either side of a transposition.
    private const int Tile = 32;

    public static void Matrix<T>(T[] from, int fromOffset, int[] fromStrides, T[] to, int toOffset, int[] toStrides, int[] shape)
    {
        if (fromStrides[1] == 1 && toStrides[1] == 1)
        {
            for (int i = 0; i < shape[0]; i++)
                from.AsSpan(fromOffset + (i * fromStrides[0]), shape[1]).CopyTo(to.AsSpan(toOffset + (i * toStrides[0])));
            return;
        }

        for (int rowTile = 0; rowTile < shape[0]; rowTile += Tile)
            for (int columnTile = 0; columnTile < shape[1]; columnTile += Tile)
            {
                int rowEnd = Math.Min(rowTile + Tile, shape[0]);
                int columnEnd = Math.Min(columnTile + Tile, shape[1]);
                for (int i = rowTile; i < rowEnd; i++)
                {
                    int source = fromOffset + (i * fromStrides[0]) + (columnTile * fromStrides[1]);
                    int target = toOffset + (i * toStrides[0]) + (columnTile * toStrides[1]);
                    for (int j = columnTile; j < columnEnd; j++, source += fromStrides[1], target += toStrides[1])
                        to[target] = from[source];
                }
            }
    }

    public static void Any<T>(T[] from, int fromOffset, int[] fromStrides, T[] to, int toOffset, int[] toStrides, int[] shape)
    {
        int last = shape.Length - 1;
        if (last < 0)
        {
            to[toOffset] = from[fromOffset];
            return;
        }

        var rows = new IndexWalk(shape.AsSpan(0, last));
        do
        {
            int source = fromOffset + rows.Place(fromStrides);
            int target = toOffset + rows.Place(toStrides);
            for (int i = 0; i < shape[last]; i++, source += fromStrides[last], target += toStrides[last])
                to[target] = from[source];
        }
        while (rows.MoveNext());
    }

    /// <summary>Copies rows × columns in row-major order to columns × rows in row-major order.</summary>
    public static void Transpose<T>(T[] from, int rows, int columns, T[] to) =>
        Matrix(from, 0, [1, columns], to, 0, [rows, 1], [columns, rows]);
}

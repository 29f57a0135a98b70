namespace Praxis.Numerics.Backends;

/// <summary>Transposition of a large matrix by strips of rows, shared among threads.</summary>
internal static class SharedTranspose
{
    private const int StripRows = 64;
    private const int SmallLength = 1 << 16;

    /// <summary>Copies rows × columns in row-major order to columns × rows in row-major order.</summary>
    public static void Copy(double[] from, int rows, int columns, double[] to, int threads)
    {
        if (from.Length <= SmallLength)
        {
            StridedCopy.Transpose(from, rows, columns, to);
            return;
        }

        WorkTeam.ForEach(threads, (rows + StripRows - 1) / StripRows, strip =>
        {
            int first = strip * StripRows;
            int count = Math.Min(StripRows, rows - first);
            StridedCopy.Matrix(from, first * columns, [1, columns], to, first, [rows, 1], [columns, count]);
        });
    }
}

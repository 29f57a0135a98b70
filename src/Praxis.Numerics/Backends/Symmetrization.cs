namespace Praxis.Numerics.Backends;

/// <summary>Makes a nearly symmetric matrix exactly so, tile by tile.</summary>
internal static class Symmetrization
{
    private const int Tile = 64;

    /// <summary>Both halves of a (n × n) ← their mean; false when two entries differ by more than the tolerance.</summary>
    public static bool Apply(double[] a, int n, double tolerance, int threads)
    {
        int tiles = (n + Tile - 1) / Tile;
        int apart = 0;
        WorkTeam.ForEach(n <= 4 * Tile ? 1 : threads, tiles * (tiles + 1) / 2, index =>
        {
            int down = (int)((Math.Sqrt((8.0 * index) + 1) - 1) / 2);
            int across = index - (down * (down + 1) / 2);
            int end = Math.Min(n, (down + 1) * Tile);
            for (int i = down * Tile; i < end; i++)
                for (int j = across * Tile; j < Math.Min(i, (across + 1) * Tile); j++)
                {
                    ref double below = ref a[(i * n) + j];
                    ref double above = ref a[(j * n) + i];
                    if (Math.Abs(above - below) > tolerance)
                        Volatile.Write(ref apart, 1);
                    above = below = 0.5 * (above + below);
                }
        });
        return apart == 0;
    }
}

using System.Collections.Concurrent;
using System.Numerics;

namespace Praxis.Numerics;

/// <summary>Accurate values of exp(−2πi k/n).</summary>
internal static class RootsOfUnity
{
    private static readonly ConcurrentDictionary<int, Complex[]> Halves = new();

    /// <summary>The roots for k = 0 … n/2, kept.</summary>
    public static Complex[] HalfFor(int n) => Halves.GetOrAdd(n, static length =>
    {
        var roots = new Complex[(length / 2) + 1];
        for (int k = 0; k < roots.Length; k++)
            roots[k] = Root(k, length);
        return roots;
    });

    /// <summary>exp(−2πi k/n), with the angle brought into the first octant before sine and cosine are taken.</summary>
    public static Complex Root(long k, long n)
    {
        k %= n;
        if (k < 0)
            k += n;

        // Eighths of the circle: k/n = octant/8 + rest/(8n).
        long eighths = 8 * k;
        int octant = (int)(eighths / n);
        long rest = eighths - (octant * n);
        bool mirrored = (octant & 1) != 0;
        (double sine, double cosine) = Math.SinCos(Math.PI / 4 * (mirrored ? n - rest : rest) / n);
        (double x, double y) = octant switch
        {
            0 => (cosine, sine),
            1 => (sine, cosine),
            2 => (-sine, cosine),
            3 => (-cosine, sine),
            4 => (-cosine, -sine),
            5 => (-sine, -cosine),
            6 => (sine, -cosine),
            _ => (cosine, -sine),
        };
        return new Complex(x, -y);
    }
}

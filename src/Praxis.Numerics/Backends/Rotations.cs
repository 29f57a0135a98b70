using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics.Backends;

/// <summary>The plane rotations of one sweep of a QR iteration, collected and then applied to the rows of a matrix, strip by strip.</summary>
internal sealed unsafe class Rotations(int capacity)
{
    private const int StripWidth = 64;

    private readonly double[] _cosines = new double[capacity];
    private readonly double[] _sines = new double[capacity];
    private readonly int[] _rows = new int[capacity];
    private int _count;

    /// <summary>Notes that rows i and i + 1 are to become cosine · (i) + sine · (i + 1) and cosine · (i + 1) − sine · (i).</summary>
    public void Add(int row, double cosine, double sine)
    {
        (_rows[_count], _cosines[_count], _sines[_count]) = (row, cosine, sine);
        _count++;
    }

    /// <summary>Applies what was noted, in that order, and forgets it.</summary>
    public void Apply(double[] matrix, int width, int threads)
    {
        int count = _count;
        _count = 0;
        if (matrix.Length == 0 || count == 0)
            return;
        int strips = (width + StripWidth - 1) / StripWidth;
        WorkTeam.ForEach(count * width < 1 << 14 ? 1 : threads, strips, strip =>
        {
            int first = strip * StripWidth;
            int length = Math.Min(StripWidth, width - first);
            fixed (double* start = matrix)
            {
                for (int k = 0; k < count; k++)
                {
                    double* upper = start + (_rows[k] * (nint)width) + first;
                    Rotate(upper, upper + width, length, _cosines[k], _sines[k]);
                }
            }
        });
    }

    /// <summary>The rotation that turns (f, g) into (radius, 0); the radius has the sign of f.</summary>
    public static (double Cosine, double Sine, double Radius) Of(double f, double g)
    {
        if (g == 0)
            return (1, 0, f);
        if (f == 0)
            return (0, Math.Sign(g), Math.Abs(g));
        double radius = Math.CopySign(double.Hypot(f, g), f);
        return (f / radius, g / radius, radius);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Rotate(double* x, double* y, int n, double cosine, double sine)
    {
        var c = Vector512.Create(cosine);
        var s = Vector512.Create(sine);
        int i = 0;
        for (; i <= n - 8; i += 8)
        {
            var a = Vector512.Load(x + i);
            var b = Vector512.Load(y + i);
            ((c * a) + (s * b)).Store(x + i);
            ((c * b) - (s * a)).Store(y + i);
        }

        for (; i < n; i++)
            (x[i], y[i]) = ((cosine * x[i]) + (sine * y[i]), (cosine * y[i]) - (sine * x[i]));
    }
}

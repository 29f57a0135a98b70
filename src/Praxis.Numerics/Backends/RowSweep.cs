using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Praxis.Numerics.Backends;

/// <summary>
/// What reductions to tridiagonal and bidiagonal form do with every row of a matrix: dot it with one vector and add a multiple of it to
/// another. Four rows at a time, so that the vectors are read and written once for four; sums in eight lanes whatever the
/// processor's vectors, so that results do not depend on them.
/// </summary>
internal static unsafe class RowSweep
{
    private const int Lanes = 8;

    /// <summary>The inner product of two vectors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(double* x, double* y, int n)
    {
        Vector512<double> s0 = default, s1 = default, s2 = default, s3 = default;
        int i = 0;
        for (; i <= n - (4 * Lanes); i += 4 * Lanes)
        {
            s0 = Fused(Vector512.Load(x + i), Vector512.Load(y + i), s0);
            s1 = Fused(Vector512.Load(x + i + Lanes), Vector512.Load(y + i + Lanes), s1);
            s2 = Fused(Vector512.Load(x + i + (2 * Lanes)), Vector512.Load(y + i + (2 * Lanes)), s2);
            s3 = Fused(Vector512.Load(x + i + (3 * Lanes)), Vector512.Load(y + i + (3 * Lanes)), s3);
        }

        for (; i <= n - Lanes; i += Lanes)
            s0 = Fused(Vector512.Load(x + i), Vector512.Load(y + i), s0);
        double rest = 0;
        for (; i < n; i++)
            rest += x[i] * y[i];
        return Total((s0 + s1) + (s2 + s3)) + rest;
    }

    /// <summary>y ← y + factor · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(double factor, double* x, double* y, int n)
    {
        var f = Vector512.Create(factor);
        int i = 0;
        for (; i <= n - Lanes; i += Lanes)
            Fused(f, Vector512.Load(x + i), Vector512.Load(y + i)).Store(y + i);
        for (; i < n; i++)
            y[i] += factor * x[i];
    }

    /// <summary>The inner products of four rows with one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourDots(double* rows, nint lead, double* x, int n, double* results)
    {
        double* a = rows;
        double* b = rows + lead;
        double* c = rows + (2 * lead);
        double* d = rows + (3 * lead);
        Vector512<double> a0 = default, b0 = default, c0 = default, d0 = default;
        Vector512<double> a1 = default, b1 = default, c1 = default, d1 = default;
        int i = 0;
        for (; i <= n - (2 * Lanes); i += 2 * Lanes)
        {
            var x0 = Vector512.Load(x + i);
            var x1 = Vector512.Load(x + i + Lanes);
            a0 = Fused(Vector512.Load(a + i), x0, a0);
            b0 = Fused(Vector512.Load(b + i), x0, b0);
            c0 = Fused(Vector512.Load(c + i), x0, c0);
            d0 = Fused(Vector512.Load(d + i), x0, d0);
            a1 = Fused(Vector512.Load(a + i + Lanes), x1, a1);
            b1 = Fused(Vector512.Load(b + i + Lanes), x1, b1);
            c1 = Fused(Vector512.Load(c + i + Lanes), x1, c1);
            d1 = Fused(Vector512.Load(d + i + Lanes), x1, d1);
        }

        (double e, double f, double g, double h) = (Total(a0 + a1), Total(b0 + b1), Total(c0 + c1), Total(d0 + d1));
        for (; i < n; i++)
        {
            e += a[i] * x[i];
            f += b[i] * x[i];
            g += c[i] * x[i];
            h += d[i] * x[i];
        }

        results[0] = e;
        results[1] = f;
        results[2] = g;
        results[3] = h;
    }

    /// <summary>y ← y + the four rows, each times its factor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddFour(double* factors, double* rows, nint lead, double* y, int n)
    {
        double* a = rows;
        double* b = rows + lead;
        double* c = rows + (2 * lead);
        double* d = rows + (3 * lead);
        var fa = Vector512.Create(factors[0]);
        var fb = Vector512.Create(factors[1]);
        var fc = Vector512.Create(factors[2]);
        var fd = Vector512.Create(factors[3]);
        int i = 0;
        for (; i <= n - Lanes; i += Lanes)
        {
            var first = Fused(fb, Vector512.Load(b + i), Fused(fa, Vector512.Load(a + i), Vector512.Load(y + i)));
            Fused(fd, Vector512.Load(d + i), Fused(fc, Vector512.Load(c + i), first)).Store(y + i);
        }

        for (; i < n; i++)
            y[i] += (factors[0] * a[i]) + (factors[1] * b[i]) + (factors[2] * c[i]) + (factors[3] * d[i]);
    }

    /// <summary>results[i] ← row i · x.</summary>
    public static void Dots(double* rows, nint lead, int count, double* x, int n, double* results)
    {
        int i = 0;
        for (; i <= count - 4; i += 4)
            FourDots(rows + (i * lead), lead, x, n, results + i);
        for (; i < count; i++)
            results[i] = Dot(rows + (i * lead), x, n);
    }

    /// <summary>y ← y + Σ factors[i] · row i.</summary>
    public static void AddRows(double* factors, double* rows, nint lead, int count, double* y, int n)
    {
        int i = 0;
        for (; i <= count - 4; i += 4)
            AddFour(factors + i, rows + (i * lead), lead, y, n);
        for (; i < count; i++)
            Add(factors[i], rows + (i * lead), y, n);
    }

    private static Vector512<double> Fused(Vector512<double> x, Vector512<double> y, Vector512<double> z) => Vector512.MultiplyAddEstimate(x, y, z);

    private static double Total(Vector512<double> sums)
    {
        var four = sums.GetLower() + sums.GetUpper();
        var two = four.GetLower() + four.GetUpper();
        return two[0] + two[1];
    }
}

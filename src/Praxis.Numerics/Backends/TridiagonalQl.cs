namespace Praxis.Numerics.Backends;

/// <summary>
/// Eigenvalues and vectors of a symmetric tridiagonal matrix by the implicit QL iteration with Wilkinson's shift (A. Dubrulle, "A short note
/// on the implicit QL algorithm for symmetric tridiagonal matrices", Numerische Mathematik 1970).
/// </summary>
internal static class TridiagonalQl
{
    private const int MostSweeps = 60;
    private const double Epsilon = 1.0 / (1L << 52);

    /// <summary>diagonal ← the eigenvalues, ascending; the rows of vectors (n × n, or empty) ← the eigenvectors.</summary>
    public static void Solve(int n, double[] diagonal, double[] beside, double[] vectors, int threads)
    {
        using var team = WorkTeam.Gather(n > 200 && vectors.Length > 0 ? threads : 1);
        for (int i = 0; i < n && vectors.Length > 0; i++)
        {
            vectors.AsSpan(i * n, n).Clear();
            vectors[(i * n) + i] = 1;
        }

        // Beside entries this far below the largest are rounding errors of the matrix itself.
        double negligible = 0;
        for (int i = 0; i < n; i++)
            negligible = Math.Max(negligible, Epsilon / 8 * Math.Max(Math.Abs(diagonal[i]), i < n - 1 ? Math.Abs(beside[i]) : 0));
        var rotations = new Rotations(n);
        for (int low = 0; low < n; low++)
        {
            int sweeps = 0;
            for (int high = End(diagonal, beside, low, n, negligible); high > low; high = End(diagonal, beside, low, n, negligible))
            {
                if (sweeps++ == MostSweeps)
                    throw new ArithmeticException($"The eigenvalue iteration did not converge for value {low} of {n}.");
                Sweep(diagonal, beside, low, high, rotations);
                rotations.Apply(vectors, n, threads);
            }
        }

        Sort(n, diagonal, vectors);
    }

    // The end of the block that begins at low: the first entry beside the diagonal that is negligible.
    private static int End(double[] d, double[] e, int low, int n, double negligible)
    {
        int high = low;
        while (high < n - 1 && Math.Abs(e[high]) > Math.Max(negligible, Epsilon * (Math.Abs(d[high]) + Math.Abs(d[high + 1]))))
            high++;
        return high;
    }

    private static void Sweep(double[] d, double[] e, int low, int high, Rotations rotations)
    {
        double g = (d[low + 1] - d[low]) / (2 * e[low]);
        g = d[high] - d[low] + (e[low] / (g + Math.CopySign(double.Hypot(g, 1), g)));
        (double sine, double cosine, double shift) = (1, 1, 0);
        for (int i = high - 1; i >= low; i--)
        {
            double f = sine * e[i];
            double b = cosine * e[i];
            double radius = double.Hypot(f, g);
            e[i + 1] = radius;
            if (radius == 0)
            {
                d[i + 1] -= shift;
                e[high] = 0;
                return;
            }

            sine = f / radius;
            cosine = g / radius;
            g = d[i + 1] - shift;
            radius = ((d[i] - g) * sine) + (2 * cosine * b);
            shift = sine * radius;
            d[i + 1] = g + shift;
            g = (cosine * radius) - b;
            rotations.Add(i, cosine, -sine);
        }

        d[low] -= shift;
        e[low] = g;
        e[high] = 0;
    }

    private static void Sort(int n, double[] values, double[] vectors)
    {
        int[] order = [.. Enumerable.Range(0, n)];
        Array.Sort((double[])values.Clone(), order);
        values.AsSpan(0, n).Sort();
        RowOrder.Apply(vectors, n, order);
    }
}

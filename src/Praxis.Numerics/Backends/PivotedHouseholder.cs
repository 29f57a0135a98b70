namespace Praxis.Numerics.Backends;

/// <summary>QR with column pivoting, one reflection at a time: the next pivot is known only after the last reflection.</summary>
internal static unsafe class PivotedHouseholder
{
    private const int ApplySize = 64;
    private const int ColumnsPerTask = 16;
    private const double SquareRootOfRoundoff = 1.0536712127723509e-8;

    /// <summary>q is m × k and r k × n with k = min(m, n); permutation holds 0 … n − 1 and becomes the order of the columns.</summary>
    public static void Factor(IDenseBackend backend, double[] a, int m, int n, double[] q, double[] r, int[] permutation)
    {
        int exponent = UnitScale.Apply(a);
        var columns = new double[n * m];
        StridedCopy.Transpose(a, m, n, columns);
        int k = Math.Min(m, n);
        var taus = new double[k];
        var norms = new double[n];
        var exact = new double[n];
        for (int j = 0; j < n; j++)
            norms[j] = exact[j] = Math.Sqrt(Summation.SumOfSquares(columns.AsSpan(j * m, m)));
        using var team = WorkTeam.Gather((long)m * n > 1 << 16 ? backend.Threads : 1);
        for (int i = 0; i < k; i++)
        {
            int pivot = i;
            for (int j = i + 1; j < n; j++)
                if (norms[j] > norms[pivot])
                    pivot = j;
            if (pivot != i)
                Exchange(columns, m, norms, exact, permutation, i, pivot);
            taus[i] = Householder.Reflect(columns.AsSpan((i * m) + i, m - i), out double diagonal);
            r[(i * n) + i] = diagonal;
            for (int row = 0; row < i; row++)
                r[(row * n) + i] = columns[(i * m) + row];
            columns.AsSpan(i * m, i).Clear();
            int at = i;
            WorkTeam.ForEach(backend.Threads, Blocks.Count(n - i - 1, ColumnsPerTask), task =>
            {
                int first = at + 1 + (task * ColumnsPerTask);
                ApplyTo(columns, m, at, first, Math.Min(ColumnsPerTask, n - first), taus[at], norms, exact);
            });
        }

        for (int j = k; j < n; j++)
            for (int row = 0; row < k; row++)
                r[(row * n) + j] = columns[(j * m) + row];
        UnitScale.Undo(r, exponent);
        for (int i = 0; i < k; i++)
            q[(i * k) + i] = 1;
        for (int start = (k - 1) / ApplySize * ApplySize; start >= 0; start -= ApplySize)
        {
            int size = Math.Min(ApplySize, k - start);
            var block = new Reflections(backend, columns, (start * m) + start, m, size, m - start, taus.AsSpan(start, size));
            block.ApplyLeft(transpose: false, q, (start * k) + start, k, k - start);
        }
    }

    private static void ApplyTo(double[] columns, int m, int i, int first, int count, double tau, double[] norms, double[] exact)
    {
        double* products = stackalloc double[ColumnsPerTask];
        fixed (double* start = columns)
        {
            double* v = start + (i * (nint)m) + i;
            double* others = start + (first * (nint)m) + i;
            RowSweep.Dots(others, m, count, v, m - i, products);
            for (int j = 0; j < count; j++)
            {
                double* column = others + (j * (nint)m);
                RowSweep.Add(-tau * products[j], v, column, m - i);
                ref double norm = ref norms[first + j];
                if (norm == 0)
                    continue;

                // The rest of the column has lost its first entry; when too much cancels, its norm is computed anew.
                double ratio = Math.Abs(column[0]) / norm;
                double left = Math.Max(0, (1 + ratio) * (1 - ratio));
                double drift = norm / exact[first + j];
                if (left * drift * drift <= SquareRootOfRoundoff)
                    norm = exact[first + j] = Math.Sqrt(RowSweep.Dot(column + 1, column + 1, m - i - 1));
                else
                    norm *= Math.Sqrt(left);
            }
        }
    }

    private static void Exchange(double[] columns, int m, double[] norms, double[] exact, int[] permutation, int i, int j)
    {
        (norms[i], norms[j]) = (norms[j], norms[i]);
        (exact[i], exact[j]) = (exact[j], exact[i]);
        (permutation[i], permutation[j]) = (permutation[j], permutation[i]);
        double[] kept = columns[(i * m)..((i + 1) * m)];
        columns.AsSpan(j * m, m).CopyTo(columns.AsSpan(i * m));
        kept.CopyTo(columns, j * m);
    }
}

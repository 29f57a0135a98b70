namespace Praxis.Numerics.Backends;

/// <summary>
/// The thin QR factorisation of a tall matrix by two rounds of Cholesky (Y. Yamamoto, Y. Nakatsukasa, Y. Yanagisawa, T. Fukaya, "Roundoff error
/// analysis of the CholeskyQR2 algorithm", ETNA 2015): AᵀA = L Lᵀ and Q = A L⁻ᵀ; then the same for Q, which takes away the first round's
/// departure from orthogonality. All work is matrix products. It needs columns that are clearly independent: whether the first round
/// came close enough for the second to finish is measured, and if not, reflections do it.
/// </summary>
internal static class CholeskyQr
{
    // From this ratio of rows to columns on, it is less work at full speed than reflections are at theirs.
    private const int TallRatio = 2;

    // Fewer columns leave the matrix products too little to do.
    private const int FewestColumns = 64;

    // A column that keeps less than this part of its length beside the columns before it makes AᵀA too inexact.
    private const double Independence = 1e-6;

    // The second round squares the departure from orthogonality, and its rounding errors grow by no more than this.
    private const double NearlyOrthogonal = 1e-3;

    // Up to this order a triangle is solved with directly.
    private const int SmallOrder = 64;

    /// <summary>
    /// q (m × n) ← orthonormal columns, r (n × n) ← upper triangular with a positive diagonal. False, with a as it was, where reflections
    /// are to be preferred.
    /// </summary>
    public static bool TryFactor(IDenseBackend backend, double[] a, int m, int n, double[] q, double[] r)
    {
        if (n < FewestColumns || m < TallRatio * n)
            return false;
        using var team = WorkTeam.Gather(backend.Threads);
        var first = new double[n * n];
        Gram(backend, a, m, n, first);
        if (backend.Cholesky(first, n) >= 0 || !AreIndependent(first, n))
            return false;
        ClearAbove(first, n);
        a.AsSpan(0, m * n).CopyTo(q);
        SolveRight(backend, first, n, 0, n, q, m);

        var second = new double[n * n];
        Gram(backend, q, m, n, second);
        if (!(DistanceFromIdentity(second, n) < NearlyOrthogonal) || backend.Cholesky(second, n) >= 0)
            return false;
        ClearAbove(second, n);
        SolveRight(backend, second, n, 0, n, q, m);

        // A = Q L₂ᵀ L₁ᵀ.
        backend.Multiply(
            new MatrixProduct(n, n, n) { TransposeA = true, TransposeB = true, LeadingA = n, LeadingB = n, LeadingC = n },
            1, second, first, 0, r);
        return true;
    }

    // The lower triangle of AᵀA.
    private static void Gram(IDenseBackend backend, double[] a, int m, int n, double[] gram) =>
        backend.Multiply(
            new MatrixProduct(n, n, m) { TransposeA = true, LowerOnly = true, LeadingA = n, LeadingB = n, LeadingC = n }, 1, a, a, 0, gram);

    // Columns start … start + order − 1 of X ← X L⁻ᵀ, by halves.
    private static void SolveRight(IDenseBackend backend, double[] l, int n, int start, int order, double[] x, int m)
    {
        if (order <= SmallOrder)
        {
            var system = new TriangularSystem(order, m) { Lower = true, Right = true, Transpose = true, LeadingT = n, LeadingB = n };
            backend.SolveTriangular(system, l.AsSpan((start * n) + start), x.AsSpan(start));
            return;
        }

        int half = (order / 2 + SmallOrder - 1) / SmallOrder * SmallOrder;
        SolveRight(backend, l, n, start, half, x, m);
        backend.Multiply(
            new MatrixProduct(m, order - half, half) { TransposeB = true, LeadingA = n, LeadingB = n, LeadingC = n },
            -1, x.AsSpan(start), l.AsSpan(((start + half) * n) + start), 1, x.AsSpan(start + half));
        SolveRight(backend, l, n, start + half, order - half, x, m);
    }

    // Row j of L is as long as column j of A, and its last entry is what that column has beside those before it.
    private static bool AreIndependent(double[] l, int n)
    {
        for (int j = 0; j < n; j++)
        {
            double length = Math.Sqrt(Summation.SumOfSquares(l.AsSpan(j * n, j + 1)));
            if (!(l[(j * n) + j] > Independence * length))
                return false;
        }

        return true;
    }

    private static double DistanceFromIdentity(double[] gram, int n)
    {
        double sum = 0;
        for (int i = 0; i < n; i++)
        {
            double diagonal = gram[(i * n) + i] - 1;
            sum += (2 * Summation.SumOfSquares(gram.AsSpan(i * n, i))) + (diagonal * diagonal);
        }

        return Math.Sqrt(sum);
    }

    private static void ClearAbove(double[] l, int n)
    {
        for (int i = 0; i < n; i++)
            l.AsSpan((i * n) + i + 1, n - i - 1).Clear();
    }
}

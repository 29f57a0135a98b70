namespace Praxis.Numerics.Backends;

/// <summary>
/// Cholesky factorisation by halves: the first half is factored, the rows beside it are solved for, their product is taken from
/// the second half, and that is factored. Nearly all work is matrix products and triangular solves.
/// </summary>
internal static class BlockedCholesky
{
    // Up to this order columns are taken one by one.
    private const int SmallOrder = 64;

    // Side of the tiles in which the lower half of A₂₂ is updated.
    private const int TileSide = 256;

    /// <summary>Overwrites the lower triangle with its factor; returns −1, or the first row whose pivot is not positive.</summary>
    public static int Factor(IDenseBackend backend, double[] a, int n)
    {
        using var team = WorkTeam.Gather(n > 2 * TileSide ? backend.Threads : 1);
        return Factor(backend, a, n, 0, n);
    }

    private static int Factor(IDenseBackend backend, double[] a, int lead, int start, int n)
    {
        if (n <= SmallOrder)
            return FactorSmall(a, lead, start, n);
        int half = (n / 2 + SmallOrder - 1) / SmallOrder * SmallOrder;
        int rest = n - half;
        int failure = Factor(backend, a, lead, start, half);
        if (failure >= 0)
            return failure;

        // L21 = A21 L11⁻ᵀ.
        int corner = (start * lead) + start;
        int below = corner + (half * lead);
        var system = new TriangularSystem(half, rest) { Lower = true, Right = true, Transpose = true, LeadingT = lead, LeadingB = lead };
        backend.SolveTriangular(system, a.AsSpan(corner), a.AsSpan(below));
        SubtractSquare(backend, a, lead, below, half, below + half, rest);
        return Factor(backend, a, lead, start + half, rest);
    }

    // The lower half of A22 ← A22 − L21 L21ᵀ, where L21 (n × k) begins at l and A22 (n × n) at target.
    private static void SubtractSquare(IDenseBackend backend, double[] a, int lead, int l, int k, int target, int n)
    {
        int side = Math.Min(TileSide, Math.Max(SmallOrder, n / 4));
        int tiles = (n + side - 1) / side;
        WorkTeam.ForEach(backend.Threads, tiles * (tiles + 1) / 2, index =>
        {
            int down = (int)((Math.Sqrt((8.0 * index) + 1) - 1) / 2);
            int across = index - (down * (down + 1) / 2);
            (int row, int column) = (down * side, across * side);
            var product = new MatrixProduct(Math.Min(side, n - row), Math.Min(side, n - column), k)
            {
                TransposeB = true,
                LeadingA = lead,
                LeadingB = lead,
                LeadingC = lead,
            };
            backend.MultiplyAlone(
                product, -1, a.AsSpan(l + (row * lead)), a.AsSpan(l + (column * lead)), 1, a.AsSpan(target + (row * lead) + column));
        });
    }

    private static int FactorSmall(double[] a, int lead, int start, int n)
    {
        for (int j = start; j < start + n; j++)
        {
            var row = a.AsSpan((j * lead) + start, j - start);
            double pivot = a[(j * lead) + j] - Summation.SumOfSquares(row);
            if (!(pivot > 0) || double.IsInfinity(pivot))
                return j;
            double root = Math.Sqrt(pivot);
            a[(j * lead) + j] = root;
            for (int i = j + 1; i < start + n; i++)
                a[(i * lead) + j] = (a[(i * lead) + j] - Summation.SumOfProducts(a.AsSpan((i * lead) + start, j - start), row)) / root;
        }

        return -1;
    }
}

namespace Praxis.Numerics.Backends;

/// <summary>Cholesky factorisation by blocks of columns; most of the work is one matrix product per block.</summary>
internal static class BlockedCholesky
{
    private const int BlockSize = 64;

    public static int Factor(IDenseBackend backend, double[] a, int n)
    {
        for (int start = 0; start < n; start += BlockSize)
        {
            int size = Math.Min(BlockSize, n - start);
            int failure = FactorDiagonal(a, n, start, size);
            if (failure >= 0)
                return failure;
            int rest = start + size;
            if (rest == n)
                break;
            SolveBelow(a, n, start, size);

            // A22 ← A22 − L21 L21ᵀ, by strips of rows so that only the lower half is computed.
            for (int row = rest; row < n; row += BlockSize)
            {
                int rows = Math.Min(BlockSize, n - row);
                var update = new MatrixProduct(rows, row + rows - rest, size) { TransposeB = true, LeadingA = n, LeadingB = n, LeadingC = n };
                backend.Multiply(
                    update, -1, a.AsSpan((row * n) + start), a.AsSpan((rest * n) + start), 1, a.AsSpan((row * n) + rest));
            }
        }

        return -1;
    }

    private static int FactorDiagonal(double[] a, int n, int start, int size)
    {
        for (int j = start; j < start + size; j++)
        {
            var row = a.AsSpan((j * n) + start, j - start);
            double pivot = a[(j * n) + j] - Summation.SumOfSquares(row);
            if (!(pivot > 0) || double.IsInfinity(pivot))
                return j;
            double root = Math.Sqrt(pivot);
            a[(j * n) + j] = root;
            for (int i = j + 1; i < start + size; i++)
                a[(i * n) + j] = (a[(i * n) + j] - Summation.SumOfProducts(a.AsSpan((i * n) + start, j - start), row)) / root;
        }

        return -1;
    }

    // L21 = A21 L11⁻ᵀ: each row below is a forward substitution of its own.
    private static void SolveBelow(double[] a, int n, int start, int size)
    {
        int rest = start + size;
        Blocks.ForEach(n - rest, BlockSize, (first, count) =>
        {
            for (int i = rest + first; i < rest + first + count; i++)
                for (int j = start; j < rest; j++)
                {
                    double known = Summation.SumOfProducts(a.AsSpan((i * n) + start, j - start), a.AsSpan((j * n) + start, j - start));
                    a[(i * n) + j] = (a[(i * n) + j] - known) / a[(j * n) + j];
                }
        });
    }
}

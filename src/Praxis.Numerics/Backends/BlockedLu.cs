using System.Numerics.Tensors;

namespace Praxis.Numerics.Backends;

/// <summary>LU factorisation with row exchanges, by blocks of columns.</summary>
internal static class BlockedLu
{
    private const int BlockSize = 48;

    public static void Factor(IDenseBackend backend, double[] a, int m, int n, int[] exchanges)
    {
        int k = Math.Min(m, n);
        for (int start = 0; start < k; start += BlockSize)
        {
            int size = Math.Min(BlockSize, k - start);
            FactorPanel(a, m, n, start, size, exchanges);
            int rest = start + size;
            if (rest == n)
                continue;
            var above = new TriangularSystem(size, n - rest) { Lower = true, UnitDiagonal = true, LeadingT = n, LeadingB = n };
            backend.SolveTriangular(above, a.AsSpan((start * n) + start), a.AsSpan((start * n) + rest));
            if (rest == m)
                continue;
            var update = new MatrixProduct(m - rest, n - rest, size) { LeadingA = n, LeadingB = n, LeadingC = n };
            backend.Multiply(update, -1, a.AsSpan((rest * n) + start), a.AsSpan((start * n) + rest), 1, a.AsSpan((rest * n) + rest));
        }
    }

    private static void FactorPanel(double[] a, int m, int n, int start, int size, int[] exchanges)
    {
        for (int j = start; j < start + size; j++)
        {
            int pivot = j;
            for (int i = j + 1; i < m; i++)
                if (Math.Abs(a[(i * n) + j]) > Math.Abs(a[(pivot * n) + j]))
                    pivot = i;
            exchanges[j] = pivot;
            if (pivot != j)
                Exchange(a.AsSpan(j * n, n), a.AsSpan(pivot * n, n));
            double divisor = a[(j * n) + j];
            if (divisor == 0)
                continue;
            var pivotRow = a.AsSpan((j * n) + j + 1, start + size - j - 1);
            for (int i = j + 1; i < m; i++)
            {
                double factor = a[(i * n) + j] /= divisor;
                var row = a.AsSpan((i * n) + j + 1, pivotRow.Length);
                TensorPrimitives.MultiplyAdd(pivotRow, -factor, row, row);
            }
        }
    }

    private static void Exchange(Span<double> first, Span<double> second)
    {
        for (int i = 0; i < first.Length; i++)
            (first[i], second[i]) = (second[i], first[i]);
    }
}

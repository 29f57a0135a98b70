using System.Numerics.Tensors;

namespace Praxis.Numerics.Backends;

/// <summary>Triangular solves: substitution inside small diagonal blocks, matrix products for the rest.</summary>
internal static class BlockedTriangular
{
    private const int BlockSize = 48;

    public static void Solve(IDenseBackend backend, in TriangularSystem system, ReadOnlySpan<double> t, Span<double> b)
    {
        // op(T) is lower exactly when one of "lower" and "transpose" holds; a lower system is solved from the top.
        bool fromTop = system.Lower != system.Transpose;
        int n = system.N;
        int blocks = (n + BlockSize - 1) / BlockSize;
        for (int step = 0; step < blocks; step++)
        {
            int start = (fromTop ? step : blocks - 1 - step) * BlockSize;
            int size = Math.Min(BlockSize, n - start);
            int known = fromTop ? 0 : start + size;
            int count = fromTop ? start : n - known;
            if (count > 0)
                Subtract(backend, system, t, b, start, size, known, count);
            Substitute(system, t, b, start, size, fromTop);
        }
    }

    // Rows start… of B lose what the rows solved already contribute.
    private static void Subtract(
        IDenseBackend backend, in TriangularSystem system, ReadOnlySpan<double> t, Span<double> b, int start, int size, int known, int count)
    {
        int lead = system.LeadingT;
        int corner = system.Transpose ? (known * lead) + start : (start * lead) + known;
        var product = new MatrixProduct(size, system.Columns, count)
        {
            TransposeA = system.Transpose,
            LeadingA = lead,
            LeadingB = system.LeadingB,
            LeadingC = system.LeadingB,
        };
        backend.Multiply(product, -1, t[corner..], b[(known * system.LeadingB)..], 1, b[(start * system.LeadingB)..]);
    }

    private static void Substitute(in TriangularSystem system, ReadOnlySpan<double> t, Span<double> b, int start, int size, bool fromTop)
    {
        int lead = system.LeadingT;
        for (int step = 0; step < size; step++)
        {
            int i = start + (fromTop ? step : size - 1 - step);
            var row = b.Slice(i * system.LeadingB, system.Columns);
            int first = fromTop ? start : i + 1;
            int end = fromTop ? i : start + size;
            for (int j = first; j < end; j++)
            {
                double factor = system.Transpose ? t[(j * lead) + i] : t[(i * lead) + j];
                if (factor != 0)
                    TensorPrimitives.MultiplyAdd(b.Slice(j * system.LeadingB, system.Columns), -factor, row, row);
            }

            if (!system.UnitDiagonal)
                TensorPrimitives.Divide(row, t[(i * lead) + i], row);
        }
    }
}

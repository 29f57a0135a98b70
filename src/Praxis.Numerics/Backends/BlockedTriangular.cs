using System.Numerics;
using System.Numerics.Tensors;

namespace Praxis.Numerics.Backends;

/// <summary>Triangular solves on one thread: substitution inside small diagonal blocks, matrix products for the rest.</summary>
internal static class BlockedTriangular
{
    private const int BlockSize = 32;

    public static void Solve<T>(in TriangularSystem system, ReadOnlySpan<T> t, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (system.Right)
            SolveTransposed(system, t, b);
        else
            SolveLeft(system, t, b);
    }

    // X op(T) = B is op(T)ᵀ Xᵀ = Bᵀ, in which the rows of the right-hand sides are long and so good for vectors.
    private static void SolveTransposed<T>(in TriangularSystem system, ReadOnlySpan<T> t, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        (int n, int sides) = (system.N, system.Sides);
        var turned = new T[n * sides];
        for (int i = 0; i < sides; i++)
        {
            var row = b.Slice(i * system.LeadingB, n);
            for (int j = 0; j < n; j++)
                turned[(j * sides) + i] = row[j];
        }

        SolveLeft(system with { Right = false, Transpose = !system.Transpose, LeadingB = sides }, t, turned);
        for (int i = 0; i < sides; i++)
        {
            var row = b.Slice(i * system.LeadingB, n);
            for (int j = 0; j < n; j++)
                row[j] = turned[(j * sides) + i];
        }
    }

    private static void SolveLeft<T>(in TriangularSystem system, ReadOnlySpan<T> t, Span<T> b)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
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
                Subtract(system, t, b, start, size, known, count);
            Substitute(system, t, b, start, size, fromTop);
        }
    }

    // Rows start… of B lose what the rows solved already contribute.
    private static void Subtract<T>(
        in TriangularSystem system, ReadOnlySpan<T> t, Span<T> b, int start, int size, int known, int count)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lead = system.LeadingT;
        int corner = system.Transpose ? (known * lead) + start : (start * lead) + known;
        var product = new MatrixProduct(size, system.Sides, count)
        {
            TransposeA = system.Transpose,
            LeadingA = lead,
            LeadingB = system.LeadingB,
            LeadingC = system.LeadingB,
        };
        PackedGemm.Multiply(product, -T.One, t[corner..], b[(known * system.LeadingB)..], T.One, b[(start * system.LeadingB)..], threads: 1);
    }

    private static void Substitute<T>(in TriangularSystem system, ReadOnlySpan<T> t, Span<T> b, int start, int size, bool fromTop)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int lead = system.LeadingT;
        for (int step = 0; step < size; step++)
        {
            int i = start + (fromTop ? step : size - 1 - step);
            var row = b.Slice(i * system.LeadingB, system.Sides);
            int first = fromTop ? start : i + 1;
            int end = fromTop ? i : start + size;
            for (int j = first; j < end; j++)
            {
                T factor = system.Transpose ? t[(j * lead) + i] : t[(i * lead) + j];
                if (factor != T.Zero)
                    TensorPrimitives.MultiplyAdd(b.Slice(j * system.LeadingB, system.Sides), -factor, row, row);
            }

            if (!system.UnitDiagonal)
                TensorPrimitives.Divide(row, t[(i * lead) + i], row);
        }
    }
}

using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>Left singular vectors and singular values of a matrix with far more columns than rows, without its right ones.</summary>
public static class LeftSingularVectors
{
    /// <summary>
    /// U and the singular values of Aᵀ given row by row. The triangular factor R of Aᵀ = QR is gathered block by block (R of [R; next
    /// rows]), so that no copy of A is needed; A = RᵀQᵀ has the left singular vectors of the small Rᵀ. Unlike by the eigenvectors of AAᵀ,
    /// singular values far below √(machine precision)·σ₁ are kept.
    /// </summary>
    /// <param name="transposed">Aᵀ: (columns of A, rows of A).</param>
    /// <returns>U, (rows of A, k), and k = min(rows, columns) singular values, descending.</returns>
    /// <exception cref="ShapeException">A is no matrix.</exception>
    /// <exception cref="NonFiniteException">A has NaN or infinite entries.</exception>
    public static (Tensor U, Tensor S) OfTransposed(Tensor transposed)
    {
        int columns = transposed.Rows, rows = transposed.Columns;
        var block = Math.Max(3 * rows, 1024);
        if (columns <= block) return Small(transposed.Transpose());

        var r = LinearAlgebra.Qr(transposed.Slice(0, 0, block)).R; // (rows, rows)
        for (var start = block; start < columns; start += block)
        {
            var next = transposed.Slice(0, start, Math.Min(block, columns - start));
            r = LinearAlgebra.Qr(Tensor.Concat(0, r, next)).R;
        }
        return Small(r.Transpose());
    }

    private static (Tensor U, Tensor S) Small(Tensor a)
    {
        var svd = LinearAlgebra.Svd(a);
        return (svd.U, svd.S);
    }
}

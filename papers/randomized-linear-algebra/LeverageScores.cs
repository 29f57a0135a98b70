using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>How much of a matrix's column space hangs on each row: τᵢ = aᵢᵀ(AᵀA)†aᵢ, the largest share a row can have of ‖Ax‖₂².</summary>
public static class LeverageScores
{
    /// <summary>An orthonormal basis of the column space, with as many columns as the matrix has numerical rank.</summary>
    /// <param name="a">(n, d), any rank above 0.</param>
    /// <returns>U: (n, rank) with UᵀU = I.</returns>
    /// <exception cref="ArgumentException">No matrix, no rows or columns, or a matrix of zeros.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity.</exception>
    public static Tensor Basis(Tensor a)
    {
        if (a.Rank != 2 || a.Rows < 1 || a.Columns < 1)
            throw new ArgumentException($"A matrix with rows and columns is needed; its shape is ({string.Join(", ", a.Shape.ToArray())}).", nameof(a));
        a.EnsureFinite("The matrix");
        var svd = LinearAlgebra.Svd(a.To(DType.F64));
        var tolerance = Math.Max(a.Rows, a.Columns) * 2.2e-16 * svd.S[0];
        var rank = svd.S.ToArray().Count(s => s > tolerance);
        if (rank == 0) throw new ArgumentException("The matrix is zero: it has no direction to keep.", nameof(a));
        return svd.U.Slice(1, 0, rank).Contiguous();
    }

    /// <summary>The scores τᵢ of all rows; each is at most 1, and they sum to the rank.</summary>
    /// <param name="a">(n, d).</param>
    public static double[] Of(Tensor a) => OfBasis(Basis(a));

    /// <summary>The scores from an orthonormal basis: τᵢ = ‖uᵢ‖².</summary>
    /// <param name="basis">U: (n, rank), as <see cref="Basis"/> returns it.</param>
    public static double[] OfBasis(Tensor basis)
    {
        var scores = new double[basis.Rows];
        for (var i = 0; i < scores.Length; i++) scores[i] = Math.Min(1, TensorPrimitives.SumOfSquares<double>(basis.RowSpan(i)));
        return scores;
    }
}

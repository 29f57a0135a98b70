using System.Numerics.Tensors;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>Solves small symmetric positive definite systems in place, thousands of them without an allocation.</summary>
internal static class SmallCholesky
{
    /// <summary>
    /// Replaces the right-hand side by M⁻¹·rhs. A matrix that lost its positive definiteness to rounding or to vanishing weights gets
    /// just enough on its diagonal.
    /// </summary>
    /// <param name="matrix">M: the lower triangle of d × d, row by row; overwritten by its factor.</param>
    /// <param name="right">The right-hand side: (d).</param>
    public static void Solve(Span<double> matrix, Span<double> right)
    {
        var d = right.Length;
        Span<double> kept = matrix.ToArray();
        var trace = 0.0;
        for (var r = 0; r < d; r++) trace += matrix[r * d + r];
        for (var ridge = 0.0; !Factor(matrix, d); ridge = ridge == 0 ? 1e-14 * trace : 100 * ridge)
        {
            if (!double.IsFinite(trace)) throw new ArithmeticException("The weights of a least-squares step overflowed.");
            kept.CopyTo(matrix);
            for (var r = 0; r < d; r++) matrix[r * d + r] += ridge == 0 ? 1e-14 * trace : 100 * ridge;
        }
        for (var r = 0; r < d; r++) // L y = b
            right[r] = (right[r] - TensorPrimitives.Dot<double>(matrix.Slice(r * d, r), right[..r])) / matrix[r * d + r];
        for (var r = d - 1; r >= 0; r--) // Lᵀ x = y
        {
            right[r] /= matrix[r * d + r];
            TensorPrimitives.MultiplyAdd(matrix.Slice(r * d, r), -right[r], right[..r], right[..r]);
        }
    }

    private static bool Factor(Span<double> matrix, int d)
    {
        for (var r = 0; r < d; r++)
        {
            var row = matrix.Slice(r * d, r + 1);
            for (var s = 0; s < r; s++)
                row[s] = (row[s] - TensorPrimitives.Dot<double>(row[..s], matrix.Slice(s * d, s))) / matrix[s * d + s];
            var pivot = row[r] - TensorPrimitives.SumOfSquares<double>(row[..r]);
            if (!(pivot > 1e-15 * row[r])) return false;
            row[r] = Math.Sqrt(pivot);
        }
        return true;
    }
}

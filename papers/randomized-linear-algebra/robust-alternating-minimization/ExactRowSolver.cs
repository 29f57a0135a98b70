using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>
/// The regression solved exactly, by normal equations and Cholesky: N·k²/2 operations. The bases are orthonormal, so that squaring the condition
/// number of their observed rows does no harm; where Cholesky breaks down, or rows are too few, the shortest solution is taken by singular values.
/// </summary>
public sealed class ExactRowSolver : IRowSolver
{
    /// <inheritdoc/>
    public RowSolution Solve(Tensor a, Tensor b, ReadOnlySpan<double> warm, RandomStream random)
    {
        var (n, k) = (a.Rows, a.Columns);
        var operations = (long)n * k * (k + 3) / 2;
        var basis = (long)k * k * k / 6 + (long)k * k;
        if (n >= k)
        {
            var rows = a.AsSpan();
            var values = b.AsSpan();
            var gram = new double[k * k]; // AᵀA, upper triangle
            var x = new double[k];        // Aᵀb, then the solution
            for (var r = 0; r < n; r++)
            {
                var row = rows.Slice(r * k, k);
                var value = values[r];
                for (var i = 0; i < k; i++)
                {
                    var factor = row[i];
                    x[i] += factor * value;
                    var target = gram.AsSpan(i * k, k);
                    for (var j = i; j < k; j++) target[j] += factor * row[j];
                }
            }
            if (TryCholesky(gram, x, k)) return new RowSolution(x, 0, operations, basis);
        }
        return new RowSolution(LinearAlgebra.LeastSquares(a, b).Solution.ToArray(), 0, operations, basis);
    }

    /// <summary>Solves G x = c in place by G = RᵀR; false when a pivot is not clearly positive.</summary>
    private static bool TryCholesky(double[] gram, double[] x, int k)
    {
        double largest = 0;
        for (var i = 0; i < k; i++) largest = Math.Max(largest, gram[i * k + i]);
        for (var i = 0; i < k; i++)
        {
            var pivot = gram[i * k + i];
            if (!(pivot > 1e-11 * largest)) return false;
            var root = Math.Sqrt(pivot);
            for (var j = i; j < k; j++) gram[i * k + j] /= root;
            for (var r = i + 1; r < k; r++)
                for (var j = r; j < k; j++) gram[r * k + j] -= gram[i * k + r] * gram[i * k + j];
        }
        for (var i = 0; i < k; i++) // Rᵀ y = c
        {
            for (var j = 0; j < i; j++) x[i] -= gram[j * k + i] * x[j];
            x[i] /= gram[i * k + i];
        }
        for (var i = k - 1; i >= 0; i--) // R x = y
        {
            for (var j = i + 1; j < k; j++) x[i] -= gram[i * k + j] * x[j];
            x[i] /= gram[i * k + i];
        }
        return true;
    }
}

using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>
/// ℓₚ Lewis weights, the fixed point wᵢ = (aᵢᵀ(Aᵀ W^(1−2/p) A)⁻¹aᵢ)^(p/2): the leverage scores of the matrix that they themselves
/// reweigh. They sum to the rank, and sampling by them is the best known baseline.
/// </summary>
public static class LewisWeights
{
    /// <summary>The weights of all rows.</summary>
    /// <param name="a">(n, d), of any rank above 0.</param>
    /// <param name="p">1 up to but not including 4: there the fixed-point iteration stops being a contraction.</param>
    /// <returns>wᵢ for each row; 0 for a row of zeros.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p outside [1, 4).</exception>
    public static double[] Of(Tensor a, double p) => OfBasis(LeverageScores.Basis(a), p);

    /// <summary>The same from an orthonormal basis of the column space.</summary>
    /// <param name="basis">U: (n, rank).</param>
    /// <param name="p">1 up to but not including 4.</param>
    public static double[] OfBasis(Tensor basis, double p)
    {
        if (!(p >= 1 && p < 4))
            throw new ArgumentOutOfRangeException(nameof(p), p, "Lewis weights are computed for 1 ≤ p < 4; choose another score, such as sensitivity.");
        var leverage = LeverageScores.OfBasis(basis);
        int[] rows = [.. Enumerable.Range(0, basis.Rows).Where(i => leverage[i] > 1e-26)];
        var u = basis.TakeRows(rows); // (rows that are not zero, d)
        var w = Enumerable.Repeat(1.0, rows.Length).ToArray();
        for (var pass = 0; pass < 300; pass++)
        {
            double[] scale = [.. w.Select(weight => Math.Pow(weight, 0.5 - 1 / p))];
            var weighted = u * Tensor.Wrap(scale, rows.Length, 1);                                         // W^(1/2−1/p) U
            var factor = LinearAlgebra.Cholesky(LinearAlgebra.MatMul(weighted, weighted, true, false));    // L Lᵀ = Uᵀ W^(1−2/p) U
            var solved = LinearAlgebra.SolveTriangular(factor, u.Transpose().Contiguous(), lower: true);   // L⁻¹Uᵀ: (d, n)
            var next = (solved * solved).Sum(0).Map(t => Math.Pow(t, p / 2)).ToArray();
            var change = w.Zip(next, (before, after) => Math.Abs(Math.Log(after / before))).Max();
            w = next;
            if (change < 1e-9) break;
        }
        var weights = new double[basis.Rows];
        for (var k = 0; k < rows.Length; k++) weights[rows[k]] = w[k];
        return weights;
    }
}

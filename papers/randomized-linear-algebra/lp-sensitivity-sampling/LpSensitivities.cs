using System.Numerics.Tensors;

namespace Praxis.Papers.RandomizedLinearAlgebra.LpSensitivitySampling;

/// <summary>
/// ℓₚ sensitivities: σᵢ = sup |aᵢᵀx|ᵖ/‖A x‖ₚᵖ, the largest share that row i can have of the norm. They depend on the column space
/// only, and their sum 𝔖 lies between d and d^(p/2).
/// </summary>
public static class LpSensitivities
{
    /// <summary>The sensitivities of all rows, from 1/σᵢ = min ‖A x‖ₚᵖ subject to aᵢᵀx = 1: n convex problems of cost O(nd²).</summary>
    /// <param name="a">(n, d), of any rank above 0; a few thousand rows at most are sensible.</param>
    /// <param name="p">1 to 16.</param>
    /// <param name="tolerance">The relative accuracy at which the iterations stop; σ is approached from below, for p = 1 slowly.</param>
    /// <param name="cancel">Stops the work.</param>
    /// <returns>σᵢ for each row; 0 for a row of zeros.</returns>
    /// <exception cref="ArgumentOutOfRangeException">p outside 1 to 16.</exception>
    public static double[] Of(Tensor a, double p, double tolerance = 1e-5, CancellationToken cancel = default) =>
        OfBasis(LeverageScores.Basis(a), p, tolerance, cancel);

    /// <summary>The same from an orthonormal basis of the column space.</summary>
    /// <param name="basis">U: (n, rank), as <see cref="LeverageScores.Basis"/> returns it.</param>
    /// <param name="p">1 to 16.</param>
    /// <param name="tolerance">The relative accuracy at which the iterations stop.</param>
    /// <param name="cancel">Stops the work.</param>
    public static double[] OfBasis(Tensor basis, double p, double tolerance = 1e-5, CancellationToken cancel = default)
    {
        LpPower.Require(p);
        if (p == 2) return LeverageScores.OfBasis(basis);
        var lengths = Enumerable.Range(0, basis.Rows).Select(i => TensorPrimitives.Norm<double>(basis.RowSpan(i))).ToArray();
        int[] rows = [.. Enumerable.Range(0, basis.Rows).Where(i => lengths[i] > 1e-13)];
        var constraints = basis.TakeRows(rows); // (rows that are not zero, d)
        for (var k = 0; k < rows.Length; k++) TensorPrimitives.Divide(constraints.RowSpan(k), lengths[rows[k]], constraints.RowSpan(k));

        var (_, values) = LpMinimizer.Minimize(basis, constraints, p, steps: 300, tolerance, cancel);
        var sensitivities = new double[basis.Rows];
        for (var k = 0; k < rows.Length; k++)
            sensitivities[rows[k]] = Math.Min(1, Math.Pow(lengths[rows[k]], p) / values[k]);
        return sensitivities;
    }
}

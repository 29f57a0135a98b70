using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

/// <summary>How good features are for a support: the largest |vᵢ| that a signal of unit mean square on it can have.</summary>
public static class Goodness
{
    /// <summary>g(T) = maxᵢ √n·‖[(Z_TᵀZ_T)^(−½)]ᵢ‖, so that ‖v‖₁ ≤ k·g(T)·‖Z_T v‖/√n; infinite when the columns are dependent.</summary>
    /// <param name="features">Z: (n, p).</param>
    /// <param name="support">T: k columns of Z, at most n.</param>
    /// <exception cref="ArgumentException">No column, or more columns than rows.</exception>
    public static double Of(Tensor features, ReadOnlySpan<int> support)
    {
        if (support.Length == 0 || support.Length > features.Rows)
            throw new ArgumentException($"A support of {support.Length} columns for {features.Rows} rows; take at least 1 and at most as many as rows.", nameof(support));
        var r = LinearAlgebra.Qr(features.TakeColumns(support)).R; // Z_TᵀZ_T = RᵀR, whose inverse has the rows' squares of R⁻¹ on its diagonal
        for (var i = 0; i < support.Length; i++)
            if (r[i, i] == 0) return double.PositiveInfinity;
        var inverse = LinearAlgebra.SolveTriangular(r, Tensor.Identity(support.Length), lower: false); // (k, k)
        return Math.Sqrt(features.Rows * inverse.Square().Sum(1).Max());
    }

    /// <summary>g of random supports.</summary>
    /// <param name="features">Z: (n, p).</param>
    /// <param name="k">Columns of a support.</param>
    /// <param name="count">How many supports.</param>
    /// <param name="random">Where the supports come from.</param>
    /// <returns>Ascending.</returns>
    public static double[] OfRandomSupports(Tensor features, int k, int count, RandomStream random) =>
        [.. Enumerable.Range(0, count).Select(_ => Of(features, random.Choose(k, features.Columns))).Order()];
}

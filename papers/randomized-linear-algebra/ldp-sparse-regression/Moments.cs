using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LdpSparseRegression;

/// <summary>The mean moments of n records, each clipped to public bounds: all that the protocols need of the records.</summary>
/// <param name="People">n.</param>
/// <param name="Second">Σ̂ = mean of x̃x̃ᵀ: (d, d).</param>
/// <param name="Cross">b̂ = mean of ỹx̃: (d).</param>
/// <param name="TargetSquare">Mean of ỹ².</param>
public sealed record Moments(double People, Tensor Second, Tensor Cross, double TargetSquare)
{
    /// <summary>Clips records and averages.</summary>
    /// <param name="x">X: (n, d).</param>
    /// <param name="y">(n).</param>
    /// <param name="bounds">Public bounds.</param>
    /// <returns>The moments, and how many rows and targets were clipped.</returns>
    /// <exception cref="ArgumentException">No records, or shapes that do not fit.</exception>
    /// <exception cref="NonFiniteException">NaN or an infinity in X or y.</exception>
    public static (Moments Moments, int ClippedRows, int ClippedTargets) Of(Tensor x, Tensor y, ClippingBounds bounds)
    {
        if (x.Rank != 2 || x.Length == 0) throw new ArgumentException("X must be a matrix with rows and columns.", nameof(x));
        if (y.Rank != 1 || y.Length != x.Rows) throw new ArgumentException($"y must have {x.Rows} entries, one for each record.", nameof(y));
        var (rows, clippedRows) = Clip(x, bounds);
        y.EnsureFinite("y");
        var targets = y.Clamp(-bounds.Target, bounds.Target);
        var n = x.Rows;
        return (new Moments(
            n,
            LinearAlgebra.MatMul(rows, rows, transposeA: true, transposeB: false) / n,
            LinearAlgebra.MatVec(rows.Transpose(), targets) / n,
            LinearAlgebra.Dot(targets, targets) / n), clippedRows, y.ToArray().Count(value => Math.Abs(value) > bounds.Target));
    }

    /// <summary>x̃ = x·min(1, r/‖x‖) for every row.</summary>
    public static (Tensor Rows, int Clipped) Clip(Tensor x, ClippingBounds bounds)
    {
        x.EnsureFinite("X");
        var norms = x.Square().Sum(1, keepAxis: true).Sqrt(); // (n, 1)
        return (x * norms.Map(norm => norm > bounds.RowNorm ? bounds.RowNorm / norm : 1), norms.ToArray().Count(norm => norm > bounds.RowNorm));
    }

    /// <summary>
    /// The moments of n records x ~ N(0, Σ), y = ⟨x, θ⟩ + noise, without drawing the records: the second moment by Bartlett's
    /// decomposition of the Wishart distribution, the cross moment given it. Nothing is clipped: the bounds of
    /// <see cref="ClippingBounds.Paper"/> touch one record in n or fewer.
    /// </summary>
    /// <param name="people">n, at least 10,000 (the roots of the χ² variables are drawn by Fisher's normal approximation).</param>
    /// <param name="covariance">Σ: (d, d), positive definite.</param>
    /// <param name="theta">θ: (d).</param>
    /// <param name="noise">The standard deviation of y's noise.</param>
    /// <param name="random">Where they come from.</param>
    public static Moments OfNormalRecords(double people, Tensor covariance, Tensor theta, double noise, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(people, 10_000);
        var d = theta.Length;
        var bartlett = Tensor.Zeros(d, d); // A, lower: AAᵀ ~ Wishart(n, I)
        for (var i = 0; i < d; i++)
        {
            bartlett[i, i] = Math.Sqrt(people - i - 0.5) + random.NextNormal() / Math.Sqrt(2);
            for (var j = 0; j < i; j++) bartlett[i, j] = random.NextNormal();
        }
        var root = LinearAlgebra.MatMul(LinearAlgebra.Cholesky(covariance), bartlett) / Math.Sqrt(people); // XᵀX/n = root·rootᵀ
        var second = LinearAlgebra.MatMul(root, root, transposeA: false, transposeB: true);
        // Xᵀζ/n given X is N(0, noise²·(XᵀX/n)/n).
        var cross = LinearAlgebra.MatVec(second, theta) + noise / Math.Sqrt(people) * LinearAlgebra.MatVec(root, random.Normal(d));
        var target = LinearAlgebra.Dot(theta, 2 * cross - LinearAlgebra.MatVec(second, theta)) + noise * noise * (1 + random.NextNormal() * Math.Sqrt(2 / people));
        return new Moments(people, second, cross, target);
    }
}

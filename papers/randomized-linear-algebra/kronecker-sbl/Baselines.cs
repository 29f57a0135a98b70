using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>Classic sparse Bayesian learning: every entry its own variance, γ = d.</summary>
public static class ClassicSparseBayes
{
    /// <summary>Recovers x of y = A x + noise of known variance.</summary>
    /// <param name="a">A: (m, n).</param>
    /// <param name="y">(m).</param>
    /// <param name="noiseVariance">σ² &gt; 0.</param>
    /// <param name="pruning">Entries of γ below this share of the largest are pruned for good; 0 for never.</param>
    /// <param name="tolerance">Stops when ‖γ − γ_old‖ is below this share of ‖γ_old‖.</param>
    /// <param name="mostIterations">Most iterations.</param>
    /// <param name="start">γ to begin with: (n), positive; ones when null.</param>
    /// <exception cref="ArgumentException">Shapes that do not fit.</exception>
    public static (Tensor X, int Iterations) Recover(
        Tensor a, Tensor y, double noiseVariance, double pruning = 1e-3, double tolerance = 1e-4, int mostIterations = 150, double[]? start = null)
    {
        if (a.Rank != 2 || y.Length != a.Rows) throw new ArgumentException($"y has {y.Length} entries; A must be a matrix with as many rows.", nameof(y));
        var n = a.Columns;
        int[] active = [.. Enumerable.Range(0, n)];
        double[] gamma = start is null ? [.. Enumerable.Repeat(1.0, n)] : [.. start];
        var shrunk = a;
        var iterations = 0;
        while (true)
        {
            var (mean, second) = Moments(shrunk, y, gamma, noiseVariance);
            iterations++;
            var (change, norm) = (0.0, 0.0);
            for (var j = 0; j < gamma.Length; j++) (change, norm) = (change + (second[j] - gamma[j]) * (second[j] - gamma[j]), norm + gamma[j] * gamma[j]);
            gamma = second; // γ = d
            if (Math.Sqrt(change / norm) < tolerance || iterations >= mostIterations)
            {
                mean = Moments(shrunk, y, gamma, noiseVariance).Mean;
                var x = Tensor.Zeros(n);
                for (var j = 0; j < active.Length; j++) x[active[j]] = mean[j];
                return (x, iterations);
            }
            var least = pruning * gamma.Max();
            int[] kept = [.. Enumerable.Range(0, gamma.Length).Where(j => gamma[j] >= least)];
            if (kept.Length == gamma.Length) continue;
            (gamma, active) = ([.. kept.Select(j => gamma[j])], [.. kept.Select(j => active[j])]);
            shrunk = a.TakeColumns(active);
        }
    }

    private static (double[] Mean, double[] Second) Moments(Tensor a, Tensor y, double[] gamma, double noiseVariance)
    {
        var scaled = a * Tensor.Wrap(gamma, gamma.Length);                                                      // AΓ (m, n)
        var covariance = LinearAlgebra.MatMul(scaled, a, transposeA: false, transposeB: true);                  // AΓAᵀ (m, m)
        covariance = (covariance + covariance.Transpose()) / 2 + noiseVariance * Tensor.Identity(a.Rows);
        var root = LinearAlgebra.Cholesky(covariance);                                                          // Σ_y = LLᵀ
        var whitened = LinearAlgebra.SolveTriangular(root, a, lower: true);                                     // L⁻¹A (m, n)
        var s = whitened.Square().Sum(0);                                                                       // diag(AᵀΣ_y⁻¹A) (n)
        var z = LinearAlgebra.MatVec(whitened.Transpose(), LinearAlgebra.SolveTriangular(root, y, lower: true)); // AᵀΣ_y⁻¹y (n)
        var (mean, second) = (new double[gamma.Length], new double[gamma.Length]);
        for (var j = 0; j < gamma.Length; j++)
        {
            mean[j] = gamma[j] * z[j];
            second[j] = mean[j] * mean[j] + Math.Max(0, gamma[j] - gamma[j] * s[j] * gamma[j]);
        }
        return (mean, second);
    }
}

/// <summary>Kronecker orthogonal matching pursuit: one index per mode is added at the largest correlation, then least squares on the grid.</summary>
public static class KroneckerMatchingPursuit
{
    /// <summary>Recovers x.</summary>
    /// <param name="factors">A_q: (M_q, N_q).</param>
    /// <param name="y">(∏M_q).</param>
    /// <param name="residualNorm">Stops when the residual is this short; σ·√(∏M_q) when the noise is known.</param>
    /// <returns>x̂ (∏N_q), and the steps taken.</returns>
    public static (Tensor X, int Steps) Recover(IReadOnlyList<Tensor> factors, Tensor y, double residualNorm)
    {
        Tensor[] unit = [.. factors.Select(factor => factor / factor.Square().Sum(0).Sqrt())];
        var supports = factors.Select(_ => new SortedSet<int>()).ToArray();
        double[] solution = [];
        var residual = y.ToArray();
        var steps = 0;
        while (Norm(residual) > residualNorm)
        {
            var correlation = ModeProducts.ApplyTransposed(unit, residual);
            var place = Tensor.Wrap([.. correlation.Select(Math.Abs)], correlation.Length).ArgMax();
            var added = false;
            for (var q = factors.Count - 1; q >= 0; q--)
            {
                var index = place % factors[q].Columns;
                place /= factors[q].Columns;
                if (supports[q].Count < factors[q].Rows) added |= supports[q].Add(index); // more columns than rows would fit the noise
            }
            if (!added) break;
            steps++;
            Tensor[] chosen = [.. factors.Zip(supports, (factor, support) => factor.TakeColumns([.. support]))];
            solution = ModeProducts.Apply([.. chosen.Select(columns => LinearAlgebra.PseudoInverse(columns))], y.ToArray()); // (⊗A_q,S)⁺ = ⊗A_q,S⁺
            residual = [.. y.ToArray().Zip(ModeProducts.Apply(chosen, solution), (a, b) => a - b)];
        }
        var x = Tensor.Zeros(factors.Aggregate(1, (product, factor) => product * factor.Columns));
        int[] places = [0];
        for (var q = 0; q < factors.Count; q++) places = [.. places.SelectMany(_ => supports[q], (p, i) => p * factors[q].Columns + i)];
        for (var j = 0; j < solution.Length; j++) x[places[j]] = solution[j];
        return (x, steps);
    }

    private static double Norm(double[] v) => Math.Sqrt(v.Sum(value => value * value));
}

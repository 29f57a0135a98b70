using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>
/// The E-step: mean and variances of x given y under x ~ N(0, diag γ), γ = γ₁ ⊗ … ⊗ γ_I, y = (⊗A_q)x + N(0, σ²), and the cost
/// ln det Σ_y + yᵀΣ_y⁻¹y with Σ_y = σ²I + AΓAᵀ.
/// </summary>
/// <remarks>
/// Exact and without the big matrix: with A_q Γ_q A_qᵀ = U_q D_q U_qᵀ, Σ_y⁻¹ = (⊗U_q)(σ² + ⊗D_q)⁻¹(⊗U_q)ᵀ, and with B_q = U_qᵀA_q the
/// diagonal of AᵀΣ_y⁻¹A is (⊗(B_q∘B_q))ᵀ(σ² + ⊗D_q)⁻¹.
/// </remarks>
/// <param name="Mean">μ: (∏N_q).</param>
/// <param name="SecondMoments">d = μ² + diag Σ_x: (∏N_q).</param>
/// <param name="Gradient">∂cost/∂γⱼ = aⱼᵀΣ_y⁻¹aⱼ − (aⱼᵀΣ_y⁻¹y)²: (∏N_q).</param>
/// <param name="Determined">Σⱼ (1 − Σ_x,jj/γⱼ): how many entries the data determine.</param>
/// <param name="Cost">The cost.</param>
public sealed record Posterior(double[] Mean, double[] SecondMoments, double[] Gradient, double Determined, double Cost)
{
    /// <summary>Computes it.</summary>
    /// <param name="factors">A_q: (M_q, N_q).</param>
    /// <param name="gammas">γ_q: (N_q), not negative.</param>
    /// <param name="y">(∏M_q).</param>
    /// <param name="noiseVariance">σ² &gt; 0.</param>
    public static Posterior Of(IReadOnlyList<Tensor> factors, IReadOnlyList<double[]> gammas, ReadOnlySpan<double> y, double noiseVariance)
    {
        var (vectors, values) = (new List<Tensor>(), new List<double[]>());
        for (var q = 0; q < factors.Count; q++)
        {
            var scaled = factors[q] * Tensor.Wrap(gammas[q], gammas[q].Length);                                               // A_q Γ_q (M, N)
            var inner = LinearAlgebra.MatMul(scaled, factors[q], transposeA: false, transposeB: true);                        // (M, M)
            var eigen = LinearAlgebra.SymmetricEigen((inner + inner.Transpose()) / 2);
            vectors.Add(eigen.Vectors);
            values.Add([.. eigen.Values.ToArray().Select(value => Math.Max(0, value))]);
        }
        Tensor[] rotated = [.. vectors.Zip(factors, (u, a) => LinearAlgebra.MatMul(u, a, transposeA: true, transposeB: false))]; // B_q (M, N)
        var turned = ModeProducts.ApplyTransposed(vectors, y);                                                                   // (⊗U)ᵀy
        var weights = ModeProducts.Outer(values);                                                                                // σ² + ⊗D, then its inverse
        var cost = 0.0;
        for (var m = 0; m < weights.Length; m++)
        {
            var variance = noiseVariance + weights[m];
            weights[m] = 1 / variance;
            cost += Math.Log(variance) + turned[m] * turned[m] / variance;
            turned[m] /= variance;
        }
        var z = ModeProducts.ApplyTransposed(rotated, turned);                                       // AᵀΣ_y⁻¹y
        var s = ModeProducts.ApplyTransposed([.. rotated.Select(b => b.Square())], weights);         // diag(AᵀΣ_y⁻¹A)
        var gamma = ModeProducts.Outer(gammas);
        var (second, gradient, determined) = (new double[gamma.Length], new double[gamma.Length], 0.0);
        for (var j = 0; j < gamma.Length; j++)
        {
            gradient[j] = s[j] - z[j] * z[j];
            determined += gamma[j] * s[j];
            var mean = gamma[j] * z[j];
            second[j] = mean * mean + Math.Max(0, gamma[j] - gamma[j] * s[j] * gamma[j]);
            z[j] = mean;
        }
        return new Posterior(z, second, gradient, determined, cost);
    }
}

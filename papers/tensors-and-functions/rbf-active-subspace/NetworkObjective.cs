using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.RbfActiveSubspace;

/// <summary>
/// The loss (1/N)‖Y − ΦW‖² + λ_w‖W‖² + λ_u‖L‖² + λ_c‖C‖² with Φ_nm = exp(−½‖Lᵀ(x_n − c_m)‖²), as a function of L and C alone: for given
/// L and C the best W is a ridge regression (variable projection). There the loss does not change with W to first order, so that its
/// gradient is the partial one at fixed W.
/// </summary>
/// <param name="x">X: (n, d), standardised.</param>
/// <param name="y">Y: (n, outputs), standardised.</param>
/// <param name="options">The penalties.</param>
public sealed class NetworkObjective(Tensor x, Tensor y, NetworkOptions options)
{
    /// <summary>Entries of L that are learned: (d, d) of ones and zeros.</summary>
    private readonly Tensor _learned = Learned(x.Columns, options.Shape);

    /// <summary>The loss with its gradients, for an optimizer.</summary>
    /// <param name="factor">L: (d, d).</param>
    /// <param name="centres">C: (m, d).</param>
    public Variable Loss(Variable factor, Variable centres)
    {
        var (value, byFactor, byCentres) = Evaluate(factor.Data, centres.Data);
        var touching = (factor * byFactor).Sum() + (centres * byCentres).Sum(); // up to a constant the linear function that touches the loss here
        return touching + (value - touching.ToScalar());
    }

    /// <summary>The loss and its gradients.</summary>
    /// <param name="factor">L: (d, d).</param>
    /// <param name="centres">C: (m, d).</param>
    public (double Value, Tensor ByFactor, Tensor ByCentres) Evaluate(Tensor factor, Tensor centres)
    {
        using var scope = TensorScope.Begin();
        var n = x.Rows;
        var (z, zc) = (LinearAlgebra.MatMul(x, factor), LinearAlgebra.MatMul(centres, factor)); // (n, d), (m, d): xᵀL, cᵀL
        var features = Features(z, zc);                                                         // Φ: (n, m)
        var weights = Weights(features, y, options.WeightPenalty);                              // W: (m, outputs)
        var residual = LinearAlgebra.MatMul(features, weights) - y;                             // (n, outputs)
        var value = residual.Square().Sum() / n + options.WeightPenalty * weights.Square().Sum()
            + options.MetricPenalty * factor.Square().Sum() + options.CentrePenalty * centres.Square().Sum();

        // G = ∂loss/∂δ for δ_nm = ‖z_n − zc_m‖²: (2/N)(R Wᵀ) ∘ Φ · (−½). With s, t its sums over centres and over rows,
        // ∂loss/∂L = 2[Xᵀ(s∘Z − G Zc) + Cᵀ(t∘Zc − GᵀZ)] and ∂loss/∂C = 2(t∘Zc − GᵀZ)Lᵀ.
        var g = LinearAlgebra.MatMul(residual, weights, transposeA: false, transposeB: true) * features * (-1.0 / n); // (n, m)
        var byRow = z * g.Sum(1, keepAxis: true) - LinearAlgebra.MatMul(g, zc);                                          // (n, d)
        var byCentre = zc * g.Sum(0).Reshape(centres.Rows, 1) - LinearAlgebra.MatMul(g, z, transposeA: true, transposeB: false); // (m, d)
        var byFactor = (LinearAlgebra.MatMul(x, byRow, transposeA: true, transposeB: false)
            + LinearAlgebra.MatMul(centres, byCentre, transposeA: true, transposeB: false) + factor * options.MetricPenalty) * 2 * _learned;
        var byCentres = (LinearAlgebra.MatMul(byCentre, factor, transposeA: false, transposeB: true) + centres * options.CentrePenalty) * 2;
        return (value, TensorScope.Keep(byFactor), TensorScope.Keep(byCentres));
    }

    /// <summary>Φ_nm = exp(−½‖z_n − zc_m‖²).</summary>
    /// <param name="z">Rows through Lᵀ: (n, d).</param>
    /// <param name="zc">Centres through Lᵀ: (m, d).</param>
    public static Tensor Features(Tensor z, Tensor zc)
    {
        var products = LinearAlgebra.MatMul(z, zc, transposeA: false, transposeB: true);             // (n, m)
        var distances = z.Square().Sum(1, keepAxis: true) - products * 2 + zc.Square().Sum(1);      // (n, m), below 0 by rounding only
        return (Tensor.Maximum(distances, Tensor.Scalar(0)) * -0.5).Exp();
    }

    /// <summary>W = (ΦᵀΦ/N + λ_w I)⁻¹ ΦᵀY/N.</summary>
    public static Tensor Weights(Tensor features, Tensor y, double penalty)
    {
        var n = features.Rows;
        var gram = LinearAlgebra.MatMul(features, features, transposeA: true, transposeB: false) / n; // (m, m)
        for (var m = 0; m < gram.Rows; m++) gram[m, m] += penalty;
        var factor = LinearAlgebra.CholeskyWithJitter(gram).L;
        var right = LinearAlgebra.MatMul(features, y, transposeA: true, transposeB: false) / n;       // (m, outputs)
        return LinearAlgebra.SolveTriangular(factor, LinearAlgebra.SolveTriangular(factor, right, lower: true), lower: true, transpose: true);
    }

    private static Tensor Learned(int d, MetricShape shape)
    {
        var learned = Tensor.Zeros(d, d);
        for (var i = 0; i < d; i++)
            for (var j = 0; j <= i; j++)
                learned[i, j] = shape == MetricShape.Full || i == j ? 1 : 0;
        return learned;
    }
}

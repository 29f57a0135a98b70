using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>
/// FWSVD: the factors of a given rank with the least Σ Î_n (W − Ŵ)²_nm (section 3, equations 6 to 8). With rows scaled by √Î_n the problem is
/// Eckart and Young's: Î W = U S Vᵀ (Î for the diagonal matrix of roots), A = Î⁻¹ U_r S_r, B = V_rᵀ.
/// </summary>
/// <remarks>
/// Since Î⁻¹ U_r S_r = W V_r, the product is A B = W V_r V_rᵀ: the weight projected on the leading directions, and nothing is divided by Î.
/// In the layout of this family (W is (outputs, inputs), the paper's Wᵀ) it is U Uᵀ W with the leading left singular vectors U of W √Î.
/// </remarks>
/// <param name="side">The paper weights the inputs.</param>
public sealed class FisherWeightedSvd(WeightedSide side = WeightedSide.Inputs) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => side == WeightedSide.Inputs ? "FWSVD" : "FWSVD by outputs";

    /// <summary>The factors of a rank.</summary>
    /// <param name="weight">W, (outputs, inputs).</param>
    /// <param name="importance">Î, one positive number for each input, or for each output.</param>
    /// <param name="side">Which of the two.</param>
    /// <param name="rank">From 1 to min(outputs, inputs).</param>
    /// <exception cref="ArgumentException">There are more or fewer importances than inputs (outputs).</exception>
    /// <exception cref="ArgumentOutOfRangeException">The rank is none of these.</exception>
    public static LowRankWeight Factorize(Tensor weight, Tensor importance, WeightedSide side, int rank)
    {
        int rows = side == WeightedSide.Inputs ? weight.Columns : weight.Rows;
        if (importance.Rank != 1 || importance.Length != rows)
            throw new ArgumentException($"A weight of {weight.Rows} × {weight.Columns} needs {rows} importances for its {side.ToString().ToLowerInvariant()}, not {importance.Length}.", nameof(importance));
        var squaredScale = Tensor.Diagonal(importance);
        if (side == WeightedSide.Inputs)
            return LowRankBasis.Of(weight, squaredScale, rank).Truncate(rank);
        var turned = LowRankBasis.Of(weight.Transpose(), squaredScale, rank).Truncate(rank);                   // of Wᵀ
        return new LowRankWeight(turned.Right.Transpose().Contiguous(), turned.Left.Transpose().Contiguous()); // (outputs, r), (r, inputs)
    }

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Keep == 1)
            return new DenseWeight(w);
        int rank = LayerInput.Budgeted(statistics, () => budget.Rank(w.Rows, w.Columns));
        return Factorize(w, RowImportance.Of(statistics.RequireFisher(), side, statistics.Name).Values, side, rank);
    }
}

using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// Activation-aware SVD as SVD-LLM does it (Wang et al., 2024, truncation-aware data whitening): the factors of the budget's rank with the least mean
/// squared error of the layer's outputs on the calibration inputs. The paper takes the SVD of W L with the Cholesky factor L of the inputs' second
/// moments and multiplies by L⁻¹; the same product is computed here without the inverse (<see cref="LowRankBasis"/>).
/// </summary>
/// <param name="damping">This times the moments' mean diagonal entry is added to the diagonal, which leans the result to plain SVD; 0 as in the paper.</param>
public sealed class ActivationAwareSvd(double damping = 0) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => "activation-aware SVD";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random) =>
        LowRank.Compress(weight, statistics, budget, () => damping > 0 ? LayerInput.DampedMoments(statistics, damping) : LayerInput.Moments(statistics));
}

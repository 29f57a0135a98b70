using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// ASVD (Yuan et al., 2023): SVD of W diag(s), s_j = (scale of input j)^α, and s divided out again. The paper's scale is the mean of |x_j|; here
/// it is √(mean x_j²), which the statistics hold.
/// </summary>
/// <param name="alpha">α: 0 is plain SVD, 1 whitens the inputs one by one; the paper's is 0.5.</param>
public sealed class ActivationScaledSvd(double alpha = 0.5) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => "ASVD";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random) =>
        LowRank.Compress(weight, statistics, budget, () => Tensor.Diagonal(
            statistics.InputScale.EnsureFinite($"The input scale of {statistics.Name}").Pow(2 * alpha)));
}

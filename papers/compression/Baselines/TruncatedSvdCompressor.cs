using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// Truncated SVD (Eckart and Young, 1936): the nearest matrix of the largest rank that the budget allows, stored as two factors. A budget
/// of the whole leaves the weight dense.
/// </summary>
public sealed class TruncatedSvdCompressor : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => "SVD";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random) =>
        LowRank.Compress(weight, statistics, budget, moments: null);
}

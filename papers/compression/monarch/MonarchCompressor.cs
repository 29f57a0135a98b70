using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>
/// Projects weights to Monarch matrices (dense to sparse, Dao et al., 2022, section 4): of the cuts that the budget allows, the one with the
/// smallest error. A budget of the whole leaves the weight dense.
/// </summary>
public sealed class MonarchCompressor : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => "Monarch";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Keep == 1)
            return new DenseWeight(w);
        var cuts = LayerInput.Budgeted(statistics, () => MonarchBlocks.Within(w.Rows, w.Columns, budget));
        return MonarchProjection.Project(w, cuts.Count == 1 ? cuts[0] : cuts.MinBy(blocks => MonarchProjection.RelativeError(w, blocks))!);
    }
}

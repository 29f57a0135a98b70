using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>Magnitude pruning (Han et al., 2015): the entries of largest absolute value stay; over the whole weight, or n of every m inputs.</summary>
/// <param name="pattern">n:m if groups of inputs are to be pruned, null for the whole weight.</param>
public sealed class MagnitudePruning(GroupPattern? pattern = null) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => pattern is null ? "magnitude pruning" : $"magnitude pruning {pattern}";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Keep == 1)
            return new DenseWeight(w);
        return pattern is null
            ? SparseWeight.OfMask(w, PruningMask.Largest(w.Abs(), LayerInput.Budgeted(statistics, () => budget.Entries(w.Rows, w.Columns))))
            : pattern.Prune(w, w.Abs(), statistics, budget);
    }
}

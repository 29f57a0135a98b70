using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>
/// Wanda (Sun et al., 2023): of each output's weights those with the largest |W_ij| · ‖x_j‖ stay, in every row as many, or n of every m inputs.
/// </summary>
/// <param name="pattern">n:m if groups of inputs are to be pruned, null for whole rows.</param>
public sealed class WandaPruning(GroupPattern? pattern = null) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => pattern is null ? "Wanda" : $"Wanda {pattern}";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Keep == 1)
            return new DenseWeight(w);
        var scores = w.Abs() * statistics.InputScale.EnsureFinite($"The input scale of {statistics.Name}"); // (outputs, inputs)
        if (pattern is not null)
            return pattern.Prune(w, scores, statistics, budget);
        long entries = LayerInput.Budgeted(statistics, () => budget.Entries(w.Rows, w.Columns));
        if (entries < w.Rows)
            throw new BudgetException(
                FormattableString.Invariant($"{statistics.Name}: Wanda keeps at least one entry in each of {w.Rows} rows, and the budget is {entries}; the smallest share of the parameters is {1.0 / w.Columns:0.####}."),
                1.0 / w.Columns);
        return SparseWeight.OfMask(w, PruningMask.LargestOfRows(scores, (int)(entries / w.Rows)));
    }
}

namespace Praxis.Papers.Compression.Baselines;

/// <summary>What the low-rank baselines share.</summary>
internal static class LowRank
{
    /// <summary>The best factors within the budget under given moments; the dense weight if the budget is all of it.</summary>
    public static CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, Func<Tensor>? moments)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Keep == 1)
            return new DenseWeight(w);
        int rank = LayerInput.Budgeted(statistics, () => budget.Rank(w.Rows, w.Columns));
        return LowRankBasis.Of(w, moments?.Invoke(), rank).Truncate(rank);
    }
}

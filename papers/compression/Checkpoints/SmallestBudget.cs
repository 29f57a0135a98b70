using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>What the smallest share of a whole model is, where a layer could not meet its own.</summary>
internal static class SmallestBudget
{
    /// <summary>A sentence with the smallest share that all layers can meet when each gets the same; empty where layers get different ones.</summary>
    public static string Of(
        CheckpointSource source, ICompressionEntry entry, CompressionPlan plan, IReadOnlyDictionary<string, LayerStatistics>? statistics, BudgetException failure)
    {
        if (plan.Allocation is not UniformAllocation || failure.SmallestKeep is not (> 0 and < 1))
            return "";
        // One layer of each size: the least share depends on the size alone.
        double share = failure.SmallestKeep;
        foreach (var layer in source.Layers(statistics).DistinctBy(layer => (layer.Outputs, layer.Inputs)))
            while (true)
            {
                try
                {
                    entry.Compressor(share).Compress(layer.ReadWeight(), layer.Statistics, WeightBudget.Parameters(share) with { Unit = plan.Unit }, plan.Random);
                    break;
                }
                catch (BudgetException e) when (e.SmallestKeep > share && e.SmallestKeep < 1)
                {
                    share = e.SmallestKeep;
                }
                catch (BudgetException)
                {
                    return "";
                }
            }

        return FormattableString.Invariant($" For all layers together the smallest share is {share:0.####}: --keep {share:0.####}.");
    }
}

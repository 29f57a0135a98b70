using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Pipeline;

namespace Praxis.Papers.Compression.Checkpoints;

/// <summary>What the smallest share of a whole model is, where a layer could not meet its own.</summary>
internal static class SmallestBudget
{
    private const double Nothing = 1e-9;
    private const int MostRounds = 100;

    /// <summary>A sentence with the smallest share of the whole model; empty where the allocation does not give every layer the same.</summary>
    public static string Of(CheckpointSource source, ICompressionEntry entry, CompressionPlan plan, IReadOnlyDictionary<string, LayerStatistics>? statistics)
    {
        var layers = source.Layers(statistics);
        if (plan.Allocation is not UniformAllocation allocation || Least(layers, entry, plan) is not { } least)
            return "";
        // The allocation takes a little from all for layers that are very small, so that its share is raised until everybody has enough.
        double share = least.Values.Max();
        for (int round = 0; round < MostRounds; round++)
        {
            IReadOnlyDictionary<string, WeightBudget> given;
            try
            {
                given = allocation.Allocate(layers, share);
            }
            catch (BudgetException e) when (e.SmallestKeep > share)
            {
                share = Math.Ceiling(e.SmallestKeep * 1e4) / 1e4;
                continue;
            }

            double lacking = layers.Max(layer => least[(layer.Outputs, layer.Inputs)] / given[layer.Name].Keep);
            if (lacking <= 1)
                return FormattableString.Invariant($" The smallest share of the whole model is {share:0.####}.");
            share = Math.Ceiling(share * lacking * 1e4) / 1e4;
            if (share > 1)
                break;
        }

        return "";
    }

    // The least share of a layer, which depends on its size alone: what a budget of next to nothing is refused with.
    private static Dictionary<(int Outputs, int Inputs), double>? Least(IReadOnlyList<LayerToCompress> layers, ICompressionEntry entry, CompressionPlan plan)
    {
        Dictionary<(int, int), double> least = [];
        foreach (var layer in layers.DistinctBy(layer => (layer.Outputs, layer.Inputs)))
            try
            {
                entry.Compressor(plan.Keep).Compress(layer.ReadWeight(), layer.Statistics, WeightBudget.Parameters(Nothing) with { Unit = plan.Unit }, plan.Random);
                least.Add((layer.Outputs, layer.Inputs), Nothing);
            }
            catch (BudgetException e) when (e.SmallestKeep is > 0 and <= 1)
            {
                // The next tenth of a thousandth, so that the number fits as it is printed.
                least.Add((layer.Outputs, layer.Inputs), Math.Min(1, Math.Ceiling((e.SmallestKeep * 1e4) - 1e-6) / 1e4));
            }
            catch (Exception e) when (e is BudgetException or ArgumentException or ArithmeticException)
            {
                return null;
            }

        return least;
    }
}

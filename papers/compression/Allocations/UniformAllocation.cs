namespace Praxis.Papers.Compression.Allocations;

/// <summary>
/// The same share for every layer. A layer too small for rank 1 within that share gets what rank 1 takes (or stays dense, if rank 1 saves
/// nothing), and the others share the rest evenly.
/// </summary>
public sealed class UniformAllocation : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => "uniform";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        long budget = TotalBudget.Of(layers, keep);
        long[] least = [.. layers.Select(layer => RankLadder.Parameters(layer, 0))];
        TotalBudget.RequireAtLeast(Name, layers, keep, least.Sum());
        // The layers raised to their least share leave less for the others, which may raise further ones: at most as many rounds as layers.
        var raised = new HashSet<int>();
        double share = keep;
        while (true)
        {
            long open = layers.Where((_, l) => !raised.Contains(l)).Sum(layer => layer.Parameters);
            if (open == 0)
                break;
            if (raised.Count > 0)
                share = Math.Min(keep, (double)(budget - raised.Sum(l => least[l])) / open);
            int[] small = [.. Enumerable.Range(0, layers.Count).Where(l => !raised.Contains(l) && share * layers[l].Parameters < least[l] * (1 - 1e-12))];
            if (small.Length == 0)
                break;
            raised.UnionWith(small);
        }

        return layers.Select((layer, l) => (layer.Name, Keep: raised.Contains(l) ? RankLadder.Keep(layer, 0) : share))
            .ToDictionary(pair => pair.Name, pair => WeightBudget.Parameters(pair.Keep));
    }
}

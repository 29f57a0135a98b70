namespace Praxis.Papers.Compression.Allocations;

/// <summary>
/// By sensitivity, greedily: always the step that lowers the estimated loss most for each parameter it takes. Steps go along the lower
/// convex hull of a layer's options (loss over parameters), where the greedy choice is the optimum up to the last step; what is left of
/// the budget goes to single options between.
/// </summary>
/// <param name="estimate">The loss of each layer's options.</param>
public sealed class GreedyAllocation(ILossEstimate estimate) : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => $"greedy ({estimate.Name})";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        long budget = TotalBudget.Of(layers, keep);
        AllocationOption[][] options = [.. layers.Select(layer => LayerOptions.Of(estimate, layer))];
        TotalBudget.RequireAtLeast(Name, layers, keep, options.Sum(layer => layer[0].Parameters));
        int[][] hulls = [.. options.Select(LowerHull)];
        int[] onHull = StepwiseFill.Run(
            [.. options.Select((layer, l) => (IReadOnlyList<long>)[.. hulls[l].Select(place => layer[place].Parameters)])],
            budget,
            (l, step) => Gain(options[l][hulls[l][step]], options[l][hulls[l][step + 1]]));
        int[] chosen = [.. onHull.Select((step, l) => hulls[l][step])];
        Fill(options, chosen, budget);
        return LayerOptions.Budgets(layers, options, chosen);
    }

    // The single change that lowers the loss most for each parameter, as long as one fits.
    private static void Fill(AllocationOption[][] options, int[] chosen, long budget)
    {
        long left = budget - options.Select((layer, l) => layer[chosen[l]].Parameters).Sum();
        while (true)
        {
            (double gain, int layer, int place) best = (0, -1, -1);
            for (int l = 0; l < options.Length; l++)
            {
                var now = options[l][chosen[l]];
                for (int place = chosen[l] + 1; place < options[l].Length && options[l][place].Parameters - now.Parameters <= left; place++)
                    if (Gain(now, options[l][place]) is var gain && gain > best.gain)
                        best = (gain, l, place);
            }

            if (best.layer < 0)
                return;
            left -= options[best.layer][best.place].Parameters - options[best.layer][chosen[best.layer]].Parameters;
            chosen[best.layer] = best.place;
        }
    }

    private static double Gain(AllocationOption from, AllocationOption to) => (from.Loss - to.Loss) / (to.Parameters - from.Parameters);

    // Andrew's monotone chain; it begins with the smallest option and ends with that of the smallest loss.
    private static int[] LowerHull(AllocationOption[] options)
    {
        List<int> hull = [];
        for (int place = 0; place < options.Length; place++)
        {
            if (hull.Count > 0 && options[place].Loss >= options[hull[^1]].Loss)
                continue;
            while (hull.Count > 1 && Gain(options[hull[^1]], options[place]) >= Gain(options[hull[^2]], options[hull[^1]]))
                hull.RemoveAt(hull.Count - 1);
            hull.Add(place);
        }

        return [.. hull];
    }
}

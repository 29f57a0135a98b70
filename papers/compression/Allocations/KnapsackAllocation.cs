namespace Praxis.Papers.Compression.Allocations;

/// <summary>By sensitivity, exactly: the options with the smallest sum of estimated losses within the budget, by dynamic programming.</summary>
/// <param name="estimate">The loss of each layer's options.</param>
/// <param name="steps">Into how many steps the budget is cut at most (<see cref="MultipleChoiceKnapsack"/>); exact while a step is one parameter.</param>
public sealed class KnapsackAllocation(ILossEstimate estimate, int steps = 50_000) : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => $"knapsack ({estimate.Name})";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        long budget = TotalBudget.Of(layers, keep);
        AllocationOption[][] options = [.. layers.Select(layer => LayerOptions.Of(estimate, layer))];
        TotalBudget.RequireAtLeast(Name, layers, keep, options.Sum(layer => layer[0].Parameters));
        int[] chosen = MultipleChoiceKnapsack.Solve(
            [.. options.Select(layer => (IReadOnlyList<(long, double)>)[.. layer.Select(option => (option.Parameters, option.Loss))])],
            budget,
            steps)!;
        return LayerOptions.Budgets(layers, options, chosen);
    }
}

namespace Praxis.Papers.Compression.Allocations;

/// <summary>The options of layers, checked.</summary>
internal static class LayerOptions
{
    public static AllocationOption[] Of(ILossEstimate estimate, LayerToCompress layer)
    {
        AllocationOption[] options = [.. estimate.Options(layer)];
        if (options.Length == 0)
            throw new ArgumentException($"The estimate {estimate.Name} has no option for {layer.Name}.");
        for (int place = 0; place < options.Length; place++)
            if (!double.IsFinite(options[place].Loss) || (place > 0 && options[place].Parameters <= options[place - 1].Parameters))
                throw new ArgumentException($"The options of {layer.Name} by the estimate {estimate.Name} do not rise in parameters with finite losses: number {place} has {options[place].Parameters} and {options[place].Loss}.");
        return options;
    }

    public static IReadOnlyDictionary<string, WeightBudget> Budgets(IReadOnlyList<LayerToCompress> layers, AllocationOption[][] options, int[] chosen) =>
        layers.Select((layer, l) => (layer.Name, options[l][chosen[l]].Keep))
            .ToDictionary(pair => pair.Name, pair => WeightBudget.Parameters(pair.Keep));
}

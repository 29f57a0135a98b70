namespace Praxis.Papers.Compression.Allocations;

/// <summary>The same share for every layer, whatever its size: for forms that need no whole rank, such as quantised weights.</summary>
public sealed class EqualShares : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => "equal shares";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep) =>
        layers.ToDictionary(layer => layer.Name, _ => WeightBudget.Parameters(keep));
}

namespace Praxis.Papers.Compression.Allocations;

/// <summary>The parameters that a share of a model's linear maps comes to, and what is checked of every allocation.</summary>
public static class TotalBudget
{
    /// <summary>⌊keep · Σ parameters⌋, where an amount that is whole but for rounding counts as whole.</summary>
    /// <param name="layers">The maps.</param>
    /// <param name="keep">More than 0, at most 1.</param>
    /// <exception cref="ArgumentException">There are no maps, or two have one name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The share is none.</exception>
    public static long Of(IReadOnlyList<LayerToCompress> layers, double keep)
    {
        if (layers.Count == 0)
            throw new ArgumentException("There is no layer to share a budget among.", nameof(layers));
        if (layers.GroupBy(layer => layer.Name).FirstOrDefault(group => group.Count() > 1) is { } doubled)
            throw new ArgumentException($"Two layers are named {doubled.Key}.", nameof(layers));
        if (!(keep is > 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(keep), keep, "The share to keep is more than 0 and at most 1.");
        double amount = keep * layers.Sum(layer => layer.Parameters), whole = Math.Round(amount);
        return (long)(Math.Abs(amount - whole) <= 1e-9 * whole ? whole : Math.Floor(amount));
    }

    /// <summary>Checks that the smallest sizes fit together.</summary>
    /// <param name="allocation">Whose allocation it is, for the message.</param>
    /// <param name="layers">The maps.</param>
    /// <param name="keep">The share.</param>
    /// <param name="least">The least parameters of all maps together.</param>
    /// <exception cref="BudgetException">They do not; the message says the smallest share that can be met.</exception>
    public static void RequireAtLeast(string allocation, IReadOnlyList<LayerToCompress> layers, double keep, long least)
    {
        if (least <= Of(layers, keep))
            return;
        double smallest = Math.Min(1, Math.Ceiling(1e6 * least / layers.Sum(layer => layer.Parameters)) / 1e6);
        throw new BudgetException(
            FormattableString.Invariant($"The allocation {allocation} cannot keep {layers.Count} layers ({layers[0].Name} …) within a share of {keep:0.######} of their parameters: with the least for each they take {least}; the smallest share that can be met is {smallest:0.######}."),
            smallest);
    }
}

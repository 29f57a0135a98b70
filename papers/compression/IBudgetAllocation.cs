namespace Praxis.Papers.Compression;

/// <summary>A way to share out a model's budget among its linear maps, so that any compressor can use any allocation.</summary>
public interface IBudgetAllocation
{
    /// <summary>The name under which tables and figures show it, such as <c>uniform</c>.</summary>
    string Name { get; }

    /// <summary>A budget in parameters for each map; all together they take at most the share of the maps' parameters.</summary>
    /// <param name="layers">The maps, names all different.</param>
    /// <param name="keep">The share of all their parameters, more than 0 and at most 1.</param>
    /// <returns>By the maps' names, one for each.</returns>
    /// <exception cref="BudgetException">The share is smaller than the allocation can share out.</exception>
    IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep);
}

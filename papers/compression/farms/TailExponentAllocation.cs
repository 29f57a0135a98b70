namespace Praxis.Papers.Compression.Farms;

/// <summary>By tail exponents: blocks whose spectra have light tails keep less. With windows as FARMS, without as AlphaPruning.</summary>
/// <param name="grid">FARMS's windows; null: whole matrices.</param>
/// <param name="spread">ε: sparsities lie between 1 − ε and 1 + ε times a common one.</param>
public sealed class TailExponentAllocation(WindowGrid? grid, double spread = 0.2) : IBudgetAllocation
{
    /// <inheritdoc/>
    public string Name => grid is null ? "tail exponents" : "tail exponents of fixed aspect ratio";

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, WeightBudget> Allocate(IReadOnlyList<LayerToCompress> layers, double keep) =>
        BlockSparsity.Budgets(layers, BlockScores.Of(layers, grid), keep, spread);
}

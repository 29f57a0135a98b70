using Praxis.Lab;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>ROCKET in the family's table: the best ratio for each layer, and the capped knapsack over the layers. Counted are values, as in the paper.</summary>
[Paper("rocket")]
public sealed class RocketEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "rocket";

    /// <inheritdoc/>
    public string Name => "ROCKET";

    /// <inheritdoc/>
    public string Form => "dictionary × sparse coefficients";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new RocketCompressor();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new CappedKnapsackAllocation(new RocketProfile(Shares(keep)));

    // The paper's menu ends at 0.3: where less than half is kept, smaller shares leave the knapsack something to choose.
    private static IReadOnlyList<double> Shares(double keep) =>
        keep >= 0.5 ? RocketProfile.Shares : [.. new[] { 0.05, 0.1, 0.15, 0.2, 0.25, keep }.Union(RocketProfile.Shares)];
}

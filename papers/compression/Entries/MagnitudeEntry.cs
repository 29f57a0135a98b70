using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: the largest weights stay.</summary>
public sealed class MagnitudeEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "magnitude";

    /// <inheritdoc/>
    public string Name => "magnitude pruning";

    /// <inheritdoc/>
    public string Form => "sparse";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.None;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new MagnitudePruning();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

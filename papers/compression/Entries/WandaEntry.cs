using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: the largest weights times the size of their inputs stay.</summary>
public sealed class WandaEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "wanda";

    /// <inheritdoc/>
    public string Name => "Wanda";

    /// <inheritdoc/>
    public string Form => "sparse";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new WandaPruning();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: pruning that moves what stays, layer after layer.</summary>
public sealed class SparseGptEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "sparsegpt";

    /// <inheritdoc/>
    public string Name => "SparseGPT";

    /// <inheritdoc/>
    public string Form => "sparse";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => true;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new SparseGpt();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

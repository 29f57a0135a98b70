using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: truncated SVD of each weight.</summary>
public sealed class SvdEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "svd";

    /// <inheritdoc/>
    public string Name => "SVD";

    /// <inheritdoc/>
    public string Form => "two thin factors";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.None;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new TruncatedSvdCompressor();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: SVD with each input scaled by how large it gets (ASVD).</summary>
public sealed class ActivationScaledSvdEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "asvd";

    /// <inheritdoc/>
    public string Name => "ASVD";

    /// <inheritdoc/>
    public string Form => "two thin factors";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new ActivationScaledSvd();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

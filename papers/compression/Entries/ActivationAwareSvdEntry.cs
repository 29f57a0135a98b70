using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: the factors with the least error of the outputs on the calibration text (SVD-LLM).</summary>
public sealed class ActivationAwareSvdEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "aware-svd";

    /// <inheritdoc/>
    public string Name => "activation-aware SVD";

    /// <inheritdoc/>
    public string Form => "two thin factors";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new ActivationAwareSvd();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

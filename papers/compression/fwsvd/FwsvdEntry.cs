using Praxis.Lab;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>FWSVD in the family's table: every matrix at the same share of its parameters, as in the paper.</summary>
[Paper("fwsvd")]
public sealed class FwsvdEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "fwsvd";

    /// <inheritdoc/>
    public string Name => "FWSVD";

    /// <inheritdoc/>
    public string Form => "two thin factors";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Gradients;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new FisherWeightedSvd();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

using Praxis.Lab;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>SVDQuant of weights alone, in the family's table.</summary>
[Paper("svdquant")]
public sealed class SvdQuantEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "svdquant";

    /// <inheritdoc/>
    public string Name => "SVDQuant (weights)";

    /// <inheritdoc/>
    public string Form => "low rank in 16 bits + quantised residual, smoothing merged into the branch";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Bits;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new WeightOnlySvdQuant();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new EqualShares();
}

using Praxis.Lab;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Eora;

/// <summary>EoRA over GPTQ in the family's table, layer by layer as in the paper: each layer's inputs come from the layers compensated before it.</summary>
[Paper("eora")]
public sealed class EoraEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "eora";

    /// <inheritdoc/>
    public string Name => "GPTQ + EoRA";

    /// <inheritdoc/>
    public string Form => "few bits a number, and two thin factors that repair";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Bits;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => true;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new Eora();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new EqualShares();
}

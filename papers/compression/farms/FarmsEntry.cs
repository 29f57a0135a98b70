using Praxis.Lab;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Farms;

/// <summary>FARMS in the family's table: the blocks' sparsities by tail exponents of fixed aspect ratio, pruned by SparseGPT as in the paper.</summary>
[Paper("farms")]
public sealed class FarmsEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "farms";

    /// <inheritdoc/>
    public string Name => "FARMS with SparseGPT";

    /// <inheritdoc/>
    public string Form => "sparse";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new SparseGpt();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new TailExponentAllocation(new WindowGrid());
}

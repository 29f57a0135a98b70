using Praxis.Lab;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>DSFormer's form in the family's table: the factorisation without a task, every layer with the same share. Its training comes after.</summary>
[Paper("dsformer")]
public sealed class DsformerEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "dsformer";

    /// <inheritdoc/>
    public string Name => "DSFormer (form only)";

    /// <inheritdoc/>
    public string Form => "blocks of dictionary × sparse coefficients";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.None;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new DenseSparseCompressor();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

using Praxis.Lab;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>The projection to Monarch matrices in the family's table.</summary>
[Paper("monarch")]
public sealed class MonarchEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "monarch";

    /// <inheritdoc/>
    public string Name => "Monarch";

    /// <inheritdoc/>
    public string Form => "two block-diagonal factors";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.None;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new MonarchCompressor();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new Allocations.UniformAllocation();
}

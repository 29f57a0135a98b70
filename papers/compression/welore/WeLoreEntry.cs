using Praxis.Lab;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>WeLore in the family's table: truncated SVD with its ranks; matrices that are not low-rank stay dense. No data is looked at.</summary>
[Paper("welore")]
public sealed class WeLoreEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "welore";

    /// <inheritdoc/>
    public string Name => "WeLore";

    /// <inheritdoc/>
    public string Form => "two thin factors where the rank is low, else dense";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Parameters;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.None;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new TruncatedSvdCompressor();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new WeLoreAllocation();
}

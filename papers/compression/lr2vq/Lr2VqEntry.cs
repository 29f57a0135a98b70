using Praxis.Lab;
using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>The row of LR²VQ in the family's table, without the fine-tuning of codebook and map.</summary>
[Paper("lr2vq")]
public sealed class Lr2VqEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "lr2vq";

    /// <inheritdoc/>
    public string Name => "LR²VQ, not tuned";

    /// <inheritdoc/>
    public string Form => "codes of short vectors, a codebook and a map";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Bits;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.None;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new LowRankQuantizerCompressor();

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: as many bits a number as the budget allows, round to nearest.</summary>
public sealed class RoundToNearestEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "rtn";

    /// <inheritdoc/>
    public string Name => "round to nearest";

    /// <inheritdoc/>
    public string Form => "numbers of a few bits";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Bits;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.None;

    /// <inheritdoc/>
    public bool Sequential => false;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new RoundToNearest(new QuantizationScheme());

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

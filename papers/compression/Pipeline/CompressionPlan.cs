using Praxis.Numerics;

namespace Praxis.Papers.Compression.Pipeline;

/// <summary>How a model is to be compressed.</summary>
public sealed record CompressionPlan
{
    /// <summary>What makes a weight small.</summary>
    public required IWeightCompressor Compressor { get; init; }

    /// <summary>What shares out the budget.</summary>
    public required IBudgetAllocation Allocation { get; init; }

    /// <summary>The share of the linear maps to keep, more than 0 and at most 1.</summary>
    public required double Keep { get; init; }

    /// <summary>
    /// What the share counts. The allocation shares it out by parameters; each layer's share then counts in this unit, so that the total holds in
    /// it, too.
    /// </summary>
    public BudgetUnit Unit { get; init; }

    /// <summary>Where methods that draw take their numbers from: forked by the layer's name.</summary>
    public RandomStream Random { get; init; } = new(0);

    /// <summary>Told after each layer.</summary>
    public IProgress<CompressionProgress>? Progress { get; init; }

    /// <summary>Stops the compression between two layers.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>What a method of the table does for a share of a model, with its own allocation.</summary>
    /// <param name="entry">The method.</param>
    /// <param name="keep">The share of the method's unit to keep, more than 0 and at most 1.</param>
    public static CompressionPlan Of(ICompressionEntry entry, double keep) => new()
    {
        Compressor = entry.Compressor(keep),
        Allocation = entry.Allocation(keep),
        Keep = keep,
        Unit = entry.Unit,
    };
}

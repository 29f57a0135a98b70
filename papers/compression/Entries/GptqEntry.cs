using Praxis.Papers.Compression.Allocations;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Entries;

/// <summary>Baseline: quantisation that moves the numbers still to be rounded, layer after layer.</summary>
public sealed class GptqEntry : ICompressionEntry
{
    /// <inheritdoc/>
    public string Key => "gptq";

    /// <inheritdoc/>
    public string Name => "GPTQ";

    /// <inheritdoc/>
    public string Form => "numbers of a few bits";

    /// <inheritdoc/>
    public BudgetUnit Unit => BudgetUnit.Bits;

    /// <inheritdoc/>
    public StatisticsNeeded Needs => StatisticsNeeded.Inputs;

    /// <inheritdoc/>
    public bool Sequential => true;

    /// <inheritdoc/>
    public IWeightCompressor Compressor(double keep) => new Gptq(new QuantizationScheme());

    /// <inheritdoc/>
    public IBudgetAllocation Allocation(double keep) => new UniformAllocation();
}

using Praxis.Numerics;

namespace Praxis.Papers.Compression.Baselines;

/// <summary>Round-to-nearest quantisation: each number goes to the nearest level of its row's or group's grid; no calibration.</summary>
/// <param name="scheme">Bits, groups and symmetry.</param>
public sealed class RoundToNearest(QuantizationScheme scheme) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => $"round to nearest ({scheme})";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        return QuantizedWeight.RoundToNearest(w, scheme.Within(w.Rows, w.Columns, statistics, budget));
    }
}

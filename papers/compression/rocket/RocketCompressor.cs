using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>A weight as a dense dictionary times sparse coefficients (<see cref="RocketFactorization"/>), with the best of a few ratios of the two.</summary>
/// <param name="ratios">The ratios of atoms to coefficients an output that are tried; those of <see cref="RocketFactorization.Ratios"/> if left out.</param>
public sealed class RocketCompressor(IReadOnlyList<double>? ratios = null) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => "ROCKET";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        if (budget.Keep == 1)
            return new DenseWeight(LayerInput.Weight(weight, statistics));
        var basis = WhitenedBasis.Of(weight, statistics);
        return LayerInput.Budgeted(statistics, () => RocketFactorization.Best(basis, budget, ratios ?? RocketFactorization.Ratios)).Factors.ToForm();
    }
}

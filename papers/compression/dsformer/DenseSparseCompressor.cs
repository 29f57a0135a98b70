using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>A weight in dense-sparse form without a task (<see cref="DenseSparseFactorization"/>): what straight-through training begins with.</summary>
/// <param name="rounds">Rounds of coefficients and atoms.</param>
public sealed class DenseSparseCompressor(int rounds = 5) : IWeightCompressor
{
    /// <inheritdoc/>
    public string Name => "dense-sparse";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        return budget.Keep == 1 ? new DenseWeight(w) : LayerInput.Budgeted(statistics, () => DenseSparseFactorization.Best(w, budget, rounds));
    }
}

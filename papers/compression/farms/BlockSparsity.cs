using Praxis.Papers.Compression.Allocations;

namespace Praxis.Papers.Compression.Farms;

/// <summary>AlphaPruning's map from scores to sparsities: a block of higher α (lighter tail, less trained) is pruned more.</summary>
public static class BlockSparsity
{
    /// <summary>No map is pruned beyond this share.</summary>
    public const double Most = 0.998;

    /// <summary>Scores on a line from 1 − ε for the least to 1 + ε for the largest; 1 for all if they are equal.</summary>
    /// <param name="scores">One at least.</param>
    /// <param name="spread">ε, from 0 to below 1.</param>
    public static double[] Scaled(IReadOnlyList<double> scores, double spread)
    {
        if (!(spread is >= 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(spread), spread, "The spread of sparsities is from 0 to below 1.");
        (double low, double high) = (scores.Min(), scores.Max());
        return [.. scores.Select(score => high > low ? 1 - spread + (2 * spread * (score - low) / (high - low)) : 1)];
    }

    /// <summary>A share to keep for every map: sparsities in proportion to the scaled scores, of the size that makes the total right.</summary>
    /// <param name="layers">The maps.</param>
    /// <param name="scores">By the blocks' names (<see cref="BlockScores.BlockOf"/>).</param>
    /// <param name="keep">The share of all parameters.</param>
    /// <param name="spread">ε.</param>
    /// <exception cref="BudgetException">Less than 0.2 % is to be kept.</exception>
    public static IReadOnlyDictionary<string, WeightBudget> Budgets(
        IReadOnlyList<LayerToCompress> layers, IReadOnlyDictionary<string, double> scores, double keep, double spread)
    {
        _ = TotalBudget.Of(layers, keep); // checks names and share
        double target = 1 - keep;
        if (target > Most)
            throw new BudgetException(FormattableString.Invariant($"Block sparsities keep {1 - Most:0.###} of every map at least, and the budget is {keep:0.######}."), 1 - Most);
        string[] blocks = [.. scores.Keys];
        var scaled = blocks.Zip(Scaled([.. scores.Values], spread)).ToDictionary(pair => pair.First, pair => pair.Second);
        double all = layers.Sum(layer => (double)layer.Parameters);
        // The mean grows with the factor; the factor is taken from above, so that the total stays within the budget.
        (double low, double high) = (0, 1 / (1 - spread));
        for (int halving = 0; halving < 100; halving++)
        {
            double middle = (low + high) / 2;
            if (Mean(middle) >= target) high = middle;
            else low = middle;
        }

        return layers.ToDictionary(layer => layer.Name, layer => WeightBudget.Parameters(1 - Sparsity(layer, high)));

        double Sparsity(LayerToCompress layer, double factor) => Math.Min(Most, factor * scaled[BlockScores.BlockOf(layer.Name)]);

        double Mean(double factor) => layers.Sum(layer => layer.Parameters * Sparsity(layer, factor)) / all;
    }
}

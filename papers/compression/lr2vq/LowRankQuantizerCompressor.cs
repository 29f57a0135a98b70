using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Lr2Vq;

/// <summary>
/// Vector-quantises a weight within a budget of bits: for each length of sub-vectors that divides the inputs, the largest codebook that fits,
/// and the number of coordinates by the rule; of these the one with the smallest error.
/// </summary>
public sealed class LowRankQuantizerCompressor : IWeightCompressor
{
    private const int MostCodewords = 256;
    private static readonly int[] Lengths = [1, 2, 4, 8, 16];

    /// <inheritdoc/>
    public string Name => "LR²VQ";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        var bits = budget with { Unit = BudgetUnit.Bits };
        long limit = bits.Limit(w.Rows, w.Columns);
        QuantizedRepresentation? best = null;
        long least = long.MaxValue;
        // The two highest rates only: a rate far below the budget cannot win, and k-means is the cost.
        List<(int Length, int Coordinates, int Codewords, double Rate)> fitting = [];
        foreach (int length in Lengths.Where(length => w.Columns % length == 0))
            foreach (int coordinates in LowRankQuantizer.Candidates(length))
            {
                least = Math.Min(least, LowRankCodebookWeight.BitsOf(w.Length, length, 2, coordinates));
                int codewords = Codewords(w, length, coordinates, limit);
                if (codewords >= 2)
                    fitting.Add((length, coordinates, codewords, Math.Log2(codewords) / length));
            }

        if (fitting.Count == 0)
            return LayerInput.Budgeted<CompressedWeight>(statistics, () => throw bits.TooSmall("a codebook of two codewords with its codes", w.Rows, w.Columns, least));
        foreach (int length in fitting.GroupBy(option => option.Length).OrderByDescending(group => group.Max(option => option.Rate)).Take(2).Select(group => group.Key))
        {
            var quantizer = new LowRankQuantizer(w, length);
            var candidates = fitting.Where(option => option.Length == length)
                .Select(option => quantizer.Quantize(option.Coordinates, option.Codewords, random.Fork(length).Fork(option.Coordinates))).ToList();
            int balanced = LowRankQuantizer.BalancedCoordinates(candidates);
            var chosen = candidates.First(candidate => candidate.Weight.Basis.Rows == balanced);
            if (best is null || chosen.Error < best.Error)
                best = chosen;
        }

        return best!.Weight;
    }

    /// <summary>The largest codebook within the limit: a power of two, or as many fewer as the tables demand.</summary>
    private static int Codewords(Tensor weight, int length, int coordinates, long limit)
    {
        int codewords = Math.Min(MostCodewords, weight.Length / length);
        while (codewords >= 2 && LowRankCodebookWeight.BitsOf(weight.Length, length, codewords, coordinates) > limit)
            codewords--;
        return codewords;
    }
}

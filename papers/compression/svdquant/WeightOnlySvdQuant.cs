using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>
/// SVDQuant where only weights are quantised: a branch in 16-bit numbers plus a quantised residual, as many bits as the budget gives. The branch is taken
/// from the smoothed weight, and the smoothing is merged into its right factor; the residual stays in the inputs' own scale, where it needs no
/// extra numbers. (What smoothing is for otherwise, taming activations, does not arise.)
/// </summary>
/// <remarks>
/// Of all smoothing exponents and all bits of the residual, the branch taking what bits are left, the pair with the least mean squared output
/// error is kept; the residual is then quantised by GPTQ (the paper's option) if that lowers the error.
/// </remarks>
public sealed class WeightOnlySvdQuant : IWeightCompressor
{
    private const int GroupSize = 64;

    /// <inheritdoc/>
    public string Name => "SVDQuant (weights)";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Unit == BudgetUnit.Flops)
            throw new ArgumentException($"{statistics.Name}: quantising saves no operations; give the budget in bits.", nameof(budget));
        if (budget.Keep == 1)
            return new DenseWeight(w);
        var bitBudget = budget with { Unit = BudgetUnit.Bits };
        var moments = LayerInput.Moments(statistics);
        var choices = Choices(w.Rows, w.Columns, bitBudget.Limit(w.Rows, w.Columns));
        if (choices.Count == 0)
        {
            long smallest = new QuantizationGrid(QuantizationScheme.LeastBits, Math.Min(GroupSize, w.Columns)).StorageBits(w.Rows, w.Columns);
            return LayerInput.Budgeted<CompressedWeight>(statistics, () => throw bitBudget.TooSmall("two bits a number with the scales", w.Rows, w.Columns, smallest));
        }

        (QuantizationGrid Grid, LowRankWeight? Branch) best = (choices[0].Grid, null);
        double least = double.PositiveInfinity;
        foreach (var scales in Scales(w, statistics))
        {
            var basis = choices[^1].Rank == 0 ? null : LowRankBasis.Of(w * scales, null, choices[^1].Rank);
            foreach ((var grid, int rank) in choices)
            {
                var branch = rank == 0 ? null : Merged(basis!.Truncate(rank), scales);
                double error = WeightErrors.OutputError(w, Sum(QuantizedWeight.RoundToNearest(Residual(w, branch), grid), branch).ToDense(), moments);
                if (error < least)
                    (best, least) = ((grid, branch), error);
            }
        }

        var left = Residual(w, best.Branch);
        var nearest = Sum(QuantizedWeight.RoundToNearest(left, best.Grid), best.Branch);
        if (statistics.Rows == 0)
            return nearest;
        var swept = (QuantizedWeight)new Gptq(new QuantizationScheme(best.Grid.Bits, best.Grid.GroupSize)).Compress(left, statistics, WeightBudget.Bits(1), random);
        var better = Sum(swept, best.Branch);
        return WeightErrors.OutputError(w, better.ToDense(), moments) < WeightErrors.OutputError(w, nearest.ToDense(), moments) ? better : nearest;
    }

    /// <summary>The bits that a residual may have and the rank that the rest pays for, the most bits first and so the ranks ascending.</summary>
    private static List<(QuantizationGrid Grid, int Rank)> Choices(int outputs, int inputs, long limit)
    {
        var choices = new List<(QuantizationGrid, int)>();
        for (int bits = QuantizationScheme.MostBits; bits >= QuantizationScheme.LeastBits; bits--)
        {
            var grid = new QuantizationGrid(bits, Math.Min(GroupSize, inputs));
            long left = limit - grid.StorageBits(outputs, inputs);
            if (left >= 0)
                choices.Add((grid, (int)Math.Min(left / ((outputs + inputs) * CompressedWeight.NumberBits), Math.Min(outputs, inputs))));
        }

        return choices;
    }

    private static IEnumerable<Tensor> Scales(Tensor w, LayerStatistics statistics) => statistics.Rows == 0
        ? [Tensor.Ones(w.Columns)]
        : SmoothingExponents.Grid.Select(exponents => SmoothingScales.Of(statistics.InputMaximum ?? statistics.InputScale, w, exponents));

    private static LowRankWeight Merged(LowRankWeight branch, Tensor scales) =>
        new(branch.Left.Map(ToHalf), (branch.Right / scales).Map(ToHalf));

    private static double ToHalf(double number) => (double)(Half)number;

    private static Tensor Residual(Tensor w, LowRankWeight? branch) => branch is null ? w : w - branch.ToDense();

    private static CompressedWeight Sum(QuantizedWeight residual, LowRankWeight? branch) => branch is null ? residual : new SumWeight(branch, residual);
}

using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Eora;

/// <summary>
/// A quantised weight with EoRA's low-rank path within one budget of bits. The path costs 16 bits a number, which the codes must give up: from
/// the most bits a code with which the budget can be met down to two fewer, the rest of the budget buys rank, and the pair with the least
/// output error on the calibration inputs is taken. Where the rest buys no rank, the quantised weight stands alone.
/// </summary>
/// <remarks>The base is GPTQ with one scale a row, the paper's usual partner; both see the same inputs.</remarks>
public sealed class Eora : IWeightCompressor
{
    private const int FewerBits = 2;

    /// <inheritdoc/>
    public string Name => "GPTQ + EoRA";

    /// <inheritdoc/>
    public CompressedWeight Compress(Tensor weight, LayerStatistics statistics, WeightBudget budget, RandomStream random)
    {
        var w = LayerInput.Weight(weight, statistics);
        if (budget.Keep == 1)
            return new DenseWeight(w);
        var moments = LayerInput.Moments(statistics);
        int most = new QuantizationScheme().Within(w.Rows, w.Columns, statistics, budget).Bits;
        long limit = (budget with { Unit = BudgetUnit.Bits }).Limit(w.Rows, w.Columns);
        return Enumerable.Range(0, FewerBits + 1)
            .Select(fewer => most - fewer)
            .Where(bits => bits >= QuantizationScheme.LeastBits)
            .Select(bits => Compensated(new Gptq(new QuantizationScheme(bits)).Compress(w, statistics, budget, random)))
            .MinBy(form => WeightErrors.OutputError(w, form.ToDense(), moments))!;

        CompressedWeight Compensated(CompressedWeight quantized)
        {
            long rest = (limit - quantized.Bits) / ((w.Rows + (long)w.Columns) * CompressedWeight.NumberBits);
            int rank = (int)Math.Min(rest, Math.Min(w.Rows, w.Columns));
            return rank < 1 ? quantized : new SumWeight(quantized, EigenspaceCompensation.Of(w - quantized.ToDense(), moments, rank));
        }
    }
}

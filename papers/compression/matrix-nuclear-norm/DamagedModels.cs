using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.MatrixNuclearNorm;

/// <summary>Ladders of models of one width, each worse than the one before: what a score of quality should follow.</summary>
internal static class DamagedModels
{
    /// <summary>Calls back with all linear maps cut to shares of their parameters by truncated SVD, the whole model first; restored afterwards.</summary>
    /// <param name="model">The model.</param>
    /// <param name="shares">Shares of the parameters, the first 1.</param>
    /// <param name="each">Is told the share.</param>
    public static void CutRanks(LanguageModel model, double[] shares, Action<double> each)
    {
        var maps = model.LinearMaps();
        var factors = maps.Select(map => LinearAlgebra.Svd(map.Weight.To(DType.F64))).ToArray();
        foreach (double share in shares)
        {
            for (int i = 0; i < maps.Count && share < 1; i++)
            {
                int rank = WeightBudget.Parameters(share).Rank(maps[i].Outputs, maps[i].Inputs);
                maps[i].ReplaceBy(new LowRankWeight(
                    factors[i].U.Slice(1, 0, rank) * factors[i].S.Slice(0, 0, rank),  // (outputs, r)
                    factors[i].Vt.Slice(0, 0, rank)));                                // (r, inputs)
            }

            each(share);
        }

        foreach (var map in maps)
            map.Restore();
    }

    /// <summary>Calls back with the last blocks left out, none first: their two maps back into the residual stream give nothing.</summary>
    /// <param name="model">The model.</param>
    /// <param name="each">Is told how many blocks are left out.</param>
    public static void LeaveOutBlocks(LanguageModel model, Action<int> each)
    {
        var back = model.LinearMaps().Where(map => map.Name.EndsWith("o_proj", StringComparison.Ordinal)
            || map.Name.EndsWith("down_proj", StringComparison.Ordinal) || map.Name.EndsWith("c_proj", StringComparison.Ordinal)).ToArray();
        for (int left = 0; left <= back.Length / 2; left++)
        {
            foreach (var map in back[(back.Length - (2 * left))..])
                if (!map.IsReplaced)
                    map.Replace(new Nothing(map.Outputs));
            each(left);
        }

        foreach (var map in back)
            map.Restore();
    }

    private sealed class Nothing(int outputs) : Learning.Layer
    {
        public override Learning.Variable Forward(Learning.Variable x) => new(Tensor.Zeros(x.DType, [.. x.Shape[..^1], outputs]));
    }
}

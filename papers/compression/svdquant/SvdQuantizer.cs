using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.SvdQuant;

/// <summary>
/// SVDQuant (Li et al., 2024) of one linear map Y = X Wᵀ: smooth, take the leading singular directions of the scaled weight out as a branch in
/// 16-bit numbers, quantise what is left and the activations: Y ≈ X̂ Rightᵀ Leftᵀ + Q(X̂) Q(R)ᵀ (section 4.2). Weights stand as (outputs, inputs), the
/// transpose of the paper's.
/// </summary>
public static class SvdQuantizer
{
    /// <summary>Quantises a map: of all smoothing exponents those with the least output error on the calibration rows after everything.</summary>
    /// <param name="weight">W, (outputs, inputs), finite.</param>
    /// <param name="inputs">Calibration rows X, (rows, inputs), finite.</param>
    /// <param name="options">What is done.</param>
    /// <exception cref="ArgumentException">Sizes do not fit, a number is not finite, or the rank is above the full one.</exception>
    public static QuantizedMap Fit(Tensor weight, Tensor inputs, SvdQuantOptions options)
    {
        (var w, var x) = Checked(weight, inputs, options);
        var truth = LinearAlgebra.MatMul(x, w, transposeA: false, transposeB: true); // (rows, outputs)
        var maxima = x.Abs().Max(0);                                                 // (inputs)
        QuantizedMap? best = null;
        double least = double.PositiveInfinity;
        foreach (var exponents in options.Smoothing)
            foreach (var map in Rounds(w, SmoothingScales.Of(maxima, w, exponents), options))
                if ((map.Forward(x) - truth).FrobeniusNorm() is var error && error < least)
                    (best, least) = (map, error);
        return best ?? throw new ArgumentException("There are no smoothing exponents to try.", nameof(options));
    }

    /// <summary>The map for given scales, and for each refinement again.</summary>
    private static IEnumerable<QuantizedMap> Rounds(Tensor w, Tensor scales, SvdQuantOptions options)
    {
        var grid = new QuantizationGrid(options.WeightBits, Math.Min(options.GroupSize, w.Columns));
        var activations = options.ActivationBits is { } bits ? new ActivationGrid(bits, options.GroupSize) : null;
        var scaled = w * scales; // Ŵ = W diag(λ), (outputs, inputs)
        if (options.Branch == BranchOrder.None || options.Rank == 0)
        {
            yield return new QuantizedMap(scales, null, QuantizedWeight.RoundToNearest(scaled, grid), activations);
            yield break;
        }

        bool before = options.Branch == BranchOrder.BeforeQuantization;
        var left = before ? scaled : scaled - QuantizedWeight.RoundToNearest(scaled, grid).ToDense();
        for (int round = 0; round <= options.Refinements; round++)
        {
            var branch = Branch(left, options.Rank);
            var residual = QuantizedWeight.RoundToNearest(before ? scaled - branch.ToDense() : scaled, grid);
            yield return new QuantizedMap(scales, branch, residual, activations);
            left = scaled - residual.ToDense();
            before = true;
        }
    }

    /// <summary>The best approximation of the rank, in numbers of half precision; what their rounding leaves goes to the residual.</summary>
    internal static LowRankWeight Branch(Tensor weight, int rank)
    {
        var exact = LowRankBasis.Of(weight, null, rank).Truncate(rank);
        return new LowRankWeight(exact.Left.Map(ToHalf), exact.Right.Map(ToHalf));

        static double ToHalf(double number) => (double)(Half)number;
    }

    private static (Tensor Weight, Tensor Inputs) Checked(Tensor weight, Tensor inputs, SvdQuantOptions options)
    {
        if (weight.Rank != 2 || inputs.Rank != 2 || weight.Length == 0 || inputs.Rows == 0 || weight.Columns != inputs.Columns)
            throw new ArgumentException($"A weight (outputs, inputs) and rows (count, inputs) are needed, not shapes ({string.Join(", ", weight.Shape.ToArray())}) and ({string.Join(", ", inputs.Shape.ToArray())}).", nameof(inputs));
        if (options.Rank < 0 || options.Rank > Math.Min(weight.Rows, weight.Columns))
            throw new ArgumentException($"A branch of rank {options.Rank} cannot be taken from a weight of {weight.Rows} × {weight.Columns}; the rank is from 0 to {Math.Min(weight.Rows, weight.Columns)}.", nameof(options));
        return (weight.EnsureFinite("The weight").To(DType.F64).Contiguous(), inputs.EnsureFinite("The inputs").To(DType.F64).Contiguous());
    }
}

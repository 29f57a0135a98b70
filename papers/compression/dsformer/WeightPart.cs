using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>C1: errors on trained matrices, and on Gaussian ones of the same shapes.</summary>
internal static class WeightPart
{
    /// <summary>The compression of the paper's points and 1.5×.</summary>
    public static readonly double[] Ratios = [1.5, 2, 2.8, 3.57];

    /// <summary>The errors of one matrix, by ratio.</summary>
    /// <param name="Name">The map.</param>
    /// <param name="Svd">Truncated SVD.</param>
    /// <param name="Bits">Dense-sparse of the same size in bits, places counted.</param>
    /// <param name="Values">Dense-sparse of as many values.</param>
    /// <param name="GaussianSvd">Truncated SVD of a Gaussian matrix.</param>
    /// <param name="GaussianBits">Dense-sparse of it, places counted.</param>
    /// <param name="IndexShare">The share of the bits that are places, at 2×.</param>
    internal sealed record MatrixErrors(string Name, double[] Svd, double[] Bits, double[] Values, double[] GaussianSvd, double[] GaussianBits, double IndexShare);

    /// <summary>Twenty matrices: four of each of three Llama blocks and of two GPT-2 blocks.</summary>
    public static IReadOnlyList<(string Name, Tensor Weight)> Matrices(StudyContext context)
    {
        var llama = BundledLanguageModel.Open(context.Data, "llama-1m").Load().LinearMaps(); // 7 a block: q, k, v, o, gate, up, down
        var gpt2 = BundledLanguageModel.Open(context.Data, "gpt2-1m").Load().LinearMaps();   // 4 a block
        int[] ofLlama = [.. new[] { 0, 2, 4 }.SelectMany(block => new[] { 0, 3, 5, 6 }.Select(map => (7 * block) + map))];
        return
        [
            .. ofLlama.Select(map => (llama[map].Name, llama[map].Weight.To(DType.F64).Contiguous())),
            .. new[] { 0, 3 }.SelectMany(block => Enumerable.Range(4 * block, 4)).Select(map => (gpt2[map].Name, gpt2[map].Weight.To(DType.F64).Contiguous())),
        ];
    }

    /// <summary>Errors of a matrix at all ratios.</summary>
    public static MatrixErrors Measure(string name, Tensor weight, RandomStream random, int rounds, CancellationToken cancel)
    {
        var gaussian = random.Normal(weight.Rows, weight.Columns);
        var basis = (Trained: Svd(weight), Gaussian: Svd(gaussian));
        (double Bits, double Values, double OfGaussian, double Index)[] found = [.. Ratios.Select(ratio =>
        {
            cancel.ThrowIfCancellationRequested();
            var bits = DenseSparseFactorization.Best(weight, WeightBudget.Bits(1 / ratio), rounds);
            return (
                Error(weight, bits),
                Error(weight, DenseSparseFactorization.Best(weight, WeightBudget.Parameters(1 / ratio), rounds)),
                Error(gaussian, DenseSparseFactorization.Best(gaussian, WeightBudget.Bits(1 / ratio), rounds)),
                1 - ((double)bits.Parameters * CompressedWeight.NumberBits / bits.Bits));
        })];
        return new MatrixErrors(
            name,
            [.. Ratios.Select(ratio => Truncated(weight, basis.Trained, ratio))],
            [.. found.Select(each => each.Bits)],
            [.. found.Select(each => each.Values)],
            [.. Ratios.Select(ratio => Truncated(gaussian, basis.Gaussian, ratio))],
            [.. found.Select(each => each.OfGaussian)],
            found[1].Index);

        static LowRankBasis Svd(Tensor matrix) => LowRankBasis.Of(matrix, null, Math.Min(matrix.Rows, matrix.Columns));

        static double Truncated(Tensor matrix, LowRankBasis svd, double ratio) =>
            Error(matrix, svd.Truncate(WeightBudget.Parameters(1 / ratio).Rank(matrix.Rows, matrix.Columns)));

        static double Error(Tensor matrix, CompressedWeight form) => WeightErrors.RelativeWeightError(matrix, form.ToDense());
    }

    /// <summary>Joins the errors to the checks; a seed is a matrix.</summary>
    public static void Observe(FindingsBuilder found, long seed, MatrixErrors errors)
    {
        for (int r = 0; r < Ratios.Length; r++)
        {
            found.ObservePair("C1", "error", $"{Ratios[r]} times smaller", seed, errors.Bits[r], errors.Svd[r]);
            found.ObservePair("C1", "error-values", $"{Ratios[r]} times smaller", seed, errors.Values[r], errors.Svd[r]);
        }
    }

    /// <summary>The share of SVD's error that another form takes away, mean over the ratios.</summary>
    public static double Saved(double[] errors, double[] svd) => errors.Zip(svd, (mine, theirs) => 1 - (mine / theirs)).Average();
}

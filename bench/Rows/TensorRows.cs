using Praxis.Numerics;
using Praxis.Papers.TensorsAndFunctions;

namespace Praxis.Bench.Rows;

/// <summary>Decompositions of tensors. On the other side is TensorLy's algorithm in numpy; both start from the same kind of factors and do the same sweeps.</summary>
internal static class TensorRows
{
    /// <summary>Ten sweeps from random orthonormal factors. The error is that of the decomposition above that of the planted tensor.</summary>
    [Row("hooi-200^3-rank20", 2)]
    public static Work OrthogonalIteration()
    {
        var random = new RandomStream(1);
        var (tensor, noise) = Noisy(new TuckerTensor(random.Normal(20, 20, 20), Factors(random, 200, 20, orthonormal: true)).Rebuild(), random);
        var start = Factors(random, 200, 20, orthonormal: true);
        TuckerTensor? found = null;
        return new Work(
            () => found = TuckerIteration.Fit(new DenseTensorProducts(tensor), start, new AlternatingOptions { Sweeps = 10, Tolerance = 0 }).Tensor,
            () => Math.Abs(((tensor - found!.Rebuild()).FrobeniusNorm() / noise) - 1));
    }

    /// <summary>25 sweeps from random factors. The error is the largest of A₍ₗ₎·(⊙ others) − Aₗ·(Gram of the others) for the mode updated last, relative to the first term.</summary>
    [Row("cp-als-150^3-rank20", 2)]
    public static Work AlternatingLeastSquares()
    {
        var random = new RandomStream(1);
        var (tensor, _) = Noisy(new CpTensor(Factors(random, 150, 20, orthonormal: false)).Rebuild(), random);
        var start = Factors(random, 150, 20, orthonormal: false);
        CpTensor? found = null;
        return new Work(
            () => found = CpLeastSquares.Fit(new DenseTensorProducts(tensor), start, new AlternatingOptions { Sweeps = 25, Tolerance = 0 }).Tensor,
            () =>
            {
                // The normal equations of the last mode, from the unfolded tensor and the whole Khatri–Rao product.
                var (a, b, c) = (found!.Factors[0], found.Factors[1], found.Factors[2] * found.Weights);
                var left = LinearAlgebra.MatMul(ModeProduct.Unfold(tensor, 2), KhatriRao.Of(a, b));
                var gram = LinearAlgebra.MatMul(a, a, true, false) * LinearAlgebra.MatMul(b, b, true, false);
                return Sample.Distance(LinearAlgebra.MatMul(c, gram), left);
            });
    }

    /// <summary>A train of ranks 10 with noise far below the tolerance. The error is the true one, beside the tensor.</summary>
    [Row("tt-svd-20^6-1e-6", 1.2)]
    public static Work TrainSvd()
    {
        var random = new RandomStream(1);
        var tensor = new TensorTrain([.. Enumerable.Range(0, 6).Select(mode => random.Normal(mode == 0 ? 1 : 10, 20, mode == 5 ? 1 : 10))]).Rebuild();
        tensor.AddScaled(random.Normal(tensor.Shape), 1e-8 * tensor.FrobeniusNorm() / Math.Sqrt(tensor.Length));
        TensorTrain? train = null;
        return new Work(
            () => train = TensorTrainSvd.Compute(tensor, 1e-6).Tensor,
            () => train!.Ranks.All(rank => rank == 10) ? (tensor - train.Rebuild()).FrobeniusNorm() / tensor.FrobeniusNorm() : double.NaN);
    }

    // A tenth of noise, and its norm.
    private static (Tensor Tensor, double Noise) Noisy(Tensor planted, RandomStream random)
    {
        var noise = random.Normal(planted.Shape) * (0.1 * planted.FrobeniusNorm() / Math.Sqrt(planted.Length));
        return (planted + noise, noise.FrobeniusNorm());
    }

    private static Tensor[] Factors(RandomStream random, int n, int rank, bool orthonormal) =>
        [.. Enumerable.Range(0, 3).Select(_ => orthonormal ? random.HaarOrthogonal(n, rank) : random.Normal(n, rank))];
}

using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

/// <summary>Where sparse Bayesian learning ends from many random starts, in a noiseless case of two modes.</summary>
/// <param name="Kronecker">Distinct limits with γ a Kronecker product.</param>
/// <param name="Free">Distinct limits with γ free.</param>
/// <param name="Sparse">Starts of the Kronecker variant that end with no more non-zeros than measurements.</param>
/// <param name="SparseFree">The same with γ free.</param>
internal sealed record RandomStarts(int Kronecker, int Free, int Sparse, int SparseFree)
{
    private const int N = 4;
    private const int M = 3;
    private const int K = 2;
    private const double Same = 0.1; // limits closer than this share of the solution's length count as one

    public static RandomStarts Run(int starts, int iterations, RandomStream random, CancellationToken cancel)
    {
        var problem = GridProblem.Draw([M, M], N, K, 300, grid: true, random.Fork("problem"));
        var noise = 1e-4 * problem.Y.Square().Mean(); // the model needs a little noise; the data have none
        var dense = LinearAlgebra.Kronecker(problem.Factors[0], problem.Factors[1]);
        var (kronecker, free) = (new List<Tensor>(), new List<Tensor>());
        for (var i = 0; i < starts; i++)
        {
            cancel.ThrowIfCancellationRequested();
            var begin = random.Fork("starts").Fork(i);
            kronecker.Add(KroneckerSparseBayes.Recover(
                problem.Factors, problem.Y,
                new KroneckerSblOptions { Update = KroneckerUpdate.Alternating, NoiseVariance = noise, Pruning = 0, Tolerance = 1e-5, MostIterations = iterations },
                [Spread(N), Spread(N)]).X);
            free.Add(ClassicSparseBayes.Recover(dense, problem.Y, noise, pruning: 0, tolerance: 1e-5, mostIterations: iterations, start: Spread(N * N)).X);

            double[] Spread(int count) => [.. begin.Normal(count).ToArray().Select(value => Math.Exp(2 * value))];
        }
        return new RandomStarts(Distinct(kronecker), Distinct(free), kronecker.Count(IsSparse), free.Count(IsSparse));

        int Distinct(List<Tensor> limits)
        {
            var seen = new List<Tensor>();
            foreach (var limit in limits)
                if (!seen.Any(other => LinearAlgebra.Norm(limit - other) < Same * LinearAlgebra.Norm(problem.X))) seen.Add(limit);
            return seen.Count;
        }
    }

    private static bool IsSparse(Tensor x) => x.ToArray().Count(value => Math.Abs(value) > 0.01 * x.MaxAbs()) <= M * M;
}

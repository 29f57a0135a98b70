using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>C2: random TuckER cores as LowFER models of every k, beside what alternating least squares reaches.</summary>
internal static class TuckerExperiment
{
    private const int EntityLength = 12, RelationLength = 8;

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var cores = context.Pick(smoke: 1, small: 2, full: 5);
        var starts = context.Pick(smoke: 1, small: 2, full: 3);
        var random = context.Random(context.Seeds[0], "cores");
        var errors = new double[RelationLength]; // of core 0, by k − 1
        var (searched, discarded) = (new double[RelationLength], new double[RelationLength]);
        double contained = 0, difference = 0, below = double.NegativeInfinity;
        for (var index = 0; index < cores; index++)
        {
            cancel.ThrowIfCancellationRequested();
            var stream = random.Fork(index);
            var core = stream.Fork("core").Normal(EntityLength, RelationLength, EntityLength);
            var (entities, relations) = (stream.Fork("entities").Normal(25, EntityLength), stream.Fork("relations").Normal(6, RelationLength));
            var tucker = new TuckerTensor(core, [entities, relations, entities]).Rebuild(); // scores: (n_e, n_r, n_e)
            contained = Math.Max(contained, (BilinearCore.FromTuckerCore(core, RelationLength).Scores(entities, relations) - tucker).MaxAbs());
            for (var k = 1; k <= RelationLength; k++)
            {
                var error = (BilinearCore.FromTuckerCore(core, k).ToTuckerCore() - core).FrobeniusNorm();
                var lost = Math.Sqrt(Enumerable.Range(0, EntityLength).Sum(j => LinearAlgebra.SingularValues(core.Select(2, j).Contiguous()).ToArray()[k..].Sum(s => s * s)));
                if (k < RelationLength)
                {
                    difference = Math.Max(difference, Math.Abs(error / lost - 1));
                    var search = Math.Sqrt(Enumerable.Range(0, EntityLength).Sum(j => Enumerable.Range(0, starts).Min(start => SearchedError(core.Select(2, j).Contiguous(), k, stream.Fork($"{k}, {j}, {start}")))));
                    below = Math.Max(below, 1 - search / error);
                    if (index == 0) searched[k - 1] = search;
                }
                if (index == 0) (errors[k - 1], discarded[k - 1]) = (error, lost);
            }
        }
        var setting = $"{cores} cores";
        found.Observe("C2", "contained", setting, 0, contained);
        found.Observe("C2", "error-is-what-is-discarded", setting, 0, difference);
        found.Observe("C2", "nothing-better", setting, 0, below);
        double[] ranks = [.. Enumerable.Range(1, RelationLength).Select(k => (double)k)];
        found.Add(new Figure
        {
            Title = "What a rank below min(d_e, d_r) loses of a TuckER core",
            Description = $"Error of one random core of {EntityLength}×{RelationLength}×{EntityLength} as a LowFER model of rank k. The error falls as the discarded singular values of the slices say and is zero at k = {RelationLength}; alternating least squares from random starts ends on the same points. A random core falls nearly linearly: it has no small rank to find.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("k"),
                    Y = new Axis("error of the core (Frobenius norm)", Low: 0),
                    Marks =
                    [
                        new Line(ranks, [.. discarded.Select(v => Math.Round(v, 4))]) { Name = "discarded singular values" },
                        new Scatter(ranks, [.. errors.Select(v => Math.Round(v, 4))], 9) { Name = "LowFER from the core" },
                        new Scatter(ranks[..^1], [.. searched[..^1].Select(v => Math.Round(v, 4))], 5) { Name = $"alternating least squares, best of {starts} starts" },
                    ],
                },
            ],
        });
    }

    /// <summary>The squared error of A Bᵀ after sixty rounds of least squares for A and B in turn, from a random start.</summary>
    private static double SearchedError(Tensor slice, int k, RandomStream random)
    {
        var b = random.Normal(slice.Columns, k); // (d_r, k)
        var a = Tensor.Zeros(slice.Rows, k);     // (d_e, k)
        for (var round = 0; round < 60; round++)
        {
            a = Fitted(slice, b);
            b = Fitted(slice.Transpose().Contiguous(), a);
        }
        return (LinearAlgebra.MatMul(a, b, transposeA: false, transposeB: true) - slice).Square().Sum();
    }

    // The X with X Bᵀ closest to the slice: X = slice · B (BᵀB)⁻¹.
    private static Tensor Fitted(Tensor slice, Tensor b) =>
        LinearAlgebra.Solve(LinearAlgebra.MatMul(b, b, transposeA: true, transposeB: false), LinearAlgebra.MatMul(slice, b).Transpose().Contiguous()).Transpose().Contiguous();
}

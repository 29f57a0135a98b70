using Praxis.Lab;
using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.KroneckerSbl;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class KroneckerSblTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("kronecker-sbl").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static Tensor[] Factors(params (int M, int N)[] shapes) => [.. shapes.Select((shape, q) => new RandomStream(q + 1).Normal(shape.M, shape.N))];

    private static Tensor Dense(IReadOnlyList<Tensor> factors) => factors.Aggregate(LinearAlgebra.Kronecker);

    [Fact]
    public void Mode_products_are_the_Kronecker_matrix()
    {
        var factors = Factors((2, 3), (4, 2), (3, 5));
        var dense = Dense(factors);
        var x = new RandomStream(9).Normal(30);
        var y = new RandomStream(10).Normal(24);
        Assert.True((Tensor.FromArray(ModeProducts.Apply(factors, x.AsSpan())) - LinearAlgebra.MatVec(dense, x)).MaxAbs() < 1e-12);
        Assert.True((Tensor.FromArray(ModeProducts.ApplyTransposed(factors, y.AsSpan())) - LinearAlgebra.MatVec(dense.Transpose(), y)).MaxAbs() < 1e-12);
        Assert.Equal([3, 4, 6, 8], ModeProducts.Outer([[1, 2], [3, 4]]));
        Assert.Contains("30", Assert.Throws<ArgumentException>(() => ModeProducts.Apply(factors, [1, 2])).Message);
    }

    [Fact]
    public void Posterior_is_that_of_the_dense_formulas()
    {
        var factors = Factors((2, 3), (4, 2), (1, 2));
        double[][] gammas = [[1, 0.2, 3], [0.5, 2], [1, 0.7]];
        var y = new RandomStream(11).Normal(8);
        var posterior = Posterior.Of(factors, gammas, y.AsSpan(), 0.3);

        var a = Dense(factors);                                                                                          // (8, 12)
        var gamma = Tensor.Diagonal(Tensor.FromArray(ModeProducts.Outer(gammas)));
        var covariance = LinearAlgebra.MatMul(LinearAlgebra.MatMul(a, gamma), a, false, true) + 0.3 * Tensor.Identity(8);
        var inverse = LinearAlgebra.Inverse(covariance);
        var gain = LinearAlgebra.MatMul(LinearAlgebra.MatMul(gamma, a, false, true), inverse);                          // ΓAᵀΣ⁻¹
        var mean = LinearAlgebra.MatVec(gain, y);
        var variance = gamma - LinearAlgebra.MatMul(gain, LinearAlgebra.MatMul(a, gamma));
        Assert.True((Tensor.FromArray(posterior.Mean) - mean).MaxAbs() < 1e-11);
        Assert.True((Tensor.FromArray(posterior.SecondMoments) - (mean.Square() + variance.Diagonal())).MaxAbs() < 1e-11);
        Assert.Equal(LinearAlgebra.Lu(covariance).LogDeterminant().LogAbsolute + LinearAlgebra.Dot(y, LinearAlgebra.MatVec(inverse, y)), posterior.Cost, 9);
        Assert.Equal((1 - variance.Diagonal() / gamma.Diagonal()).Sum(), posterior.Determined, 9);
    }

    [Fact]
    public void Gradient_is_that_of_finite_differences()
    {
        var factors = Factors((2, 3), (3, 2));
        double[][] gammas = [[1, 0.2, 3], [0.5, 2]];
        var y = new RandomStream(12).Normal(6);
        var posterior = Posterior.Of(factors, gammas, y.AsSpan(), 0.3);
        // ∂cost/∂γ₁[1] = Σ over the slice of γ₂[j]·∂cost/∂γ.
        var expected = 0.5 * posterior.Gradient[2] + 2 * posterior.Gradient[3];
        double Cost(double value) => Posterior.Of(factors, [[1, value, 3], [0.5, 2]], y.AsSpan(), 0.3).Cost;
        Assert.Equal(expected, (Cost(0.2 + 1e-5) - Cost(0.2 - 1e-5)) / 2e-5, 6);
    }

    [Fact]
    public void A_rank_one_second_moment_is_found_by_every_update()
    {
        double[][] truth = [[1, 4], [2, 1, 3], [5, 0.5]];
        var second = ModeProducts.Outer(truth);
        foreach (var update in Enum.GetValues<KroneckerUpdate>())
        {
            double[][] gammas = [[1, 1], [1, 1, 1], [1, 1]];
            MStepOf(update, second, gammas);
            var product = ModeProducts.Outer(gammas);
            for (var j = 0; j < second.Length; j++) Assert.Equal(second[j], product[j], 8);
        }
    }

    // The M-step by way of the whole recovery: with A = I and hardly any noise, d is y².
    private static void MStepOf(KroneckerUpdate update, double[] second, double[][] gammas)
    {
        var factors = gammas.Select(gamma => Tensor.Identity(gamma.Length)).ToArray();
        var y = Tensor.FromArray([.. second.Select(Math.Sqrt)]);
        var estimate = KroneckerSparseBayes.Recover(factors, y, new KroneckerSblOptions { Update = update, NoiseVariance = 1e-12, Pruning = 0, MostIterations = 3 });
        for (var q = 0; q < gammas.Length; q++) estimate.Gammas[q].CopyTo(gammas[q], 0);
    }

    [Theory]
    [InlineData(KroneckerUpdate.Alternating)]
    [InlineData(KroneckerUpdate.SinglePass)]
    public void The_cost_never_rises(KroneckerUpdate update)
    {
        var problem = GridProblem.Draw([3, 4, 4], 5, 2, 20, grid: true, new RandomStream(13));
        var costs = new List<double>();
        KroneckerSparseBayes.Recover(problem.Factors, problem.Y, KroneckerSblOptions.For(update, problem.NoiseVariance) with { Pruning = 0 }, watch: (_, posterior, _) => costs.Add(posterior.Cost));
        for (var i = 1; i < costs.Count; i++) Assert.True(costs[i] <= costs[i - 1] + 1e-9 * Math.Abs(costs[i - 1]), $"iteration {i}");
    }

    [Theory]
    [InlineData(KroneckerUpdate.Alternating)]
    [InlineData(KroneckerUpdate.Svd)]
    [InlineData(KroneckerUpdate.SinglePass)]
    public void A_clear_grid_is_recovered(KroneckerUpdate update)
    {
        var problem = GridProblem.Draw([6, 7, 7], 8, 2, 40, grid: true, new RandomStream(14));
        var estimate = KroneckerSparseBayes.Recover(problem.Factors, problem.Y, KroneckerSblOptions.For(update, problem.NoiseVariance));
        Assert.InRange(problem.Error(estimate.X), 0, 1e-3);
        Assert.InRange(problem.SupportRecovery(estimate.X), 0.7, 1);
    }

    [Fact]
    public void One_mode_is_classic_sparse_Bayesian_learning()
    {
        var a = new RandomStream(15).Normal(10, 16);
        var y = 2 * a.Column(3) - a.Column(7) + 0.05 * new RandomStream(16).Normal(10);
        var ours = KroneckerSparseBayes.Recover([a], y, new KroneckerSblOptions { Update = KroneckerUpdate.Svd, NoiseVariance = 0.01, Pruning = 0, Tolerance = 0, MostIterations = 20 });
        var classic = ClassicSparseBayes.Recover(a, y, 0.01, pruning: 0, tolerance: 0, mostIterations: 20);
        Assert.True((ours.X - classic.X).MaxAbs() < 1e-9);
    }

    [Fact]
    public void A_mode_of_size_one_changes_nothing()
    {
        var problem = GridProblem.Draw([4, 4], 6, 2, 30, grid: true, new RandomStream(17));
        foreach (var update in Enum.GetValues<KroneckerUpdate>())
        {
            var options = KroneckerSblOptions.For(update, problem.NoiseVariance);
            var two = KroneckerSparseBayes.Recover(problem.Factors, problem.Y, options);
            var three = KroneckerSparseBayes.Recover([.. problem.Factors, Tensor.Ones(1, 1)], problem.Y, options);
            Assert.True((two.X - three.X).MaxAbs() < 1e-6);
        }
    }

    [Fact]
    public void Noise_is_learnt_within_a_factor()
    {
        var problem = GridProblem.Draw([7, 8, 8], 8, 2, 15, grid: true, new RandomStream(18));
        var estimate = KroneckerSparseBayes.Recover(problem.Factors, problem.Y, new KroneckerSblOptions());
        Assert.InRange(estimate.NoiseVariance / problem.NoiseVariance, 0.7, 1.4);
    }

    [Fact]
    public void Matching_pursuit_finds_a_noiseless_grid_exactly()
    {
        var problem = GridProblem.Draw([7, 8, 8], 8, 2, 200, grid: true, new RandomStream(19));
        var (x, _) = KroneckerMatchingPursuit.Recover(problem.Factors, problem.Y, 1e-8 * LinearAlgebra.Norm(problem.Y));
        Assert.InRange(problem.Error(x), 0, 1e-12);
    }

    [Fact]
    public void Support_recovery_and_noise_are_what_they_are_called()
    {
        var problem = GridProblem.Draw([3, 3], 4, 2, 20, grid: true, new RandomStream(20));
        Assert.Equal(1, problem.SupportRecovery(problem.X));
        Assert.Equal(0, problem.SupportRecovery(Tensor.Zeros(16)));
        Assert.Equal(0, problem.Error(problem.X));
        var signal = Tensor.FromArray(ModeProducts.Apply(problem.Factors, problem.X.AsSpan()));
        Assert.Equal(20, 10 * Math.Log10(signal.Square().Mean() / problem.NoiseVariance), 9);
        var wrong = problem.X.Clone();
        var (hole, place) = (Array.FindIndex(wrong.ToArray(), v => v != 0), Array.FindIndex(wrong.ToArray(), v => v == 0));
        (wrong[hole], wrong[place]) = (0, 9); // one of four right places given up for a wrong one: 3 of 5
        Assert.Equal(0.6, problem.SupportRecovery(wrong), 12);
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        var factors = Factors((2, 3), (2, 2));
        Assert.Contains("2 × 2 = 4", Assert.Throws<ArgumentException>(() => KroneckerSparseBayes.Recover(factors, Tensor.Ones(5), new())).Message);
        Assert.Contains("zero throughout", Assert.Throws<ArgumentException>(() => KroneckerSparseBayes.Recover(factors, Tensor.Zeros(4), new())).Message);
        Assert.Contains("noise variance", Assert.Throws<ArgumentException>(() => KroneckerSparseBayes.Recover(factors, Tensor.Ones(4), new() { NoiseVariance = -1 })).Message);
        Assert.Contains("positive entries", Assert.Throws<ArgumentException>(() => KroneckerSparseBayes.Recover(factors, Tensor.Ones(4), new(), [[1, 1, 0], [1, 1]])).Message);
        Assert.Throws<NonFiniteException>(() => KroneckerSparseBayes.Recover(factors, Tensor.Full(double.NaN, 4), new()));
        Assert.Throws<ArgumentException>(() => KroneckerSparseBayes.Recover([], Tensor.Ones(1), new()));
    }

    private InputFile Npy(string name, Tensor values)
    {
        var path = Path.Combine(_folder, name);
        NpyFile.Write(path, values);
        return new InputFile(path);
    }

    private static ToolReport Use(params InputFile[] files) =>
        new KroneckerRecoveryTool().Use(new KroneckerRecoveryToolOptions { Files = files }, new ToolContext { Slug = "kronecker-sbl" }, CancellationToken.None);

    [Fact]
    public void Tool_recovers_a_tensor_from_files()
    {
        var problem = GridProblem.Draw([6, 7], 8, 2, 30, grid: true, new RandomStream(21));
        var report = Use(Npy("y.npy", problem.Y), Npy("a1.npy", problem.Factors[0]), Npy("a2.npy", problem.Factors[1]));
        var x = ((MatrixOutput)report.Outputs[0]).Values;
        Assert.Equal([8, 8], x.Shape.ToArray());
        Assert.InRange(problem.Error(x.Reshape(64)), 0, 0.05);
        Assert.InRange(report.Measures[0].Value, 0, 0.01);
    }

    [Fact]
    public void Tool_names_what_is_wrong_with_the_input()
    {
        var problem = GridProblem.Draw([3, 4], 5, 2, 30, grid: true, new RandomStream(22));
        var (y, a1, a2) = (Npy("y.npy", problem.Y), Npy("a1.npy", problem.Factors[0]), Npy("a2.npy", problem.Factors[1]));
        Assert.Contains("at least one factor", Assert.Throws<ToolException>(() => Use(y)).Message);
        Assert.Contains("3 × 3 = 9", Assert.Throws<ToolException>(() => Use(y, a1, a1)).Message);
        Assert.Contains("all measurements are zero", Assert.Throws<ToolException>(() => Use(Npy("z.npy", Tensor.Zeros(12)), a1, a2)).Message);
        Assert.Contains("row 1", Assert.Throws<ToolException>(() => Use(Npy("n.npy", Tensor.Full(double.NaN, 12)), a1, a2)).Message);
        var hollow = problem.Factors[1].Clone();
        for (var i = 0; i < 4; i++) hollow[i, 2] = 0;
        Assert.Contains("column 3 is zero", Assert.Throws<ToolException>(() => Use(y, a1, Npy("h.npy", hollow))).Message);
    }
}

namespace Praxis.Numerics.Tests.Truncated;

public class RandomizedSvdTests
{
    public static TheoryData<RandomizedMethod, int, int> Cases => new()
    {
        { RandomizedMethod.BlockKrylov, 200, 90 },
        { RandomizedMethod.BlockKrylov, 90, 200 },
        { RandomizedMethod.PowerIteration, 200, 90 },
        { RandomizedMethod.PowerIteration, 90, 200 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_error_is_near_the_best_and_is_reported_rightly(RandomizedMethod method, int m, int n)
    {
        var a = Matrices.WithSingularValues(m, n, i => 1 / (1.0 + i));
        double best = LinearAlgebra.SingularValues(a).Slice(0, 8, Math.Min(m, n) - 8).FrobeniusNorm();
        var options = new RandomizedOptions { Method = method, Probes = 10 };
        foreach (var result in new[]
            { RandomizedSvd.Compute(a, 8, options), RandomizedSvd.Compute(SparseMatrix.FromDense(a), 8, options), RandomizedSvd.Compute(new DenseOperator(a), 8, options) })
        {
            var rest = a - result.Factors.Rebuild();
            Assert.InRange(rest.FrobeniusNorm(), best * (1 - 1e-12), best * 1.001);
            Assert.True(LinearAlgebra.SpectralNorm(rest) <= result.SpectralBound, "the bound is below the error");
            Close.Orthonormal(result.U, 1e-12);
            Close.Orthonormal(result.Vt.Transpose(), 1e-12);
        }

        var known = RandomizedSvd.Compute(a, 8, options);
        Close.Numbers((a - known.Factors.Rebuild()).FrobeniusNorm(), known.FrobeniusError, 1e-9);
        Assert.True(double.IsNaN(RandomizedSvd.Compute(a, 8).SpectralBound));
    }

    [Fact]
    public void No_singular_value_is_above_the_true_one_and_more_iterations_bring_them_nearer()
    {
        var a = Matrices.WithSingularValues(300, 200, i => Math.Pow(1.0 + i, -0.5));
        double[] expected = LinearAlgebra.SingularValues(a).ToArray();
        foreach (var method in Enum.GetValues<RandomizedMethod>())
        {
            double before = double.PositiveInfinity;
            foreach (int iterations in new[] { 0, 1, 2, 4 })
            {
                double[] found = RandomizedSvd.Compute(a, 10, new RandomizedOptions { Method = method, Iterations = iterations }).S.ToArray();
                Assert.All(found.Zip(expected), pair => Assert.True(pair.First <= pair.Second * (1 + 1e-13)));
                double worst = found.Zip(expected).Max(pair => 1 - (pair.First / pair.Second));
                Assert.True(worst < before);
                before = worst;
            }
        }
    }

    [Fact]
    public void Block_Krylov_is_better_than_twice_as_many_power_iterations_and_takes_fewer_products()
    {
        var a = Matrices.WithSingularValues(400, 300, i => 1 / (1.0 + i));
        double Error(RandomizedMethod method, int iterations, out long products)
        {
            var result = RandomizedSvd.Compute(a, 20, new RandomizedOptions { Method = method, Iterations = iterations });
            products = result.Products;
            return (a - result.Factors.Rebuild()).FrobeniusNorm();
        }

        Assert.True(Error(RandomizedMethod.BlockKrylov, 2, out long few) <= Error(RandomizedMethod.PowerIteration, 4, out long many));
        Assert.Equal((6 * 30, 10 * 30), (few, many));
    }

    [Fact]
    public void A_multiplicity_as_high_as_the_rank_is_found_whole()
    {
        var a = Matrices.WithSingularValues(200, 150, i => i < 25 ? 1 : 0.1);
        Close.Tensors(Tensor.Ones(25), RandomizedSvd.Compute(a, 25).S, 1e-12);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1e-2)]
    [InlineData(1e-5)]
    [InlineData(1e-9)]
    public void A_tolerance_is_met_with_about_the_least_rank(double tolerance)
    {
        var a = Matrices.WithSingularValues(120, 100, i => Math.Pow(0.7, i));
        double[] s = LinearAlgebra.SingularValues(a).ToArray();
        double norm = a.FrobeniusNorm();
        int least = Enumerable.Range(0, 100).First(r => s[r..].Sum(value => value * value) <= Math.Pow(tolerance * norm, 2));
        var result = RandomizedSvd.ToTolerance(a, tolerance);
        Assert.True(result.Converged);
        Assert.InRange((a - result.Factors.Rebuild()).FrobeniusNorm(), 0, tolerance * norm * (tolerance < 1e-7 ? 1.5 : 1));
        Assert.InRange(result.Rank, least - (tolerance < 1e-7 ? 1 : 0), least + 1);
        var estimated = RandomizedSvd.ToTolerance(new DenseOperator(a), tolerance, new RandomizedOptions { Probes = 20 });
        Assert.InRange((a - estimated.Factors.Rebuild()).FrobeniusNorm(), 0, 2 * tolerance * norm);
        var sparse = RandomizedSvd.ToTolerance(SparseMatrix.FromDense(a), tolerance);
        Assert.Equal(result.Rank, sparse.Rank);
    }

    [Fact]
    public void What_a_rank_limit_keeps_from_the_tolerance_is_said()
    {
        var a = new RandomStream(5).Normal(60, 50);
        var told = new List<RandomizedProgress>();
        var result = RandomizedSvd.ToTolerance(a, 0.1, new RandomizedOptions { MaximumRank = 20, Progress = told.Add });
        Assert.False(result.Converged);
        Assert.Equal((20, 2), (result.Rank, told.Count));
        Close.Numbers(told[^1].RelativeError, result.FrobeniusError / a.FrobeniusNorm(), 1e-10);
        Assert.True(RandomizedSvd.ToTolerance(a, 1e-3).Rank == 50);
    }

    [Fact]
    public void Zeros_low_ranks_and_nothing_are_answered()
    {
        Assert.Equal([0, 0], RandomizedSvd.Compute(Tensor.Zeros(40, 30), 2).S.ToArray());
        Assert.Equal(0, RandomizedSvd.ToTolerance(Tensor.Zeros(40, 30), 0.1).Rank);
        Assert.Equal(0, RandomizedSvd.Compute(Tensor.Ones(3, 4), 0).Rank);
        Assert.Equal(0, RandomizedSvd.Compute(Tensor.Zeros(0, 4), 0).Rank);
        var low = Matrices.WithSingularValues(80, 70, i => i < 3 ? 5 - i : 0);
        foreach (var method in Enum.GetValues<RandomizedMethod>())
        {
            var result = RandomizedSvd.Compute(low, 5, new RandomizedOptions { Method = method });
            Close.Tensors(Tensor.FromArray([5.0, 4, 3, 0, 0]), result.S, 1e-12);
            Close.Tensors(low, result.Factors.Rebuild(), 1e-12);
            Close.Orthonormal(result.U, 1e-12);
        }

        Assert.Equal(3, RandomizedSvd.ToTolerance(low, 1e-6).Rank);
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedSvd.Compute(low, 71));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedSvd.ToTolerance(low, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedSvd.Compute(low, 2, new RandomizedOptions { Iterations = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => RandomizedSvd.ToTolerance(new DenseOperator(low), 0.1, new RandomizedOptions { Probes = 0 }));
    }
}

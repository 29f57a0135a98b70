using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra;
using Praxis.Papers.RandomizedLinearAlgebra.RandomSupportRegression;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class RandomSupportRegressionTests
{
    private static readonly LassoOptions Tight = new() { Tolerance = 1e-13 };

    private static Tensor Signal(Tensor x, int[] support, double[] values)
    {
        var w = Tensor.Zeros(x.Columns);
        for (var i = 0; i < support.Length; i++) w[support[i]] = values[i];
        return LinearAlgebra.MatVec(x, w);
    }

    [Fact]
    public void Features_are_orthogonal_to_the_pivots_and_of_norm_root_n()
    {
        var x = Designs.HalfCluster(40, 60, 1e-4, new RandomStream(1));
        var pivots = RandomPivots.Draw(x, 8, new RandomStream(2));
        Assert.Equal(52, pivots.Kept.Count);
        Assert.Empty(pivots.Dropped);
        Assert.True(LinearAlgebra.MatMul(pivots.Basis, pivots.Features, true, false).MaxAbs() < 1e-7);
        Assert.All(pivots.Features.Square().Sum(0).ToArray(), square => Assert.Equal(40, square, 9));
    }

    [Fact]
    public void Every_column_is_rebuilt_from_its_feature_and_the_pivots()
    {
        var x = new RandomStream(3).Normal(30, 20);
        var pivots = RandomPivots.Of(x, [4, 7, 11]);
        for (var i = 0; i < pivots.Kept.Count; i++)
        {
            var column = x.Column(pivots.Kept[i]).Contiguous();
            var rebuilt = pivots.Inside(column) + pivots.ResidualNorms[i] / Math.Sqrt(30) * pivots.Features.Column(i);
            Assert.True((rebuilt - column).MaxAbs() < 1e-12);
        }
    }

    [Fact]
    public void Coefficients_predict_what_was_fitted_also_on_nearly_dependent_columns()
    {
        var x = Designs.Twins(50, 40, 1e-3, new RandomStream(4));
        var y = Signal(x, [1, 5, 27], [2, -1, 3]) + 0.1 * new RandomStream(5).Normal(50);
        var fit = new PivotLasso(RandomPivots.Draw(x, 6, new RandomStream(6)), y).Fit(0.05);
        Assert.True((LinearAlgebra.MatVec(x, fit.Coefficients) - fit.Fitted).MaxAbs() < 1e-8);
    }

    [Fact]
    public void A_tiny_penalty_without_noise_gives_the_signal_back()
    {
        var x = Designs.HalfCluster(60, 100, 1e-3, new RandomStream(7));
        var signal = Signal(x, [3, 60, 80], [1, 500, -500]);
        var fit = new PivotLasso(RandomPivots.Draw(x, 10, new RandomStream(8)), signal, Tight).Fit(1e-6);
        Assert.True((fit.Fitted - signal).MaxAbs() < 1e-3);
    }

    [Fact]
    public void A_huge_penalty_leaves_least_squares_on_the_pivots()
    {
        var x = new RandomStream(9).Normal(30, 12);
        var y = new RandomStream(10).Normal(30);
        var pivots = RandomPivots.Of(x, [0, 3, 5]);
        var pivot = new PivotLasso(pivots, y);
        var least = LinearAlgebra.LeastSquares(x.TakeColumns([0, 3, 5]), y).Solution;
        var w = pivot.Fit(1.01 * pivot.LargestPenalty).Coefficients;
        for (var i = 0; i < 3; i++) Assert.Equal(least[i], w[new[] { 0, 3, 5 }[i]], 10);
        Assert.Equal(3, w.ToArray().Count(value => value != 0));
    }

    [Fact]
    public void Scaling_a_column_does_not_change_the_fit()
    {
        var x = new RandomStream(11).Normal(30, 12);
        var y = new RandomStream(12).Normal(30);
        var scaled = x.Clone();
        for (var i = 0; i < 30; i++) (scaled[i, 1], scaled[i, 6]) = (1000 * x[i, 1], 1e-3 * x[i, 6]);
        Tensor Fitted(Tensor design) => new PivotLasso(RandomPivots.Of(design, [1, 8]), y, Tight).Fit(0.1).Fitted;
        Assert.True((Fitted(x) - Fitted(scaled)).MaxAbs() < 1e-5);
    }

    [Fact]
    public void Copies_of_pivots_and_constant_columns_are_dropped_and_named()
    {
        var x = new RandomStream(13).Normal(30, 10);
        for (var i = 0; i < 30; i++) (x[i, 4], x[i, 9]) = (2 * x[i, 0], 0);
        Assert.Equal([4, 9], RandomPivots.Of(x, [0, 1]).Dropped);
        Assert.Equal(2, RandomPivots.Of(x, [0, 1, 4]).Basis.Columns); // a pivot that depends on the others adds no direction
    }

    [Fact]
    public void When_every_column_is_a_pivot_or_depends_on_one_only_the_pivots_are_fitted()
    {
        var x = Tensor.Zeros(8, 2);
        for (var i = 0; i < 8; i++) (x[i, 0], x[i, 1]) = (i + 1, 3 * (i + 1));
        var y = Tensor.Arange(8);
        var pivot = new PivotLasso(RandomPivots.Of(x, [0]), y);
        Assert.Equal(0, pivot.LargestPenalty);
        Assert.True((pivot.Fit(0.1).Fitted - RandomPivots.Of(x, [0]).Inside(y)).MaxAbs() < 1e-12);
    }

    [Fact]
    public void Goodness_of_orthogonal_columns_is_1_and_of_two_columns_follows_their_angle()
    {
        var orthogonal = LinearAlgebra.Qr(new RandomStream(14).Normal(20, 5)).Q * Math.Sqrt(20);
        Assert.Equal(1, Goodness.Of(orthogonal, [0, 2, 4]), 12);
        // Two columns of norm √n at angle φ: the inverse of [1 c; c 1] has 1/(1 − c²) on its diagonal, so g = 1/sin φ.
        var x = Tensor.Zeros(2, 2);
        (x[0, 0], x[0, 1], x[1, 1]) = (Math.Sqrt(2), Math.Sqrt(2) * Math.Cos(0.1), Math.Sqrt(2) * Math.Sin(0.1));
        Assert.Equal(1 / Math.Sin(0.1), Goodness.Of(x, [0, 1]), 9);
        Assert.Equal(double.PositiveInfinity, Goodness.Of(Tensor.Zeros(3, 2), [0, 1]));
    }

    [Fact]
    public void Goodness_bounds_every_coefficient_of_a_unit_signal_and_is_reached()
    {
        var z = new RandomStream(15).Normal(12, 3);
        var g = Goodness.Of(z, [0, 1, 2]);
        var random = new RandomStream(16);
        var largest = 0.0;
        for (var trial = 0; trial < 4000; trial++)
        {
            var v = random.Normal(3);
            v *= Math.Sqrt(12) / LinearAlgebra.Norm(LinearAlgebra.MatVec(z, v));
            largest = Math.Max(largest, v.MaxAbs());
        }
        Assert.InRange(largest, 0.98 * g, g * (1 + 1e-12));
    }

    [Fact]
    public void Signal_has_unit_mean_square_and_lies_in_the_span_of_the_support()
    {
        var problem = SparseProblem.Of(Designs.Twins(40, 30, 1e-2, new RandomStream(17)), [2, 9, 24], new RandomStream(18));
        Assert.Equal(1, problem.Signal.Square().Mean(), 10);
        Assert.InRange(LinearAlgebra.LeastSquares(problem.X.TakeColumns(problem.Support), problem.Signal).ResidualNorm, 0, 1e-10);
        Assert.Equal(0, problem.Error(problem.Signal));
    }

    [Fact]
    public void Cross_validation_predicts_each_row_once_from_the_others()
    {
        var x = Tensor.Arange(10).Reshape(10, 1);
        var y = 2 * Tensor.Arange(10);
        var seen = new List<double>();
        var errors = CrossValidation.Errors(x, y, 5, new RandomStream(19), (train, _, held) =>
        {
            Assert.Empty(train.ToArray().Intersect(held.ToArray()));
            seen.AddRange(held.ToArray());
            return Tensor.Stack(0, 2 * held.Column(0), 2 * held.Column(0) + 3);
        });
        Assert.Equal([0, 9], errors);
        Assert.Equal(Enumerable.Range(0, 10).Select(i => (double)i), seen.Order());
        Assert.Equal(0, CrossValidation.Best(errors));
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        var x = new RandomStream(20).Normal(20, 10);
        Assert.Contains("between 1 and 5", Assert.Throws<ArgumentException>(() => RandomPivots.Draw(x, 6, new RandomStream(1))).Message);
        Assert.Contains("there twice", Assert.Throws<ArgumentException>(() => RandomPivots.Of(x, [1, 1])).Message);
        Assert.Contains("Pivot 10", Assert.Throws<ArgumentException>(() => RandomPivots.Of(x, [10])).Message);
        Assert.Contains("20 entries", Assert.Throws<ArgumentException>(() => new PivotLasso(RandomPivots.Of(x, [1]), Tensor.Ones(3))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.Errors(x, Tensor.Ones(20), 1, new RandomStream(1), (_, _, held) => held));
        x[3, 3] = double.PositiveInfinity;
        Assert.Throws<NonFiniteException>(() => RandomPivots.Of(x, [1]));
    }
}

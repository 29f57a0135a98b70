using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class LassoTests
{
    private static readonly LassoOptions Tight = new() { Tolerance = 1e-13 };

    private static (Tensor X, Tensor Y) Small()
    {
        var x = Tensor.Zeros(8, 6);
        for (var i = 0; i < 8; i++)
            for (var j = 0; j < 6; j++) x[i, j] = (i * 7 + j * 3 + i * i * (j + 1)) % 11 - 5;
        return (x, Tensor.FromArray([3.0, -1, 4, 1, -5, 9, 2, -6]));
    }

    [Theory]
    [InlineData(0.1, -0.64121212, -1.39542700, -0.59895317, -1.56303030, -1.45597796, 0.39702479)]
    [InlineData(0.5, -0.49835599, -1.05702183, 0.0, -0.77946622, -0.82383957, 0.0)]
    [InlineData(2.0, -0.18270683, -0.73248615, 0.0, -0.25516159, -0.45558222, 0.0)]
    public void Solutions_are_those_of_another_program(double penalty, params double[] recorded)
    {
        var (x, y) = Small();
        var fit = new Lasso(x, y, Tight).Fit(penalty);
        Assert.True(fit.Converged);
        for (var j = 0; j < 6; j++) Assert.Equal(recorded[j], fit.Coefficients[j], 5); // sklearn.linear_model.Lasso, tol 1e-14
    }

    [Fact]
    public void Orthonormal_columns_are_soft_thresholded()
    {
        const int n = 30;
        var x = LinearAlgebra.Qr(new RandomStream(1).Normal(n, 5)).Q * Math.Sqrt(n); // XᵀX = n I
        var y = new RandomStream(2).Normal(n);
        var correlation = LinearAlgebra.MatVec(x.Transpose(), y) / n;
        var fit = new Lasso(x, y, Tight).Fit(0.1);
        for (var j = 0; j < 5; j++) Assert.Equal(Lasso.SoftThreshold(correlation[j], 0.1), fit.Coefficients[j], 6);
    }

    [Fact]
    public void Optimality_conditions_hold_along_a_path_with_more_columns_than_rows()
    {
        var x = new RandomStream(3).Normal(20, 60);
        var y = new RandomStream(4).Normal(20);
        var lasso = new Lasso(x, y, Tight);
        var path = lasso.Path(Lasso.Penalties(lasso.LargestPenalty, 8, 0.01));
        Assert.Equal(0, path[0].Coefficients.MaxAbs());
        foreach (var fit in path)
        {
            Assert.True(fit.Converged);
            var correlation = LinearAlgebra.MatVec(x.Transpose(), y - LinearAlgebra.MatVec(x, fit.Coefficients)) / 20;
            for (var j = 0; j < 60; j++)
                if (fit.Coefficients[j] == 0) Assert.InRange(Math.Abs(correlation[j]), 0, fit.Penalty * 1.0001);
                else Assert.Equal(fit.Penalty * Math.Sign(fit.Coefficients[j]), correlation[j], 4);
        }
    }

    [Fact]
    public void Nearly_equal_columns_do_not_keep_it_from_arriving()
    {
        var random = new RandomStream(5);
        var common = random.Normal(40);
        var x = Tensor.Stack(1, [.. Enumerable.Range(0, 20).Select(_ => common + 1e-3 * random.Normal(40))]).Contiguous();
        var y = 1000 * (x.Column(0) - x.Column(1)) + 0.1 * random.Normal(40);
        var fit = new Lasso(x, y).Fit(1e-4);
        Assert.True(fit.Converged);
        Assert.InRange(LinearAlgebra.Norm(y - LinearAlgebra.MatVec(x, fit.Coefficients)) / LinearAlgebra.Norm(y), 0, 0.2);
    }

    [Fact]
    public void Moments_and_data_give_the_same_solution()
    {
        var (x, y) = Small();
        var moments = new GramLasso(LinearAlgebra.MatMul(x, x, true, false) / 8, LinearAlgebra.MatVec(x.Transpose(), y) / 8, LinearAlgebra.Dot(y, y) / 8, Tight);
        var data = new Lasso(x, y, Tight);
        Assert.Equal(data.LargestPenalty, moments.LargestPenalty, 12);
        Assert.True((data.Fit(0.3).Coefficients - moments.Fit(0.3).Coefficients).MaxAbs() < 1e-5);
    }

    [Fact]
    public void Gap_bounds_the_distance_to_the_minimum()
    {
        var (x, y) = Small();
        var best = Objective(new Lasso(x, y, Tight).Fit(0.5).Coefficients);
        var early = new Lasso(x, y, new LassoOptions { MostSweeps = 1 }).Fit(0.5);
        Assert.InRange(Objective(early.Coefficients) - best, -1e-12, early.DualityGap + 1e-12);

        double Objective(Tensor w) => Math.Pow(LinearAlgebra.Norm(y - LinearAlgebra.MatVec(x, w)), 2) / 16 + 0.5 * w.Abs().Sum();
    }

    [Fact]
    public void Columns_of_zeros_and_a_zero_target_are_no_trouble()
    {
        var (x, y) = Small();
        for (var i = 0; i < 8; i++) x[i, 2] = 0;
        Assert.Equal(0, new Lasso(x, y).Fit(0.1).Coefficients[2]);
        Assert.Equal(0, new Lasso(x, Tensor.Zeros(8)).Fit(0.1).Coefficients.MaxAbs());
    }

    [Fact]
    public void Nonsense_is_refused()
    {
        var (x, y) = Small();
        Assert.Contains("positive", Assert.Throws<ArgumentOutOfRangeException>(() => new Lasso(x, y).Fit(0)).Message);
        Assert.Contains("8 entries", Assert.Throws<ArgumentException>(() => new Lasso(x, Tensor.Ones(7))).Message);
        Assert.Contains("matrix with rows", Assert.Throws<ArgumentException>(() => new Lasso(Tensor.Zeros(0, 3), Tensor.Zeros(0))).Message);
        x[1, 1] = double.NaN;
        Assert.Throws<NonFiniteException>(() => new Lasso(x, y));
        Assert.Contains("negative diagonal", Assert.Throws<ArgumentException>(() => new GramLasso(-1.0 * Tensor.Identity(2), Tensor.Zeros(2), 1)).Message);
    }
}

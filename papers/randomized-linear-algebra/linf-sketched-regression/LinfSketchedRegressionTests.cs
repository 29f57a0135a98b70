using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra;
using Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class LinfSketchedRegressionTests
{
    [Fact]
    public void A_consistent_system_is_solved_exactly_by_every_sketch()
    {
        var random = new RandomStream(1);
        var a = random.Normal(100, 5);
        var x = random.Normal(5);
        foreach (var family in new[] { SketchFamily.SubsampledHadamard, SketchFamily.Gaussian, SketchFamily.Osnap(4) })
        {
            var solved = SketchedRegression.Solve(a, LinearAlgebra.MatVec(a, x), family.Draw(40, 100, random));
            Assert.Equal(5, solved.Rank);
            Assert.True((solved.X - x).MaxAbs() < 1e-12, family.Name);
        }
    }

    [Fact]
    public void Gaussian_sketches_have_the_covariance_of_the_closed_form()
    {
        // E‖x′ − x*‖² = ‖r‖²·tr((AᵀA)⁻¹)/(m − d − 1)
        const int m = 30, d = 4, draws = 3000;
        var random = new RandomStream(2);
        var problem = RegressionProblem.Of(random.Normal(50, d), random.Normal(50));
        var inverse = LinearAlgebra.Inverse(LinearAlgebra.MatMul(problem.A, problem.A, true, false));
        var expected = problem.ResidualNorm * problem.ResidualNorm * LinearAlgebra.Trace(inverse) / (m - d - 1);
        var mean = Enumerable.Range(0, draws).Average(i =>
        {
            var x = SketchedRegression.Solve(problem.A, problem.B, GaussianSketch.Draw(m, 50, random.Fork(i))).X;
            return Math.Pow((x - problem.Solution).FrobeniusNorm(), 2);
        });
        Assert.InRange(mean / expected, 0.93, 1.07);
    }

    [Fact]
    public void CountSketch_on_the_coherent_identity_is_wrong_by_1_over_root_d_exactly_where_rows_collide()
    {
        const int d = 8, m = 64;
        var problem = RegressionProblem.Coherent(2 * d, d);
        for (var seed = 0; seed < 20; seed++)
        {
            var sketch = SparseSketch.Draw(m, 2 * d, 1, new RandomStream(seed));
            var dense = sketch.Apply(Tensor.Identity(2 * d)); // (m, 2d)
            var x = SketchedRegression.Solve(problem.A, problem.B, sketch, RankDeficiency.MinimumNorm).X;
            for (var i = 0; i < d; i++)
            {
                var bucket = Enumerable.Range(0, m).Single(h => dense[h, i] != 0);
                var sharing = Enumerable.Range(0, d).Count(j => dense[bucket, j] != 0);
                var residual = Enumerable.Range(d, d).Sum(j => dense[bucket, j]) / Math.Sqrt(d);
                Assert.Equal(dense[bucket, i] * residual / sharing, x[i], 12);
            }
        }
    }

    [Fact]
    public void Closed_form_of_the_coherent_identity_equals_the_solver()
    {
        var closed = RegressionProblem.Coherent(40, 6);
        var solved = RegressionProblem.Of(closed.A, closed.B);
        Assert.True((solved.Solution - closed.Solution).MaxAbs() < 1e-14);
        Assert.Equal(closed.ResidualNorm, solved.ResidualNorm, 12);
        Assert.Equal(closed.PseudoInverseNorm, solved.PseudoInverseNorm, 12);
    }

    [Fact]
    public void Norms_of_the_guarantee_are_those_of_a_hand_computed_line_fit()
    {
        // Fit 1 + t through (0, 1), (1, 0), (2, 2): x* = (1/2, 1/2), residual (1/2, −1, 1/2), AᵀA = [3 3; 3 5], σ_min² = 4 − √10.
        var problem = RegressionProblem.Of(Tensor.FromArray(new double[,] { { 1, 0 }, { 1, 1 }, { 1, 2 } }), Tensor.FromArray([1.0, 0, 2]));
        Assert.Equal([0.5, 0.5], problem.Solution.ToArray().Select(v => Math.Round(v, 12)));
        Assert.Equal(Math.Sqrt(1.5), problem.ResidualNorm, 12);
        Assert.Equal(1 / Math.Sqrt(4 - Math.Sqrt(10)), problem.PseudoInverseNorm, 12);
        Assert.Equal(0.5 / Math.Sqrt(2) * problem.ResidualNorm * problem.PseudoInverseNorm, SketchedRegression.CoordinateBound(problem, 0.5), 12);
        var errors = problem.ErrorsOf(problem.Solution + Tensor.FromArray([0.3, -0.4]), 8);
        var unit = problem.ResidualNorm * problem.PseudoInverseNorm;
        Assert.Equal(Math.Sqrt(8) * 0.4 / unit, errors.Largest, 12);
        Assert.Equal(Math.Sqrt(4) * 0.5 / unit, errors.Euclidean, 12);
    }

    [Fact]
    public void Row_count_of_the_theorem()
    {
        // 4·8·ln³(8192/0.1) = 32·11.3135…³
        Assert.Equal((int)Math.Ceiling(32 * Math.Pow(Math.Log(81920), 3)), SketchedRegression.RowsFor(8, 8192, 0.5, 0.1));
        Assert.InRange(SketchedRegression.RowsFor(8, 8192, 0.5, 0.1), 46_300, 46_400);
    }

    [Fact]
    public void Lost_rank_is_refused_unless_the_shortest_solution_is_asked_for()
    {
        var problem = RegressionProblem.Coherent(64, 32);
        var sketch = SparseSketch.Draw(32, 64, 1, new RandomStream(3)); // 32 columns in 32 buckets: some surely collide
        var error = Assert.Throws<RankDeficientSketchException>(() => SketchedRegression.Solve(problem.A, problem.B, sketch));
        Assert.Contains("32 columns", error.Message);
        Assert.InRange(SketchedRegression.Solve(problem.A, problem.B, sketch, RankDeficiency.MinimumNorm).Rank, 1, 31);
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var random = new RandomStream(4);
        var (a, b) = (random.Normal(20, 3), random.Normal(20));
        Assert.Contains("fewer rows (2)", Assert.Throws<ArgumentException>(() => SketchedRegression.Solve(a, b, GaussianSketch.Draw(2, 20, random))).Message);
        Assert.Contains("sketch is for 19 rows", Assert.Throws<ArgumentException>(() => SketchedRegression.Solve(a, b, GaussianSketch.Draw(9, 19, random))).Message);
        Assert.Contains("20 entries", Assert.Throws<ArgumentException>(() => SketchedRegression.Solve(a, random.Normal(19), GaussianSketch.Draw(9, 20, random))).Message);
        Assert.Contains("tall", Assert.Throws<ArgumentException>(() => RegressionProblem.Of(random.Normal(3, 20), random.Normal(3))).Message);
        var dependent = Tensor.Concat(1, a, a.Slice(1, 0, 1) * 2);
        Assert.Contains("numerical rank 3", Assert.Throws<ArgumentException>(() => RegressionProblem.Of(dependent, b)).Message);
        b[4] = double.NaN;
        Assert.Throws<NonFiniteException>(() => RegressionProblem.Of(a, b));
        Assert.Throws<ArgumentOutOfRangeException>(() => SketchedRegression.RowsFor(3, 20, 1.5, 0.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => SketchedRegression.RowsFor(3, 20, 0.5, 0));
    }
}

using Praxis.Numerics;
using Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

namespace Praxis.Papers.Tests.RandomizedLinearAlgebra;

public sealed class RobustAlternatingMinimizationTests
{
    private static readonly RandomStream Unused = new(0);

    private static (Tensor Matrix, SparseMatrix Observed) Problem(int m, int n, int rank, double share, RandomStream random)
    {
        var matrix = LinearAlgebra.MatMul(random.Normal(m, rank), random.Normal(rank, n));
        var cells = random.Choose((int)(share * m * n), m * n);
        return (matrix, SparseMatrix.FromTriplets(m, n, cells.Select(cell => (cell / n, cell % n, matrix[cell / n, cell % n]))));
    }

    [Fact]
    public void Exact_rows_equal_least_squares_by_singular_values()
    {
        var random = new RandomStream(1);
        for (var trial = 0; trial < 20; trial++)
        {
            var (a, b) = (random.Normal(12, 4), random.Normal(12));
            var expected = LinearAlgebra.LeastSquares(a, b).Solution.ToArray();
            var solved = new ExactRowSolver().Solve(a, b, [], Unused).X;
            for (var i = 0; i < 4; i++) Assert.Equal(expected[i], solved[i], 10);
        }
    }

    [Fact]
    public void Too_few_rows_or_dependent_columns_give_the_shortest_solution()
    {
        var random = new RandomStream(2);
        var wide = random.Normal(2, 4);
        var b = random.Normal(2);
        var expected = LinearAlgebra.MatVec(LinearAlgebra.PseudoInverse(wide), b);
        Assert.True((Tensor.Wrap(new ExactRowSolver().Solve(wide, b, [], Unused).X, 4) - expected).MaxAbs() < 1e-10);
        var column = random.Normal(9, 1);
        var dependent = Tensor.Concat(1, column, column);
        var right = random.Normal(9);
        var shortest = new ExactRowSolver().Solve(dependent, right, [], Unused).X;
        Assert.Equal(shortest[0], shortest[1], 10);
        var sketched = new SketchedRowSolver(1e-10).Solve(dependent, right, [], random).X;
        Assert.Equal(shortest[0], sketched[0], 8);
    }

    [Fact]
    public void Sketched_rows_reach_the_exact_ones_to_the_tolerance_and_few_steps_do()
    {
        var random = new RandomStream(3);
        foreach (var tolerance in new[] { 1e-2, 1e-6, 1e-10 })
        {
            var (a, b) = (random.Normal(400, 10), random.Normal(400));
            // Badly scaled columns do not matter: the preconditioner takes them away.
            a *= Tensor.FromArray([.. Enumerable.Range(0, 10).Select(i => Math.Pow(10, -i / 2.0))]);
            var solved = new SketchedRowSolver(tolerance).Solve(a, b, [], random.Fork(1));
            var expected = LinearAlgebra.LeastSquares(a, b);
            var miss = LinearAlgebra.MatVec(a, Tensor.Wrap(solved.X, 10) - expected.Solution).FrobeniusNorm();
            Assert.InRange(miss / LinearAlgebra.MatVec(a, expected.Solution).FrobeniusNorm(), 0, 5 * tolerance);
            Assert.InRange(solved.InnerSteps, 1, 40);
        }
    }

    [Fact]
    public void A_warm_start_at_the_solution_needs_no_steps()
    {
        var random = new RandomStream(4);
        var (a, b) = (random.Normal(300, 6), random.Normal(300));
        var solution = LinearAlgebra.LeastSquares(a, b).Solution.ToArray();
        Assert.Equal(0, new SketchedRowSolver(1e-6).Solve(a, b, solution, random.Fork(1)).InnerSteps);
    }

    [Fact]
    public void Perturbation_has_the_length_asked_for()
    {
        var random = new RandomStream(5);
        var (a, b) = (random.Normal(20, 5), random.Normal(20));
        var exact = Tensor.Wrap(new ExactRowSolver().Solve(a, b, [], Unused).X, 5);
        var perturbed = Tensor.Wrap(new PerturbedRowSolver(new ExactRowSolver(), 0.03).Solve(a, b, [], random.Fork(1)).X, 5);
        Assert.Equal(0.03, (perturbed - exact).FrobeniusNorm() / exact.FrobeniusNorm(), 12);
    }

    [Fact]
    public void Spectral_start_of_a_fully_observed_matrix_is_its_column_space()
    {
        var random = new RandomStream(6);
        var (matrix, observed) = Problem(30, 20, 3, 1, random);
        var u = SpectralStart.Of(observed, 3, 100, random);
        var expected = LinearAlgebra.Svd(matrix).U.Slice(1, 0, 3);
        var angle = (u - LinearAlgebra.MatMul(expected, LinearAlgebra.MatMul(expected, u, true, false))).MaxAbs();
        Assert.InRange(angle, 0, 1e-10);
    }

    [Fact]
    public void Clipping_takes_away_a_heavy_row_and_leaves_orthonormal_columns()
    {
        var random = new RandomStream(7);
        var matrix = random.Normal(100, 2);
        matrix[0, 0] = 1000;
        var u = SpectralStart.Of(SparseMatrix.FromDense(matrix), 2, 1, random);
        Assert.True((LinearAlgebra.MatMul(u, u, true, false) - Tensor.Identity(2)).MaxAbs() < 1e-10);
        Assert.InRange(Math.Abs(u[0, 0]), 0, 0.5);
    }

    [Fact]
    public void Low_rank_matrices_are_recovered_by_every_solver()
    {
        var (matrix, observed) = Problem(60, 40, 2, 0.5, new RandomStream(8));
        foreach (IRowSolver solver in new IRowSolver[] { new ExactRowSolver(), new SketchedRowSolver(1e-10) })
        {
            var completion = AlternatingMinimization.Run(observed, 2, solver, new RandomStream(9));
            Assert.InRange((completion.Rebuild() - matrix).FrobeniusNorm() / matrix.FrobeniusNorm(), 0, 1e-8);
            Assert.True((LinearAlgebra.MatMul(completion.Right, completion.Right, true, false) - Tensor.Identity(2)).MaxAbs() < 1e-10);
        }
    }

    [Fact]
    public void One_full_step_on_all_entries_is_one_orthogonal_iteration()
    {
        var random = new RandomStream(10);
        var matrix = random.Normal(15, 12);
        var completion = AlternatingMinimization.Run(SparseMatrix.FromDense(matrix), 3, new ExactRowSolver(), new RandomStream(11), new CompletionOptions { Iterations = 1 });
        var u = SpectralStart.Of(SparseMatrix.FromDense(matrix), 3, 3, new RandomStream(11).Fork("start"));
        var v = LinearAlgebra.Qr(LinearAlgebra.MatMul(matrix, u, true, false)).Q; // Mᵀ U
        var expected = LinearAlgebra.MatMul(LinearAlgebra.MatMul(matrix, v), v, false, true);
        Assert.True((completion.Rebuild() - expected).MaxAbs() < 1e-9);
    }

    [Fact]
    public void Stopping_for_lack_of_progress_waits_until_progress_ends()
    {
        var (matrix, observed) = Problem(60, 40, 2, 0.5, new RandomStream(8));
        var completion = AlternatingMinimization.Run(observed, 2, new ExactRowSolver(), new RandomStream(9), new CompletionOptions { Tolerance = 0, LeastProgress = 0.01, Iterations = 500 });
        Assert.InRange(completion.Iterations, 5, 499);
        Assert.InRange((completion.Rebuild() - matrix).FrobeniusNorm() / matrix.FrobeniusNorm(), 0, 1e-10);
    }

    [Fact]
    public void Scaling_the_matrix_scales_the_completion()
    {
        var (_, observed) = Problem(30, 25, 2, 0.6, new RandomStream(12));
        var scaled = SparseMatrix.FromTriplets(30, 25, Enumerable.Range(0, 30).SelectMany(i => observed.RowColumns(i).ToArray().Zip(observed.RowValues(i).ToArray(), (j, x) => (i, j, 1e6 * x))));
        var one = AlternatingMinimization.Run(observed, 2, new ExactRowSolver(), new RandomStream(13)).Rebuild();
        var other = AlternatingMinimization.Run(scaled, 2, new ExactRowSolver(), new RandomStream(13)).Rebuild();
        Assert.True((other * 1e-6 - one).MaxAbs() < 1e-8);
    }

    [Fact]
    public void Unseen_columns_stay_zero_and_short_ones_are_counted()
    {
        var entries = Enumerable.Range(0, 10).SelectMany(i => Enumerable.Range(0, 5).Select(j => (i, j, 1.0 + i * j))).Append((0, 5, 2.0));
        var completion = AlternatingMinimization.Run(SparseMatrix.FromTriplets(10, 7, entries), 2, new ExactRowSolver(), new RandomStream(14), new CompletionOptions { Iterations = 5 });
        Assert.Equal(2, completion.ShortColumns);
        Assert.Equal(0, completion.ShortRows);
        Assert.Equal(0, completion.Rebuild().Column(6).MaxAbs());
    }

    [Fact]
    public void Held_out_entries_are_not_seen_and_means_are_those_of_seen_ones()
    {
        var matrix = Tensor.FromArray(new[,] { { 1, double.NaN }, { 3, 10 }, { 8, 20 } });
        var all = HeldOut.Split(matrix, 0, new RandomStream(15));
        Assert.Equal([4.0, 15.0], all.Means);
        Assert.Equal(5, all.Seen.StoredCount);
        var split = HeldOut.Split(matrix, 0.4, new RandomStream(15));
        Assert.Equal((3, 2), (split.Seen.StoredCount, split.HiddenCount));
    }

    [Fact]
    public void Bad_input_is_refused_with_its_reason()
    {
        var (_, observed) = Problem(6, 5, 2, 1, new RandomStream(16));
        Assert.Contains("between 1 and 5", Assert.Throws<ArgumentOutOfRangeException>(() => AlternatingMinimization.Run(observed, 6, new ExactRowSolver(), Unused)).Message);
        Assert.Contains("no observed entries", Assert.Throws<ArgumentException>(() => AlternatingMinimization.Run(SparseMatrix.FromTriplets(3, 3, []), 1, new ExactRowSolver(), Unused)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SketchedRowSolver(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => HeldOut.Split(Tensor.Ones(2, 2), 1, Unused));
        Assert.Contains("No entry", Assert.Throws<ArgumentException>(() => HeldOut.Split(Tensor.Full(double.NaN, 2, 2), 0.1, Unused)).Message);
    }
}

namespace Praxis.Numerics.Tests;

public class IterativeSolverTests
{
    public delegate IterativeResult Solver(LinearOperator a, Tensor b, IterativeOptions? options);

    public static TheoryData<string> AllNames => ["CG", "MINRES", "GMRES", "LSQR", "LSMR"];

    public static TheoryData<string> LeastSquaresNames => ["LSQR", "LSMR"];

    [Theory]
    [MemberData(nameof(AllNames))]
    public void A_positive_definite_system_is_solved_as_the_direct_solver_does(string name)
    {
        foreach (int n in new[] { 1, 2, 13, 40 })
        {
            var a = WithEigenvalues(n, i => 1 + (i * 0.5));
            var b = new RandomStream(n).Normal(n);
            var result = Named(name)(new DenseOperator(a), b, new IterativeOptions { Tolerance = 1e-12 });
            Assert.True(result.Converged, result.Explanation);
            Assert.Equal(StopReason.ResidualReached, result.Reason);
            Close.Tensors(LinearAlgebra.Solve(a, b), result.Solution, 1e-9);
            double residual = (b - LinearAlgebra.MatVec(a, result.Solution)).FrobeniusNorm() / b.FrobeniusNorm();
            Close.Numbers(residual, result.RelativeResidual, 1e-14);
            Assert.True(residual <= 1.01e-12, $"residual {residual}");
        }
    }

    [Theory]
    [InlineData("CG", 1)]
    [InlineData("CG", 3)]
    [InlineData("CG", 5)]
    [InlineData("MINRES", 3)]
    [InlineData("GMRES", 4)]
    [InlineData("LSQR", 4)]
    [InlineData("LSMR", 4)]
    public void As_many_steps_suffice_as_there_are_different_eigenvalues(string name, int distinct)
    {
        var a = WithEigenvalues(60, i => 1 + (i % distinct));
        var b = new RandomStream(distinct).Normal(60);
        var options = new IterativeOptions { Tolerance = 1e-11 };
        var result = Named(name)(new DenseOperator(a), b, options);
        Assert.True(result.Converged, result.Explanation);
        Assert.Equal(distinct, result.Iterations);
    }

    [Theory]
    [InlineData("MINRES")]
    [InlineData("GMRES")]
    [InlineData("LSQR")]
    [InlineData("LSMR")]
    public void An_indefinite_system_is_solved(string name)
    {
        var a = WithEigenvalues(25, i => i % 2 == 0 ? -1 - i : 1 + i);
        var b = new RandomStream(3).Normal(25);
        var result = Named(name)(new DenseOperator(a), b, null);
        Assert.True(result.Converged, result.Explanation);
        Close.Tensors(LinearAlgebra.Solve(a, b), result.Solution, 1e-8);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(12)]
    [InlineData(30)]
    public void Gmres_solves_an_unsymmetric_system_whatever_the_restart(int restart)
    {
        var stream = new RandomStream(9);
        var a = (stream.Normal(30, 30) * 0.1) + (Tensor.Identity(30) * 2);
        var b = stream.Normal(30);
        var result = Gmres.Solve(new DenseOperator(a), b, restart);
        Assert.True(result.Converged, result.Explanation);
        Close.Tensors(LinearAlgebra.Solve(a, b), result.Solution, 1e-8);
        Assert.True(restart < 30 || result.Iterations <= 30, $"{result.Iterations} iterations");
    }

    [Theory]
    [InlineData("CG", 1e6)]
    [InlineData("MINRES", 1e6)]
    [InlineData("GMRES", 1e6)]
    [InlineData("LSQR", 1e3)]
    [InlineData("LSMR", 1e3)]
    public void An_ill_conditioned_system_is_solved_to_what_its_condition_allows(string name, double condition)
    {
        const int n = 30;
        var a = WithEigenvalues(n, i => Math.Pow(condition, -i / (n - 1.0)));
        var expected = new RandomStream(4).Normal(n);
        var b = LinearAlgebra.MatVec(a, expected);
        var result = Named(name)(new DenseOperator(a), b, new IterativeOptions { Tolerance = 1e-12, MaximumIterations = 20_000 });
        Assert.True(result.Converged, result.Explanation);
        double error = (result.Solution - expected).FrobeniusNorm() / expected.FrobeniusNorm();
        Assert.True(error <= 1e-12 * condition, $"error {error}");
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void A_tolerance_below_rounding_ends_told_and_with_a_good_solution(string name)
    {
        var a = WithEigenvalues(20, i => 1 + i);
        var b = new RandomStream(5).Normal(20);
        var result = Named(name)(new DenseOperator(a), b, new IterativeOptions { Tolerance = 0, MaximumIterations = 500 });
        // An estimate may reach zero exactly and count as converged; then the residual must be at rounding.
        Assert.True(result.Reason is StopReason.Stagnated or StopReason.IterationLimit || (result.Converged && result.RelativeResidual < 1e-14), $"{result.Reason}: {result.Explanation}");
        Close.Tensors(LinearAlgebra.Solve(a, b), result.Solution, 1e-12);
    }

    [Theory]
    [MemberData(nameof(LeastSquaresNames))]
    public void Least_squares_equal_the_direct_ones_for_tall_wide_and_rank_deficient_matrices(string name)
    {
        foreach ((int m, int n, int rank) in new[] { (40, 12, 12), (12, 40, 12), (20, 15, 6), (1, 5, 1), (5, 1, 1) })
        {
            var stream = new RandomStream((m * 100) + n);
            var a = LinearAlgebra.MatMul(stream.Normal(m, rank), stream.Normal(rank, n));
            var b = stream.Normal(m);
            var direct = LinearAlgebra.LeastSquares(a, b);
            var result = Named(name)(new DenseOperator(a), b, new IterativeOptions { Tolerance = 1e-13, MaximumIterations = 2000 });
            Assert.True(result.Converged, $"{m} × {n}: {result.Explanation}");
            Assert.Equal(m > rank ? StopReason.LeastSquaresReached : StopReason.ResidualReached, result.Reason);
            Close.Tensors(direct.Solution, result.Solution, 1e-9);
            Close.Numbers(direct.ResidualNorm, result.RelativeResidual * b.FrobeniusNorm(), 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(LeastSquaresNames))]
    public void A_right_preconditioner_leaves_the_least_squares_solution_and_saves_iterations(string name)
    {
        var stream = new RandomStream(8);
        var scales = Tensor.FromArray([.. Enumerable.Range(0, 20).Select(i => Math.Pow(10, i / 5.0))]);
        var a = stream.Normal(60, 20) * scales;
        var b = stream.Normal(60);
        var options = new IterativeOptions { Tolerance = 1e-12, MaximumIterations = 5000 };
        var plain = Named(name)(new DenseOperator(a), b, options);
        var helped = Named(name)(new DenseOperator(a), b, options with { Preconditioner = Preconditioner.From(new DiagonalOperator(1.0 / scales)) });
        Assert.True(helped.Converged, helped.Explanation);
        Close.Tensors(LinearAlgebra.LeastSquares(a, b).Solution, helped.Solution, 1e-9);
        Assert.True(2 * helped.Iterations < plain.Iterations, $"{helped.Iterations} against {plain.Iterations}");
        Assert.Throws<ArgumentException>(() => Named(name)(new DenseOperator(a), b, options with { Preconditioner = Preconditioner.From(x => x) }));
    }

    [Theory]
    [InlineData("CG")]
    [InlineData("MINRES")]
    [InlineData("GMRES")]
    public void A_preconditioner_saves_iterations(string name)
    {
        // A diagonal over four decades and a little of everything else.
        var stream = new RandomStream(6);
        var diagonal = Tensor.FromArray([.. Enumerable.Range(0, 80).Select(i => Math.Pow(10, i / 20.0))]);
        var noise = stream.Normal(80, 80) * 0.01;
        var a = new DenseOperator(Tensor.Diagonal(diagonal) + noise + noise.Transpose());
        var b = stream.Normal(80);
        var options = new IterativeOptions { MaximumIterations = 5000 };
        var plain = Named(name)(a, b, options);
        var helped = Named(name)(a, b, options with { Preconditioner = Preconditioner.From(new DiagonalOperator(diagonal).Solve) });
        Assert.True(helped.Converged, helped.Explanation);
        Close.Tensors(LinearAlgebra.Solve(a.ToDense(), b), helped.Solution, 1e-8);
        Assert.True(2 * helped.Iterations < plain.Iterations, $"{helped.Iterations} against {plain.Iterations}");
    }

    [Fact]
    public void Conjugate_gradients_tell_that_a_matrix_or_a_preconditioner_is_not_positive_definite()
    {
        var indefinite = new DiagonalOperator(Tensor.FromArray([1, -2, 3]));
        var result = ConjugateGradient.Solve(indefinite, Tensor.FromArray([0.1, 1, 0.1]));
        Assert.Equal(StopReason.Breakdown, result.Reason);
        Assert.Contains("A is not positive definite", result.Explanation, StringComparison.Ordinal);

        var identity = new DiagonalOperator(Tensor.Ones(3));
        foreach (Solver solver in new Solver[] { Named("CG"), Named("MINRES") })
        {
            result = solver(identity, Tensor.Ones(3), new IterativeOptions { Preconditioner = Preconditioner.From(-1 * identity) });
            Assert.Equal(StopReason.Breakdown, result.Reason);
            Assert.Contains("preconditioner", result.Explanation, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Singular_systems_without_a_solution_are_told()
    {
        var singular = new DiagonalOperator(Tensor.FromArray([1, 2, 0, 4]));
        var b = Tensor.Ones(4);
        var minres = Minres.Solve(singular, b);
        Assert.Equal(StopReason.Stagnated, minres.Reason);
        Close.Numbers(0.5, minres.RelativeResidual, 1e-12);
        var gmres = Gmres.Solve(singular, b);
        Assert.False(gmres.Converged);
        Assert.Contains(gmres.Reason, new[] { StopReason.Breakdown, StopReason.Stagnated });
        Assert.Equal(StopReason.Breakdown, Gmres.Solve(new DiagonalOperator(Tensor.Zeros(3)), Tensor.Ones(3)).Reason);
        foreach (string name in new[] { "LSQR", "LSMR" })
        {
            var least = Named(name)(singular, b, null);
            Assert.Equal(StopReason.LeastSquaresReached, least.Reason);
            Close.Tensors(Tensor.FromArray([1, 0.5, 0, 0.25]), least.Solution, 1e-9);
        }
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Values_that_are_not_finite_are_named_with_their_place(string name)
    {
        var identity = new DiagonalOperator(Tensor.Ones(3));
        var error = Assert.Throws<NonFiniteException>(() => Named(name)(identity, Tensor.FromArray([1, double.NaN, 0]), null));
        Assert.Contains("right-hand side", error.Message, StringComparison.Ordinal);
        var huge = new DiagonalOperator(Tensor.Full(1e308, 3));
        error = Assert.Throws<NonFiniteException>(() => Named(name)(huge, Tensor.Full(1.0, 3), new IterativeOptions
        {
            Preconditioner = Preconditioner.From(x => x * double.PositiveInfinity, x => x * double.PositiveInfinity),
        }));
        Assert.Contains("preconditioner", error.Message, StringComparison.Ordinal);
        Assert.Contains("iteration 1", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void Progress_is_told_once_an_iteration_and_the_limit_and_cancellation_hold(string name)
    {
        var a = new DenseOperator(WithEigenvalues(30, i => 1 + i));
        var b = new RandomStream(2).Normal(30);
        var seen = new List<IterationProgress>();
        var limited = Named(name)(a, b, new IterativeOptions { MaximumIterations = 4, Progress = seen.Add });
        Assert.Equal(StopReason.IterationLimit, limited.Reason);
        Assert.Equal(4, limited.Iterations);
        Assert.Equal([1, 2, 3, 4], seen.Select(progress => progress.Iteration));
        Close.Numbers(limited.RelativeResidual, seen[^1].RelativeResidual, 1e-10);

        using var source = new CancellationTokenSource();
        seen.Clear();
        Assert.Throws<OperationCanceledException>(() => Named(name)(a, b, new IterativeOptions
        {
            CancellationToken = source.Token,
            Progress = progress =>
            {
                seen.Add(progress);
                if (progress.Iteration == 3)
                    source.Cancel();
            },
        }));
        Assert.Equal(3, seen.Count);
    }

    [Theory]
    [InlineData("MINRES")]
    [InlineData("GMRES")]
    [InlineData("LSQR")]
    public void Methods_of_least_residual_never_raise_it(string name)
    {
        var residuals = new List<double>();
        Named(name)(new DenseOperator(WithEigenvalues(30, i => 1 + i)), new RandomStream(1).Normal(30), new IterativeOptions { Progress = progress => residuals.Add(progress.RelativeResidual) });
        Assert.True(residuals.Count > 5);
        for (int i = 1; i < residuals.Count; i++)
            Assert.True(residuals[i] <= residuals[i - 1] * (1 + 1e-9), $"iteration {i + 1}");
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void A_right_side_of_zeros_has_the_solution_zero_and_wrong_shapes_are_refused(string name)
    {
        var a = new DiagonalOperator(Tensor.FromArray([1, 2, 3]));
        var result = Named(name)(a, Tensor.Zeros(3), null);
        Assert.True(result.Converged);
        Assert.Equal(0, result.Iterations);
        Close.Tensors(Tensor.Zeros(3), result.Solution, 0);
        Assert.Throws<ShapeException>(() => Named(name)(a, Tensor.Ones(4), null));
        Assert.Throws<ShapeException>(() => Named(name)(a, Tensor.Ones(3, 1), null));
        if (!name.StartsWith("LS", StringComparison.Ordinal))
            Assert.Contains("Lsqr", Assert.Throws<ShapeException>(() => Named(name)(new DenseOperator(Tensor.Ones(3, 2)), Tensor.Ones(3), null)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_structured_system_is_solved_without_being_formed()
    {
        // The one-dimensional Laplacian plus the identity, 5000 × 5000, as a Toeplitz and as a sparse operator.
        const int n = 5000;
        (var column, var entries) = (Tensor.Zeros(n), new List<(int, int, double)>());
        (column[0], column[1]) = (3, -1);
        for (int i = 0; i < n; i++)
        {
            entries.Add((i, i, 3));
            if (i > 0)
                entries.AddRange([(i, i - 1, -1), (i - 1, i, -1)]);
        }

        var b = new RandomStream(0).Normal(n);
        var toeplitz = ConjugateGradient.Solve(new ToeplitzOperator(column, column), b);
        var sparse = ConjugateGradient.Solve(new SparseOperator(SparseMatrix.FromTriplets(n, n, entries)), b);
        Assert.True(toeplitz.Converged && sparse.Converged);
        Close.Tensors(sparse.Solution, toeplitz.Solution, 1e-8);
    }

    private static Solver Named(string name) => name switch
    {
        "CG" => ConjugateGradient.Solve,
        "MINRES" => Minres.Solve,
        "GMRES" => (a, b, options) => Gmres.Solve(a, b, options: options),
        "LSQR" => Lsqr.Solve,
        "LSMR" => Lsmr.Solve,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such solver."),
    };

    private static Tensor WithEigenvalues(int n, Func<int, double> eigenvalue)
    {
        var basis = LinearAlgebra.Qr(new RandomStream(n).Normal(n, n)).Q;
        var values = Tensor.FromArray([.. Enumerable.Range(0, n).Select(eigenvalue)]);
        return LinearAlgebra.MatMul(basis * values, basis.Transpose());
    }
}

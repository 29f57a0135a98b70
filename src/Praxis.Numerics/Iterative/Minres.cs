namespace Praxis.Numerics;

/// <summary>
/// MINRES for symmetric A, definite or not (Paige and Saunders, "Solution of sparse indefinite systems of linear equations",
/// 1975): the residual is the least in the Krylov space, in the norm of the preconditioner.
/// </summary>
public static class Minres
{
    private const double MachineEpsilon = 2.2204460492503131e-16;

    /// <summary>Solves A x = b.</summary>
    /// <param name="a">Symmetric, n × n; symmetry is not checked.</param>
    /// <param name="b">n entries.</param>
    /// <param name="options">Null for the defaults. A preconditioner must be symmetric positive definite.</param>
    /// <returns>
    /// A breakdown when the preconditioner is not positive definite; stagnation, with the least residual found, when A is singular
    /// and b not in its range.
    /// </returns>
    /// <exception cref="ShapeException">A is not square or b does not fit.</exception>
    /// <exception cref="NonFiniteException">b, or what A or the preconditioner give, has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static IterativeResult Solve(LinearOperator a, Tensor b, IterativeOptions? options = null)
    {
        var run = new SolverRun("MINRES", a, b, options, square: true);
        return RestartedSolver.Solve(run, (start, factor) => Run(run, start, factor));
    }

    private static Cycle Run(SolverRun run, Tensor start, double factor)
    {
        int n = start.Length;
        (var x, var w, var olderW) = (Tensor.Zeros(n), Tensor.Zeros(n), Tensor.Zeros(n));
        (var older, var current) = (start, start); // Lanczos vectors before the preconditioner, times their β
        var preconditioned = run.Precondition(current);
        double square = LinearAlgebra.Dot(current, preconditioned);
        if (!(square > 0))
            return new Cycle(x, false, $"rᵀ M r is {square:G3} at the start, so the preconditioner M is not positive definite.");
        double beta = Math.Sqrt(square);
        double first = beta;
        double startRelative = start.FrobeniusNorm() / run.RightNorm;
        (double olderBeta, double diagonalBar, double epsilon, double residual) = (0, 0, 0, beta);
        (double cosine, double sine, double normSquared) = (-1, 0, 0);
        for (int k = 1; ; k++)
        {
            run.Begin();
            var v = preconditioned / beta;
            var next = run.Apply(v).Clone();
            if (k > 1)
                next.AddScaled(older, -beta / olderBeta);
            double alpha = LinearAlgebra.Dot(v, next);
            next.AddScaled(current, -alpha / beta);
            (older, current) = (current, next);
            preconditioned = run.Precondition(current);
            square = LinearAlgebra.Dot(current, preconditioned);
            if (square < 0)
                return new Cycle(x, false, $"rᵀ M r is {square:G3} in iteration {run.Iterations + 1}, so the preconditioner M is not positive definite.");
            (olderBeta, beta) = (beta, Math.Sqrt(square));
            normSquared += (alpha * alpha) + (beta * beta) + (k > 1 ? olderBeta * olderBeta : 0);
            double norm = Math.Sqrt(normSquared);

            // The last column of the tridiagonal matrix, by the rotations so far, then the new rotation.
            double olderEpsilon = epsilon;
            double delta = (cosine * diagonalBar) + (sine * alpha);
            double gammaBar = (sine * diagonalBar) - (cosine * alpha);
            epsilon = sine * beta;
            diagonalBar = -cosine * beta;
            double gamma = double.Hypot(gammaBar, beta);

            // ‖A r‖ ≤ 10 ε ‖A‖ ‖r‖ before this step: A is singular and b not in its range. A step would divide by rounding.
            if (double.Hypot(gammaBar, diagonalBar) <= 10 * MachineEpsilon * norm)
            {
                run.End(startRelative * residual / first);
                return new Cycle(x, true);
            }

            (cosine, sine) = (gammaBar / gamma, beta / gamma);
            double step = cosine * residual;
            residual *= sine;
            var nextW = v;
            nextW.AddScaled(olderW, -olderEpsilon);
            nextW.AddScaled(w, -delta);
            nextW /= gamma;
            (olderW, w) = (w, nextW);
            x.AddScaled(w, step);
            run.End(startRelative * residual / first);

            if (residual <= factor * first || beta <= MachineEpsilon * norm)
                return new Cycle(x, true);
            if (run.Exhausted)
                return new Cycle(x, false);
        }
    }
}

namespace Praxis.Numerics;

/// <summary>
/// Conjugate gradients for symmetric positive definite A (Hestenes and Stiefel 1952). With k different eigenvalues it ends after
/// k iterations but for rounding.
/// </summary>
public static class ConjugateGradient
{
    /// <summary>Solves A x = b.</summary>
    /// <param name="a">Symmetric positive definite, n × n; symmetry is not checked.</param>
    /// <param name="b">n entries.</param>
    /// <param name="options">Null for the defaults. A preconditioner must be symmetric positive definite.</param>
    /// <returns>A breakdown when a direction shows that A or the preconditioner is not positive definite.</returns>
    /// <exception cref="ShapeException">A is not square or b does not fit.</exception>
    /// <exception cref="NonFiniteException">b, or what A or the preconditioner give, has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static IterativeResult Solve(LinearOperator a, Tensor b, IterativeOptions? options = null)
    {
        var run = new SolverRun("Conjugate gradients", a, b, options, square: true);
        return RestartedSolver.Solve(run, (start, factor) => Run(run, start, factor));
    }

    private static Cycle Run(SolverRun run, Tensor start, double factor)
    {
        var x = Tensor.Zeros(start.Length);
        var r = start.Clone();
        double goal = factor * start.FrobeniusNorm();
        var z = run.Precondition(r);
        double rz = LinearAlgebra.Dot(r, z);
        var p = z.Clone();
        while (true)
        {
            run.Begin();
            if (!(rz > 0))
                return new Cycle(x, false, $"rᵀ M r is {rz:G3} in iteration {run.Iterations + 1}, so the preconditioner M is not positive definite.");
            var ap = run.Apply(p);
            double curvature = LinearAlgebra.Dot(p, ap);
            if (!(curvature > 0))
                return new Cycle(x, false, $"pᵀ A p is {curvature:G3} in iteration {run.Iterations + 1}, so A is not positive definite; use Minres for a symmetric, Gmres for a general matrix.");
            double step = rz / curvature;
            x.AddScaled(p, step);
            r.AddScaled(ap, -step);
            double norm = r.FrobeniusNorm();
            run.End(norm / run.RightNorm);
            if (norm <= goal)
                return new Cycle(x, true);
            if (run.Exhausted)
                return new Cycle(x, false);
            z = run.Precondition(r);
            double next = LinearAlgebra.Dot(r, z);
            p *= next / rz;
            p.AddScaled(z);
            rz = next;
        }
    }
}

namespace Praxis.Numerics;

/// <summary>The loop of the least-squares solvers: what stops them, and what they answer.</summary>
internal static class LeastSquaresRun
{
    /// <summary>Runs a method to its end.</summary>
    /// <param name="run">The inputs.</param>
    /// <param name="columns">The number of unknowns.</param>
    /// <param name="start">Begins the method.</param>
    public static IterativeResult Solve(SolverRun run, int columns, Func<Bidiagonalization, ILeastSquaresMethod> start)
    {
        var zero = Tensor.Zeros(columns);
        if (run.RightNorm == 0)
            return run.Reached(zero, 0);
        var process = new Bidiagonalization(run);
        if (process.Alpha == 0)
            return run.Result(zero, run.RightNorm, StopReason.LeastSquaresReached, "b is orthogonal to the range of A, so that x = 0 is the least-squares solution.");
        var method = start(process);
        double target = run.Tolerance * run.RightNorm;
        while (!run.Exhausted)
        {
            run.Begin();
            process.Step();
            method.Advance();
            run.End(method.Residual / run.RightNorm);
            bool solved = method.Residual <= target || process.Beta == 0;
            bool least = !solved && (method.NormalResidual <= run.Tolerance * Math.Sqrt(process.NormSquared) * method.Residual || process.Alpha == 0);
            if (!solved && !least)
                continue;
            (var x, double residual) = Answer();
            if (residual <= target)
                return run.Reached(x, residual);
            if (least)
                return run.Result(
                    x, residual, StopReason.LeastSquaresReached, $"‖Aᵀr‖ / (‖A‖ ‖r‖) fell to the tolerance {run.Tolerance:G3} in {run.Iterations} iterations.");

            // The estimate and the true residual differ by rounding: the method goes on until they differ a hundredfold.
            if (process.Beta == 0 || method.Residual <= 0.01 * target)
                return run.Result(
                    x, residual, StopReason.Stagnated, $"the relative residual stays at {residual / run.RightNorm:G3}; rounding does not let it fall to {run.Tolerance:G3}.");
        }

        (var last, double left) = Answer();
        return run.OutOfIterations(last, left);

        (Tensor, double) Answer()
        {
            var x = run.Precondition(method.Solution).Clone();
            return (x, run.Residual(x).FrobeniusNorm());
        }
    }
}

namespace Praxis.Numerics;

/// <summary>
/// Starts a Krylov method for A d = r, adds d to x and computes the residual anew, until it is within the tolerance. So the
/// answer never rests on the recurrence alone, whose residual drifts away from the true one in an ill-conditioned system.
/// </summary>
internal static class RestartedSolver
{
    // No method lowers a residual further than this in one start; asked to, it would divide by what is only rounding.
    private const double UnitRoundoff = 1.0 / (1L << 53);

    /// <param name="run">The inputs.</param>
    /// <param name="cycle">Solves for a correction, from a residual and the factor by which its norm is to fall.</param>
    public static IterativeResult Solve(SolverRun run, Func<Tensor, double, Cycle> cycle)
    {
        var x = Tensor.Zeros(run.RightSide.Length);
        var residual = run.RightSide;
        double norm = run.RightNorm;
        double target = run.Tolerance * norm;
        double overshoot = 1;
        while (norm > target)
        {
            if (run.Exhausted)
                return run.OutOfIterations(x, norm);
            (var correction, bool claimed, string? failure) = cycle(residual, Math.Max(UnitRoundoff, overshoot * target / norm));
            var next = x + correction;
            var nextResidual = run.Residual(next);
            double nextNorm = nextResidual.FrobeniusNorm();
            bool better = nextNorm < norm;

            // A method that claims to be done must have halved the residual at least; one cut off by its length, lowered it.
            bool stuck = claimed ? !(nextNorm <= 0.5 * norm) && nextNorm > target : !(nextNorm < norm * (1 - 1e-12));
            if (better)
                (x, residual, norm) = (next, nextResidual, nextNorm);
            if (norm <= target)
                break;
            if (failure is not null)
                return run.Result(x, norm, StopReason.Breakdown, failure);
            if (run.Exhausted)
                return run.OutOfIterations(x, norm);
            if (stuck)
                return run.Result(
                    x, norm, StopReason.Stagnated, $"the relative residual stays at {norm / run.RightNorm:G3}; the matrix is singular or too ill-conditioned for the tolerance {run.Tolerance:G3}, or a preconditioner is needed.");

            // The estimate was in another norm or had drifted: ask for more than is missing.
            overshoot *= claimed ? 0.1 : 1;
        }

        return run.Reached(x, norm);
    }
}

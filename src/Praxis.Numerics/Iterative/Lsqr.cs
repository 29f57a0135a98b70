namespace Praxis.Numerics;

/// <summary>
/// LSQR for least squares with any A (Paige and Saunders, "LSQR: an algorithm for sparse linear equations and sparse least squares",
/// 1982): equal to conjugate gradients on the normal equations, but more stable. The residual falls with every step.
/// </summary>
public static class Lsqr
{
    /// <summary>Solves min ‖A x − b‖₂; without a preconditioner, x has the least norm of all solutions.</summary>
    /// <param name="a">m × n, of any shape and rank.</param>
    /// <param name="b">m entries.</param>
    /// <param name="options">
    /// Null for the defaults. A preconditioner N is applied on the right, x = N y with A N well conditioned, and needs its transpose.
    /// </param>
    /// <exception cref="ShapeException">b does not fit.</exception>
    /// <exception cref="ArgumentException">The preconditioner has no transpose.</exception>
    /// <exception cref="NonFiniteException">b, or what A or the preconditioner give, has NaN or infinite entries.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    public static IterativeResult Solve(LinearOperator a, Tensor b, IterativeOptions? options = null) =>
        LeastSquaresRun.Solve(
            new SolverRun("LSQR", a, b, options, square: false), a.Columns, process => new LsqrRecurrence(process));
}

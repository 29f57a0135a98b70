namespace Praxis.Numerics;

/// <summary>What an iterative solver reached.</summary>
/// <param name="Solution">The best x it has, n entries, whatever the reason for stopping.</param>
/// <param name="Iterations">The iterations done; each applies A once (least squares: and Aᵀ once).</param>
/// <param name="RelativeResidual">‖b − A x‖ / ‖b‖, computed from the solution, not estimated; 0 when b is zero.</param>
/// <param name="Reason">Why it stopped.</param>
/// <param name="Explanation">One sentence for a reader: what was reached, or what went wrong and what to do.</param>
public sealed record IterativeResult(Tensor Solution, int Iterations, double RelativeResidual, StopReason Reason, string Explanation)
{
    /// <summary>Whether what was asked for was reached.</summary>
    public bool Converged => Reason is StopReason.ResidualReached or StopReason.LeastSquaresReached;
}

namespace Praxis.Numerics;

/// <summary>Where a truncated decomposition stands.</summary>
/// <param name="Restarts">The restarts done so far.</param>
/// <param name="Steps">The vectors multiplied by A so far.</param>
/// <param name="Converged">How many of the wanted triplets or pairs have a residual within the tolerance.</param>
/// <param name="LargestResidual">The largest residual among the wanted ones, over the largest value; an estimate.</param>
public readonly record struct TruncatedProgress(int Restarts, int Steps, int Converged, double LargestResidual);

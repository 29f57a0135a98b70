namespace Praxis.Numerics;

/// <summary>Where a randomized decomposition stands.</summary>
/// <param name="Rank">The columns of the subspace so far.</param>
/// <param name="Products">The vectors multiplied by A or Aᵀ so far.</param>
/// <param name="RelativeError">With a tolerance: the error in the Frobenius norm over ‖A‖, as far as it is known; else NaN.</param>
public readonly record struct RandomizedProgress(int Rank, long Products, double RelativeError);

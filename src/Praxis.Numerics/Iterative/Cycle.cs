namespace Praxis.Numerics;

/// <summary>What one start of a Krylov method added to the solution.</summary>
/// <param name="Correction">What to add to x.</param>
/// <param name="Claimed">Whether the method's own estimate says that the goal is reached.</param>
/// <param name="Failure">Why the method cannot go on, or null.</param>
internal readonly record struct Cycle(Tensor Correction, bool Claimed, string? Failure = null);

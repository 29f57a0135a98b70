namespace Praxis.Numerics;

/// <summary>Where an iterative solver stands.</summary>
/// <param name="Iteration">The iterations done so far, from 1.</param>
/// <param name="RelativeResidual">
/// The residual over the norm of b as the recurrence of the method estimates it; for MINRES with a preconditioner, in its norm.
/// </param>
public readonly record struct IterationProgress(int Iteration, double RelativeResidual);

namespace Praxis.Bench;

/// <summary>What one row times, and the proof that it did the work.</summary>
/// <param name="Run">The timed work; it keeps its result, so that <paramref name="Error"/> can look at it.</param>
/// <param name="Error">
/// A relative error of the last result against a property that does not use the timed code; the other side computes the same.
/// </param>
/// <param name="Prepare">Untimed, before every run: for work that overwrites its input.</param>
internal sealed record Work(Action Run, Func<double> Error, Action? Prepare = null);

namespace Praxis.Bench;

/// <summary>What one row times, and the proof that it did the work.</summary>
/// <param name="Run">The timed work; it keeps its result, so that <paramref name="Error"/> or <see cref="Values"/> can look at it.</param>
/// <param name="Error">
/// A relative error of the last result against a property that does not use the timed code; the other side computes the same.
/// </param>
/// <param name="Prepare">Untimed, before every run: for work that overwrites its input.</param>
internal sealed record Work(Action Run, Func<double>? Error = null, Action? Prepare = null)
{
    /// <summary>How many steps, tokens … one run does: times are per part.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>In place of an error: numbers that must be the same on the other side.</summary>
    public Func<double[]>? Values { get; init; }

    /// <summary>The number of the model's parameters, which must be the same on the other side too.</summary>
    public long? Parameters { get; init; }

    /// <summary>What one part reads and writes at least, in bytes: see <see cref="TouchedBytes"/>.</summary>
    public long? Touched { get; init; }
}

namespace Praxis.Lab;

/// <summary>Where a run stands.</summary>
public enum RunState
{
    /// <summary>Waits for its turn.</summary>
    Queued,
    /// <summary>The study is at work.</summary>
    Running,
    /// <summary>Done; the report is stored.</summary>
    Finished,
    /// <summary>The study or its evidence was at fault; the message says how.</summary>
    Failed,
    /// <summary>Stopped by the reader.</summary>
    Cancelled,
    /// <summary>The program ended before the run did; its finished settings are kept for the next run with the same input.</summary>
    Interrupted,
}

/// <summary>A run as a list shows it: everything but the report.</summary>
public sealed record RunRecord
{
    /// <summary>The run's number in this store.</summary>
    public required long Id { get; init; }

    /// <summary>The paper.</summary>
    public required string Slug { get; init; }

    /// <summary>The scale.</summary>
    public required Scale Scale { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>Where the run stands.</summary>
    public required RunState State { get; init; }

    /// <summary>When it was asked for, in UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When the study began, in UTC; null before.</summary>
    public DateTimeOffset? Started { get; init; }

    /// <summary>When the run ended, however it did, in UTC; null before.</summary>
    public DateTimeOffset? Ended { get; init; }

    /// <summary>Wall time in seconds; null while the run has not ended, and for a run that never began.</summary>
    public double? Seconds { get; init; }

    /// <summary>Why the run failed or stopped; null otherwise.</summary>
    public string? Message { get; init; }

    /// <summary>The verdicts by claim id, in the order of paper.md; empty unless finished; null for a claim that cannot be checked here.</summary>
    public IReadOnlyDictionary<string, Verdict?> Verdicts { get; init; } = new Dictionary<string, Verdict?>();

    /// <summary>Whether the run has ended, however it did.</summary>
    public bool HasEnded => State is not (RunState.Queued or RunState.Running);
}

namespace Praxis.Lab;

/// <summary>A finished run: input, machine, evidence, figures, verdicts. What is stored, recorded, shown and exported.</summary>
public sealed record RunReport
{
    /// <summary>The paper.</summary>
    public required string Slug { get; init; }

    /// <summary>The scale.</summary>
    public required Scale Scale { get; init; }

    /// <summary>The seeds.</summary>
    public required IReadOnlyList<long> Seeds { get; init; }

    /// <summary>When the run began, in UTC.</summary>
    public required DateTimeOffset Started { get; init; }

    /// <summary>Wall time in seconds.</summary>
    public required double Seconds { get; init; }

    /// <summary>Peak memory of the process during the run, in megabytes (10⁶ bytes).</summary>
    public required double PeakMegabytes { get; init; }

    /// <summary>The dense linear algebra that was used.</summary>
    public required string Backend { get; init; }

    /// <summary>The machine.</summary>
    public required Machine Machine { get; init; }

    /// <summary>What the evidence depends on (<see cref="Room.Fingerprint"/>).</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The verdicts, one per claim.</summary>
    public required IReadOnlyList<ClaimJudgement> Claims { get; init; }

    /// <summary>Evidence, figures, tables and remarks.</summary>
    public required Findings Findings { get; init; }
}

namespace Praxis.Lab;

/// <summary>One checkable statement of a paper, fixed in paper.md before anything is run.</summary>
public sealed record Claim
{
    /// <summary>The claim's id within its paper, such as <c>C1</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The statement in plain words.</summary>
    public required string Says { get; init; }

    /// <summary>What the paper reports for it.</summary>
    public required string Published { get; init; }

    /// <summary>The models, data and machines on which the paper showed it.</summary>
    public required string PaperUsed { get; init; }

    /// <summary>How far the claim can be checked here.</summary>
    public required Reach Reach { get; init; }

    /// <summary>What is smaller here, why the claim cannot be checked, or which quantity is checked in full.</summary>
    public required string ReachBecause { get; init; }

    /// <summary>The measurements that decide the claim; all of them must hold. Empty while the paper has no study, or when the reach is none.</summary>
    public IReadOnlyList<Check> Checks { get; init; } = [];

    /// <summary>How a recorded "fails" was confirmed by a second, independent path; null otherwise.</summary>
    public string? SecondPath { get; init; }

    /// <summary>The check with the given id.</summary>
    /// <exception cref="KeyNotFoundException">The claim has no such check.</exception>
    public Check Check(string id) =>
        Checks.FirstOrDefault(check => check.Id == id)
        ?? throw new KeyNotFoundException($"Claim {Id} has no check '{id}'; it has {string.Join(", ", Checks.Select(check => check.Id))}.");
}

/// <summary>How far a claim can be checked here. Always shown beside the verdict.</summary>
public enum Reach
{
    /// <summary>An identity, a theorem's quantity, an algorithm's cost: no scale hides behind it.</summary>
    Full,
    /// <summary>The mechanism, on a smaller model or other data.</summary>
    Reduced,
    /// <summary>Not checkable here; the claim says why.</summary>
    None,
}

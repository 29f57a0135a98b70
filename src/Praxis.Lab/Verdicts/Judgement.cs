namespace Praxis.Lab;

/// <summary>What evidence says of a claim.</summary>
public enum Verdict
{
    /// <summary>The whole interval lies on the claimed side of the threshold.</summary>
    Holds,
    /// <summary>The whole interval lies on the other side.</summary>
    Fails,
    /// <summary>The interval covers the threshold, or there are too few seeds.</summary>
    Inconclusive,
}

/// <summary>The verdict on one check, with the numbers it follows from.</summary>
public sealed record CheckJudgement
{
    /// <summary>The check's id.</summary>
    public required string Id { get; init; }

    /// <summary>The verdict.</summary>
    public required Verdict Verdict { get; init; }

    /// <summary>The estimate: mean, mean difference, geometric-mean ratio, share, or the worst value.</summary>
    public required double Estimate { get; init; }

    /// <summary>Lower end of the 95 % interval; equals the estimate for a tolerance.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end of the 95 % interval; equals the estimate for a tolerance.</summary>
    public required double High { get; init; }

    /// <summary>The threshold written in paper.md.</summary>
    public required double Threshold { get; init; }

    /// <summary>The side of the threshold on which the claim lies.</summary>
    public required Side Side { get; init; }

    /// <summary>How many independent values the interval stands on (seeds, trials, or values checked).</summary>
    public required int Count { get; init; }

    /// <summary>How the interval was computed and over what, in words.</summary>
    public required string How { get; init; }

    /// <summary>The setting that decided, when every setting is judged by itself.</summary>
    public string? DecidedBy { get; init; }
}

/// <summary>The verdict on a claim: it holds when all its checks hold and fails when one fails.</summary>
public sealed record ClaimJudgement
{
    /// <summary>The claim's id.</summary>
    public required string Id { get; init; }

    /// <summary>The claim's reach; always shown beside the verdict.</summary>
    public required Reach Reach { get; init; }

    /// <summary>The verdict, or null when the claim cannot be checked here.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>The judgements of its checks.</summary>
    public required IReadOnlyList<CheckJudgement> Checks { get; init; }

    /// <summary>The check that decided the verdict: the first that fails, else the first that is inconclusive, else the first; null without checks.</summary>
    public CheckJudgement? Deciding =>
        Checks.FirstOrDefault(check => check.Verdict == Lab.Verdict.Fails)
        ?? Checks.FirstOrDefault(check => check.Verdict == Lab.Verdict.Inconclusive)
        ?? Checks.FirstOrDefault();
}

using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>Runs as JSON for programs.</summary>
internal static class RunJson
{
    /// <summary>What <c>run --json</c> prints: the verdicts with their numbers; claims with several checks carry each of them.</summary>
    public static object Of(RunRecord run, RunReport? report) => new
    {
        run.Id,
        run.Slug,
        run.Scale,
        run.Seeds,
        State = run.State,
        run.Message,
        Seconds = report?.Seconds ?? run.Seconds,
        report?.PeakMegabytes,
        report?.Backend,
        Claims = report?.Claims.Select(claim => new ClaimNumbers(
            claim.Id, claim.Reach,
            claim.Deciding?.Estimate, claim.Deciding?.Low, claim.Deciding?.High, claim.Deciding?.Threshold,
            claim.Verdict, claim.Checks)) ?? [],
    };

    // A claim that cannot be checked has null for its numbers, so that every claim has the same members.
    private sealed record ClaimNumbers(
        string Id, Reach Reach,
        double? Estimate,
        double? Low,
        double? High,
        double? Threshold,
        Verdict? Verdict,
        IReadOnlyList<CheckJudgement> Checks);
}

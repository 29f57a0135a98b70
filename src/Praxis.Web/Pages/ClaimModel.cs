using Praxis.Lab;

namespace Praxis.Web.Pages;

/// <summary>A claim beside what was measured of it.</summary>
/// <param name="Claim">The claim.</param>
/// <param name="Measurements">The measurements, the one that counts most first.</param>
/// <param name="Runnable">Whether the paper has a study.</param>
internal sealed record ClaimModel(Claim Claim, IReadOnlyList<Measurement> Measurements, bool Runnable)
{
    /// <summary>The measurement whose verdict stands beside the claim.</summary>
    public Measurement? First => Measurements.Count > 0 ? Measurements[0] : null;

    /// <summary>All checks: those of paper.md, then those that only a measurement knows.</summary>
    public IEnumerable<(string Id, Check? Stated)> Checks =>
        Claim.Checks.Select(check => (check.Id, (Check?)check))
            .Concat(Measurements.SelectMany(measurement => measurement.Judgement.Checks)
                .Where(judged => Claim.Checks.All(check => check.Id != judged.Id))
                .Select(judged => (judged.Id, (Check?)null))
                .Distinct());

    /// <summary>The bar of a check as paper.md states it: <c>at most 1</c>.</summary>
    public static string Bar(Check check) => $"{Wording.Of(check.Side)} {Numbers.Short(check.Threshold)}{(check.Unit is "1" or "" ? "" : $" {check.Unit}")}";
}

/// <summary>What one run says of a claim.</summary>
/// <param name="Name">Which run it is, in words.</param>
/// <param name="Address">The run's page, or null.</param>
/// <param name="Judgement">The judgement.</param>
internal sealed record Measurement(string Name, string? Address, ClaimJudgement Judgement)
{
    /// <summary>The judgement of one check, or null.</summary>
    public CheckJudgement? Check(string id) => Judgement.Checks.FirstOrDefault(check => check.Id == id);
}

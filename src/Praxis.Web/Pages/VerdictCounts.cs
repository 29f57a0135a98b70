using Praxis.Lab;

namespace Praxis.Web.Pages;

/// <summary>The verdicts on a paper's claims, those of the same verdict and reach counted together.</summary>
/// <param name="Groups">The groups: what holds first, what is not checked here last.</param>
internal sealed record VerdictCounts(IReadOnlyList<VerdictGroup> Groups)
{
    /// <summary>Counts verdicts by claim id.</summary>
    /// <param name="verdicts">The verdicts; null for a claim that is not checked here.</param>
    /// <param name="paper">Where the claims' reach is, or null.</param>
    public static VerdictCounts Of(IReadOnlyDictionary<string, Verdict?> verdicts, Paper? paper) => new(
    [
        .. verdicts
            .GroupBy(one => (one.Value, paper?.Claims.FirstOrDefault(claim => claim.Id == one.Key)?.Reach))
            .OrderBy(group => group.Key.Value is { } verdict ? (int)verdict : int.MaxValue)
            .ThenBy(group => group.Key.Reach)
            .Select(group => new VerdictGroup(group.Key.Value, group.Key.Reach, [.. group.Select(one => one.Key)])),
    ]);
}

/// <summary>Claims with the same verdict and reach.</summary>
/// <param name="Verdict">The verdict, or null for not checked here.</param>
/// <param name="Reach">The reach, or null when the paper no longer states the claims.</param>
/// <param name="Claims">Their ids.</param>
internal sealed record VerdictGroup(Verdict? Verdict, Reach? Reach, IReadOnlyList<string> Claims)
{
    /// <summary>The count with its verb: <c>3 hold</c>, <c>1 fails</c>.</summary>
    public string Words => $"{Claims.Count} {(Claims.Count > 1 && Verdict is Lab.Verdict.Holds or Lab.Verdict.Fails ? Wording.Of(Verdict).TrimEnd('s') : Wording.Of(Verdict))}";
}

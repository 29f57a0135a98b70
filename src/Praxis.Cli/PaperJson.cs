using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Cli;

/// <summary>Papers as JSON for programs.</summary>
internal static class PaperJson
{
    /// <summary>What <c>papers show --json</c> prints.</summary>
    public static object Whole(CatalogueEntry entry, Paper? paper, RunReport? recorded) => new
    {
        entry.Slug,
        entry.Title,
        entry.Family,
        entry.Kind,
        Published = entry.Published?.ToString(),
        entry.Arxiv,
        entry.Authors,
        Organisation = entry.OrganisationName,
        entry.Code,
        entry.Runnable,
        entry.Notices,
        entry.Summary,
        entry.Abstract,
        Claims = paper?.Claims.Select(claim => new
        {
            claim.Id,
            claim.Says,
            claim.Published,
            claim.PaperUsed,
            claim.Reach,
            claim.ReachBecause,
            Recorded = recorded?.Claims.FirstOrDefault(judged => judged.Id == claim.Id),
        }),
    };
}

using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Web.Api;

/// <summary>
/// All that is known of a paper, as JSON. The first fields have the names of Hugging Face's interface (<see cref="HuggingFacePaper"/>), so that its clients read them; what Praxis adds
/// stands beside them.
/// </summary>
internal sealed record PaperDetails
{
    public required string Id { get; init; }
    public required IReadOnlyList<HuggingFaceAuthor> Authors { get; init; }
    public required string? PublishedAt { get; init; }
    public required string? SubmittedOnDailyAt { get; init; }
    public required int Upvotes { get; init; }
    public required int NumComments { get; init; }
    public required HuggingFaceOrganization? Organization { get; init; }

    /// <summary>The abstract, else our summary.</summary>
    public required string Summary { get; init; }

    public required string Slug { get; init; }
    public required string Title { get; init; }
    public required string? Family { get; init; }
    public required PaperKind? Kind { get; init; }
    public required string? Published { get; init; }
    public required bool Runnable { get; init; }
    public required IReadOnlyDictionary<string, Verdict?> Verdicts { get; init; }
    public required string? Arxiv { get; init; }
    public required int? AuthorCount { get; init; }
    public required string? Organisation { get; init; }
    public required string? Code { get; init; }
    /// <summary>The paper in our words, in Markdown; empty when it has no room.</summary>
    public required string InBrief { get; init; }
    public required string? Abstract { get; init; }
    public required IReadOnlyList<Notice> Notices { get; init; }
    public required IReadOnlyList<ClaimDetails> Claims { get; init; }

    public static PaperDetails Of(CatalogueEntry entry, Room? room, HuggingFacePaper shape)
    {
        var recorded = room is null ? null : RecordedRun.Read(room);
        return new()
        {
            Id = shape.Id,
            Authors = shape.Authors,
            PublishedAt = shape.PublishedAt,
            SubmittedOnDailyAt = shape.SubmittedOnDailyAt,
            Upvotes = shape.Upvotes,
            NumComments = shape.NumComments,
            Organization = shape.Organization,
            Summary = shape.Summary,
            Slug = entry.Slug,
            Title = entry.Title,
            Family = entry.Family,
            Kind = entry.Kind,
            Published = entry.Published?.ToString(),
            Runnable = entry.Runnable,
            Verdicts = entry.Verdicts,
            Arxiv = entry.Arxiv,
            AuthorCount = entry.AuthorCount,
            Organisation = entry.OrganisationName,
            Code = entry.Code,
            InBrief = entry.Summary,
            Abstract = entry.Abstract,
            Notices = entry.Notices,
            Claims = [.. (room?.Paper.Claims ?? []).Select(claim => ClaimDetails.Of(claim, recorded))],
        };
    }
}

/// <summary>A claim with what was recorded of it.</summary>
internal sealed record ClaimDetails(
    string Id, string Says, string Published, string PaperUsed, Reach Reach, string ReachBecause, string? SecondPath,
    IReadOnlyList<CheckDetails> Checks, ClaimJudgement? Recorded)
{
    public static ClaimDetails Of(Claim claim, RunReport? recorded) => new(
        claim.Id, claim.Says, claim.Published, claim.PaperUsed, claim.Reach, claim.ReachBecause, claim.SecondPath,
        [.. claim.Checks.Select(CheckDetails.Of)], recorded?.Claims.FirstOrDefault(judged => judged.Id == claim.Id));
}

/// <summary>A check as paper.md states it.</summary>
internal sealed record CheckDetails(
    string Id, string Kind, string Measure, string Unit, Side Side, double Threshold, Across Across, Comparison? Comparison, string? Baseline)
{
    public static CheckDetails Of(Check check) => new(
        check.Id,
        check switch { PairedCheck => "paired", ConstantCheck => "constant", ProportionCheck => "proportion", _ => "tolerance" },
        check.Measure, check.Unit, check.Side, check.Threshold, check.Across, (check as PairedCheck)?.Comparison, (check as PairedCheck)?.Baseline);
}

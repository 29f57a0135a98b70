using System.Security.Cryptography;
using System.Text;
using Praxis.Feed;

namespace Praxis.Web.Api;

/// <summary>
/// A paper with the field names of Hugging Face's interface, so that programs written for that read Praxis, too. The id is the arXiv number where there is one, else the slug;
/// both find the paper again.
/// </summary>
/// <param name="Id">The arXiv number, or the slug.</param>
/// <param name="Title">The title.</param>
/// <param name="Summary">The abstract, else our summary.</param>
/// <param name="Authors">The authors.</param>
/// <param name="PublishedAt">When it was published, at midnight; null when not known to the day or month.</param>
/// <param name="SubmittedOnDailyAt">The newest day of the feed on which it stands, at midnight.</param>
/// <param name="Upvotes">Votes here, and as lists showed them.</param>
/// <param name="NumComments">Comments here, and as lists showed them.</param>
/// <param name="Organization">The organisation, or null.</param>
/// <param name="Slug">Its name in Praxis.</param>
internal sealed record HuggingFacePaper(
    string Id, string Title, string Summary, IReadOnlyList<HuggingFaceAuthor> Authors, string? PublishedAt, string? SubmittedOnDailyAt, int Upvotes, int NumComments,
    HuggingFaceOrganization? Organization, string Slug)
{
    public static HuggingFacePaper Of(CatalogueEntry entry, DateOnly? day, int upvotesElsewhere, PaperCount here) => new(
        entry.Arxiv ?? entry.Slug,
        entry.Title,
        entry.Abstract ?? entry.Summary,
        [.. (entry.Authors ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(name => new HuggingFaceAuthor(Number(name), name, false))],
        entry.Published is { } published ? Midnight(published.Earliest) : null,
        day is { } known ? Midnight(known) : null,
        here.Votes + upvotesElsewhere,
        here.Comments + (entry.Comments ?? 0),
        entry.OrganisationName is { } name ? new HuggingFaceOrganization(entry.OrganisationHandle ?? name, name) : null,
        entry.Slug);

    public static string Midnight(DateOnly day) => $"{day:yyyy-MM-dd}T00:00:00.000Z";

    // Clients expect a number of 24 digits for each author; here a name has always the same.
    private static string Number(string name) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)))[..24];
}

/// <summary>An author.</summary>
internal sealed record HuggingFaceAuthor([property: System.Text.Json.Serialization.JsonPropertyName("_id")] string Number, string Name, bool Hidden);

/// <summary>An organisation: its short and its long name.</summary>
internal sealed record HuggingFaceOrganization(string Name, string Fullname);

/// <summary>A paper on a day.</summary>
/// <param name="Paper">The paper.</param>
/// <param name="PublishedAt">The day, at midnight.</param>
/// <param name="Title">The title.</param>
/// <param name="Summary">The abstract.</param>
/// <param name="NumComments">Comments.</param>
/// <param name="Organization">The organisation, or null.</param>
internal sealed record HuggingFaceDaily(HuggingFacePaper Paper, string PublishedAt, string Title, string Summary, int NumComments, HuggingFaceOrganization? Organization);

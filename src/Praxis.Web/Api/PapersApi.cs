using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Web.Api;

/// <summary>The catalogue as JSON.</summary>
internal static class PapersApi
{
    private const int MostPapers = 500;
    private const int MostSuggested = 7;

    public static void Map(IEndpointRouteBuilder site)
    {
        site.MapGet("/api/papers", (string? family, string? verdict, Catalogue catalogue) =>
            TryVerdict(verdict, out var named) ? ApiJson.Result(catalogue.List(family, named).Select(PaperListing.Of)) : UnknownVerdict(verdict!))
            .WithSummary("All papers, or those of a family or with a verdict.").Produces<IReadOnlyList<PaperListing>>().Produces<ApiError>(StatusCodes.Status400BadRequest);

        site.MapGet("/api/papers/search", (string? q, string? family, string? verdict, string? limit, string? offset, PaperSearch search, HttpResponse response) =>
        {
            if (!TryVerdict(verdict, out var named)) return UnknownVerdict(verdict!);
            if (!TryNumber(limit, 50, MostPapers, out var most)) return ApiJson.Bad($"limit must be a whole number from 0 to {MostPapers}.");
            if (!TryNumber(offset, 0, int.MaxValue, out var after)) return ApiJson.Bad("offset must be a whole number from 0 on.");
            var results = search.Search(new SearchRequest(q) { Family = family, Verdict = named, Limit = most, Offset = after });
            response.Headers["X-Total-Count"] = results.Total.ToString(CultureInfo.InvariantCulture);
            return ApiJson.Result(results.Entries.Select(PaperListing.Of));
        });

        // Papers for a query that is still being typed.
        site.MapGet("/api/papers/suggest", (string? q, PaperSearch search) =>
        {
            if (string.IsNullOrWhiteSpace(q)) return ApiJson.Result(Array.Empty<Suggestion>());
            var results = search.Search(new SearchRequest(q) { Limit = MostSuggested, Typing = true });
            return ApiJson.Result(results.Entries.Select(entry => Suggestion.Of(entry, results.Highlighter)));
        });

        site.MapGet("/api/papers/{slug}/similar", (string slug, Catalogue catalogue, PaperSearch search) =>
            catalogue.Find(slug) is null
                ? Missing(catalogue, slug)
                : ApiJson.Result(search.Similar(slug).Select(PaperListing.Of)));

        site.MapGet("/api/papers/{id}", (string id, Catalogue catalogue, PaperLibrary library, PaperCounts counts) =>
        {
            if (Find(catalogue, id) is not { } entry) return Missing(catalogue, id);
            var day = catalogue.NewestDays([entry.Slug]).Select(known => (DateOnly?)known.Value).FirstOrDefault();
            return ApiJson.Result(PaperDetails.Of(entry, library.Find(entry.Slug), HuggingFacePaper.Of(entry, day, catalogue.UpvotesElsewhere([entry.Slug]).GetValueOrDefault(entry.Slug), counts.Of(entry.Slug))));
        }).WithSummary("A paper by its slug or its arXiv number: the fields of Hugging Face's interface, and what Praxis knows besides.")
            .Produces<PaperDetails>().Produces<ApiError>(StatusCodes.Status404NotFound);

        site.MapGet("/api/papers/{id}/claims", (string id, Catalogue catalogue, PaperLibrary library) =>
        {
            if (Find(catalogue, id) is not { } entry) return Missing(catalogue, id);
            if (library.Find(entry.Slug) is not { } room) return ApiJson.Result(Array.Empty<ClaimDetails>());
            var recorded = RecordedRun.Read(room);
            return ApiJson.Result(room.Paper.Claims.Select(claim => ClaimDetails.Of(claim, recorded)));
        }).WithSummary("A paper's claims with their checks and what was recorded; none when the paper has no room.")
            .Produces<IReadOnlyList<ClaimDetails>>().Produces<ApiError>(StatusCodes.Status404NotFound);
    }

    private static CatalogueEntry? Find(Catalogue catalogue, string id) => catalogue.Find(id) ?? (ArxivNumber.Read(id) is { } number ? catalogue.FindByArxiv(number) : null);

    private static IResult Missing(Catalogue catalogue, string id) => ApiJson.Missing($"There is no paper '{id}'. The nearest: {string.Join(", ", catalogue.Nearest(id))}.");

    /// <summary>A whole number from 0 to a limit; the default when nothing is given.</summary>
    internal static bool TryNumber(string? text, int otherwise, int most, out int number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text) || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= most);
    }

    private static bool TryVerdict(string? word, out Verdict? verdict)
    {
        verdict = null;
        if (string.IsNullOrEmpty(word)) return true;
        foreach (var known in Enum.GetValues<Verdict>())
            if (Wording.Of(known) == word) verdict = known;
        return verdict is not null;
    }

    private static IResult UnknownVerdict(string word) => ApiJson.Bad($"'{word}' is none of {string.Join(", ", Enum.GetValues<Verdict>().Select(verdict => Wording.Of(verdict)))}.");
}

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
            TryVerdict(verdict, out var named) ? ApiJson.Result(catalogue.List(family, named).Select(PaperListing.Of)) : UnknownVerdict(verdict!));

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
                ? ApiJson.Missing($"There is no paper '{slug}'. The nearest: {string.Join(", ", catalogue.Nearest(slug))}.")
                : ApiJson.Result(search.Similar(slug).Select(PaperListing.Of)));

        site.MapGet("/api/papers/{slug}", (string slug, Catalogue catalogue, PaperLibrary library) =>
            catalogue.Find(slug) is { } entry
                ? ApiJson.Result(PaperDetails.Of(entry, library.Find(slug)))
                : ApiJson.Missing($"There is no paper '{slug}'. The nearest: {string.Join(", ", catalogue.Nearest(slug))}."));
    }

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

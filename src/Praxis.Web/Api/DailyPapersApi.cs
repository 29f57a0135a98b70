using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Praxis.Feed;
using Praxis.Web.Feeds;

namespace Praxis.Web.Api;

/// <summary>The feed in the shape of Hugging Face's list of daily papers.</summary>
internal static class DailyPapersApi
{
    private const int MostPapers = 100;

    public static void Map(IEndpointRouteBuilder site) =>
        site.MapGet("/api/daily_papers", (string? date, string? week, string? month, string? limit, string? p, string? sort, Catalogue catalogue, PaperActivity activity, PaperCounts counts) =>
        {
            if (!PapersApi.TryNumber(limit, 50, MostPapers, out var most)) return ApiJson.Bad($"limit must be a whole number from 0 to {MostPapers}.");
            if (!PapersApi.TryNumber(p, 0, 1_000_000, out var page)) return ApiJson.Bad("p must be the number of a page, from 0 on.");
            var named = date ?? week ?? month;
            var span = FeedSpan.Parse(named);
            if (named is not null && span is null) return ApiJson.Bad($"'{Short(named)}' is none of a date such as 2026-01-06, a week such as 2026-W02 and a month such as 2026-01.");
            // Clients of the original know publishedAt and trending.
            var order = sort == "publishedAt" ? FeedOrder.Newest : FeedOrders.Read(sort);
            if (sort is { Length: > 0 } && sort != "publishedAt" && FeedOrders.Name(order) != sort) return ApiJson.Bad($"'{Short(sort)}' is none of {string.Join(", ", FeedOrders.All.Select(FeedOrders.Name))}.");
            var papers = Papers(catalogue, activity, span, order, page * most, most).ToList();
            var votes = catalogue.UpvotesElsewhere([.. papers.Select(paper => paper.Entry.Slug)]);
            return ApiJson.Result(papers.Select(paper => Daily(paper.Day, paper.Entry, votes.GetValueOrDefault(paper.Entry.Slug), counts)));
        })
        .WithSummary("The feed, or one day, week or month of it, in the shape of Hugging Face's list.")
        .Produces<IReadOnlyList<HuggingFaceDaily>>().Produces<ApiError>(StatusCodes.Status400BadRequest);

    private static IEnumerable<(DateOnly Day, CatalogueEntry Entry)> Papers(Catalogue catalogue, PaperActivity activity, FeedSpan? span, FeedOrder order, int skip, int take)
    {
        if (span is null && order != FeedOrder.Newest)
        {
            var ranked = catalogue.Find([.. activity.Ranked(order).Skip(skip).Take(take).Select(paper => paper.Slug)]);
            var days = catalogue.NewestDays([.. ranked.Select(entry => entry.Slug)]);
            return ranked.Select(entry => (days.GetValueOrDefault(entry.Slug, entry.Published?.Earliest ?? DateOnly.MinValue), entry));
        }

        IEnumerable<(DateOnly Day, CatalogueEntry Entry)> papers;
        if (span is { } known)
        {
            papers = catalogue.Between(known.First, known.Last).SelectMany(day => day.Entries.Select(entry => (day.Day, entry)));
        }
        else
        {
            // Each day has a paper at least, so that so many days are enough.
            var days = catalogue.DaysWithPapers().OrderDescending().Take(skip + take).ToList();
            papers = days.Count == 0 ? [] : catalogue.Between(days[^1], days[0]).SelectMany(day => day.Entries.Select(entry => (day.Day, entry)));
        }

        if (order != FeedOrder.Newest)
        {
            var values = activity.Ranked(order).ToDictionary(paper => paper.Slug, paper => paper.Value, StringComparer.Ordinal);
            papers = papers.OrderByDescending(paper => values.GetValueOrDefault(paper.Entry.Slug));
        }

        return papers.Skip(skip).Take(take);
    }

    private static HuggingFaceDaily Daily(DateOnly day, CatalogueEntry entry, int upvotesElsewhere, PaperCounts counts)
    {
        var paper = HuggingFacePaper.Of(entry, day, upvotesElsewhere, counts.Of(entry.Slug));
        return new HuggingFaceDaily(paper, HuggingFacePaper.Midnight(day), paper.Title, paper.Summary, paper.NumComments, paper.Organization);
    }

    private static string Short(string text) => text.Length <= 40 ? text : $"{text[..39]}…";
}

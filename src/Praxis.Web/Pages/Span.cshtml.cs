using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Delivery;
using Praxis.Web.Feeds;
using Praxis.Web.Rendering;

namespace Praxis.Web.Pages;

/// <summary>A day, a week or a month of the feed.</summary>
[SharedAnswer(MarksNew = true)]
internal sealed class SpanModel(Catalogue catalogue, PaperLibrary library, PaperActivity activity, FeedLists lists) : PageModel
{
    public FeedSpan Span { get; private set; }

    public FeedSpan? Previous { get; private set; }

    public FeedSpan? Next { get; private set; }

    public FeedOrder Order { get; private set; }

    /// <summary>The papers by day; empty in an order that is not by day.</summary>
    public IReadOnlyList<(FeedDay Day, IReadOnlyList<CardModel> Cards)> Days { get; private set; } = [];

    /// <summary>The papers in an order that is not by day.</summary>
    public IReadOnlyList<CardModel> Ranked { get; private set; } = [];

    public string Path => $"/{Of(Span.Length)}/{Span.Name}";

    public string Title => Span.Length switch
    {
        SpanLength.Day => $"{Dates.Weekday(Span.First)}, {Dates.Short(Span.First)}",
        SpanLength.Week => $"{Dates.Short(Span.First)} to {Dates.Short(Span.Last)}",
        _ => Dates.Month(Span.First),
    };

    public IActionResult OnGet(string length, string? name, DateOnly? day, string? sort)
    {
        if (name is null) return Redirect(day is { } chosen ? $"/days/{Dates.Iso(chosen)}" : "/");
        if (FeedSpan.Parse(name) is not { } span || Of(span.Length) != length) return NotFound();
        (Span, Order) = (span, FeedOrders.Read(sort));
        var all = lists.Days;
        if (all.Count == 0) return NotFound();
        Previous = Neighbour(all.Where(known => known < span.First).Select(known => (DateOnly?)known).LastOrDefault());
        Next = Neighbour(all.Where(known => known > span.Last).Select(known => (DateOnly?)known).FirstOrDefault());
        var days = catalogue.Between(span.First, span.Last);
        if (Order == FeedOrder.Newest)
        {
            Days = [.. days.Select(one => (one, library.Cards(one.Entries, one.Day)))];
            return Page();
        }

        var values = activity.Ranked(Order).ToDictionary(paper => paper.Slug, paper => paper.Value, StringComparer.Ordinal);
        Ranked = library.Cards(days.SelectMany(one => one.Entries).DistinctBy(entry => entry.Slug).OrderByDescending(entry => values.GetValueOrDefault(entry.Slug)));
        return Page();
    }

    public static string Of(SpanLength length) => length switch
    {
        SpanLength.Day => "days",
        SpanLength.Week => "weeks",
        _ => "months",
    };

    /// <summary>A span's name for people.</summary>
    public static string Short(FeedSpan span) => span.Length switch
    {
        SpanLength.Month => Dates.Month(span.First),
        SpanLength.Week => $"week of {Dates.Short(span.First)}",
        _ => Dates.Short(span.First),
    };

    private FeedSpan? Neighbour(DateOnly? day) => day is { } known ? FeedSpan.Of(Span.Length, known) : null;
}

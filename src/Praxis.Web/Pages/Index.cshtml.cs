using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Delivery;
using Praxis.Web.Feeds;

namespace Praxis.Web.Pages;

/// <summary>The feed: newest day first, or by what readers do.</summary>
[SharedAnswer(MarksNew = true)]
internal sealed class IndexModel(Catalogue catalogue, PaperLibrary library, PaperActivity activity, FeedLists lists) : PageModel
{
    private const int PapersOnAPage = 20;
    private const int LastPage = 10_000;

    public IReadOnlyList<(FeedDay Day, IReadOnlyList<CardModel> Cards)> Days { get; private set; } = [];

    /// <summary>The papers of this page in an order that is not by day.</summary>
    public IReadOnlyList<CardModel> Ranked { get; private set; } = [];

    public FeedOrder Order { get; private set; }

    public int Number { get; private set; } = 1;

    public bool HasMore { get; private set; }

    /// <summary>The papers with a study: those with recorded verdicts first.</summary>
    public IReadOnlyList<CardModel> Running { get; private set; } = [];

    public IReadOnlyList<int> Years { get; private set; } = [];

    public CatalogueCounts Counts { get; private set; } = new(0, 0, 0, 0, 0);

    public IReadOnlyList<FamilyCount> Families { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public DateOnly? Before { get; set; }

    public void OnGet(string? sort, int? page)
    {
        Order = FeedOrders.Read(sort);
        Number = Math.Clamp(page ?? 1, 1, LastPage);
        var all = lists.Days;
        if (Order == FeedOrder.Newest) ReadDays(all);
        else ReadRanked();
        if (Before is null && Order == FeedOrder.Newest)
            Running = lists.Running;
        Years = [.. all.Select(day => day.Year).Distinct().OrderDescending()];
        Counts = lists.Counts;
        Families = lists.Families;
    }

    // As many whole days as it takes to show about so many papers: a day has one at least, so few days are read too many.
    private void ReadDays(IReadOnlyList<DateOnly> all)
    {
        DateOnly[] candidates = [.. all.Where(day => Before is null || day < Before).OrderDescending().Take(PapersOnAPage)];
        if (candidates.Length == 0) return;
        var (days, _) = FeedSelection.Take(catalogue.Between(candidates[^1], candidates[0]), PapersOnAPage);
        Days = [.. days.Select(day => (day, library.Cards(day.Entries, day.Day)))];
        HasMore = days.Count > 0 && all.Count > 0 && all[0] < days[^1].Day;
    }

    private void ReadRanked()
    {
        var ranked = activity.Ranked(Order);
        var first = (Number - 1) * PapersOnAPage;
        Ranked = library.Cards(catalogue.Find([.. ranked.Skip(first).Take(PapersOnAPage).Select(paper => paper.Slug)]));
        HasMore = ranked.Count > first + PapersOnAPage;
    }
}

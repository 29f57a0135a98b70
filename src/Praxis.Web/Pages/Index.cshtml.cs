using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Web.Pages;

/// <summary>The feed, newest day first.</summary>
internal sealed class IndexModel(Catalogue catalogue, PaperLibrary library) : PageModel
{
    private const int PapersOnAPage = 20;
    private const int MostRunning = 12;

    public IReadOnlyList<(FeedDay Day, IReadOnlyList<CardModel> Cards)> Days { get; private set; } = [];

    /// <summary>The papers with a study: those with recorded verdicts first.</summary>
    public IReadOnlyList<CardModel> Running { get; private set; } = [];

    public bool HasOlder { get; private set; }

    public IReadOnlyList<int> Years { get; private set; } = [];

    public CatalogueCounts Counts { get; private set; } = new(0, 0, 0, 0, 0);

    public IReadOnlyList<FamilyCount> Families { get; private set; } = [];

    [BindProperty(SupportsGet = true)]
    public DateOnly? Before { get; set; }

    public void OnGet()
    {
        var all = catalogue.Days();
        var (days, more) = FeedSelection.Take([.. all.Where(day => Before is null || day.Day < Before)], PapersOnAPage);
        Days = [.. days.Select(day => (day, library.Cards(day.Entries, day.Day)))];
        HasOlder = more;
        if (Before is null)
            Running = library.Cards(catalogue.List().Where(entry => entry.Runnable).OrderByDescending(entry => entry.Verdicts.Count > 0).Take(MostRunning));
        Years = [.. all.Select(day => day.Day.Year).Distinct()];
        Counts = catalogue.Counts();
        Families = catalogue.Families();
    }
}

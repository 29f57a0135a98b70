using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Web.Pages;

/// <summary>Turns entries of the catalogue into cards.</summary>
internal static class FeedSelection
{
    /// <summary>The cards of entries, in their order; under a day when they stand below its heading.</summary>
    public static IReadOnlyList<CardModel> Cards(this PaperLibrary library, IEnumerable<CatalogueEntry> entries, DateOnly? day = null) =>
        [.. entries.Select(entry => new CardModel(entry, library.Find(entry.Slug)?.Paper, day))];

    /// <summary>As many whole days as it takes to show about so many papers, and whether older ones follow.</summary>
    public static (IReadOnlyList<FeedDay> Days, bool More) Take(IReadOnlyList<FeedDay> days, int papers)
    {
        var (taken, shown) = (0, 0);
        while (taken < days.Count && shown < papers) shown += days[taken++].Entries.Count;
        return ([.. days.Take(taken)], taken < days.Count);
    }
}

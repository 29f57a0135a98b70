using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Pages;

namespace Praxis.Web.Delivery;

/// <summary>The lists that stand beside every feed, read again only when the store has changed.</summary>
internal sealed class FeedLists(Catalogue catalogue, PaperLibrary library, StoreVersion version)
{
    private const int MostRunning = 12;

    private readonly StoreMemory<IReadOnlyList<DateOnly>> _days = new(version, catalogue.DaysWithPapers);
    private readonly StoreMemory<IReadOnlyList<FamilyCount>> _families = new(version, catalogue.Families);
    private readonly StoreMemory<CatalogueCounts> _counts = new(version, catalogue.Counts);
    private readonly StoreMemory<IReadOnlyList<CardModel>> _running = new(version, () =>
        library.Cards(catalogue.List(runnable: true).OrderByDescending(entry => entry.Verdicts.Count > 0).Take(MostRunning)));

    /// <summary>The days with papers, oldest first.</summary>
    public IReadOnlyList<DateOnly> Days => _days.Value;

    /// <summary>The families with their counts, by name.</summary>
    public IReadOnlyList<FamilyCount> Families => _families.Value;

    /// <summary>How large the catalogue is.</summary>
    public CatalogueCounts Counts => _counts.Value;

    /// <summary>Some papers with a study: those with recorded verdicts first.</summary>
    public IReadOnlyList<CardModel> Running => _running.Value;
}

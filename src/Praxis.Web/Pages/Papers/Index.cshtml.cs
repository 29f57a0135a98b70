using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Delivery;

namespace Praxis.Web.Pages.Papers;

/// <summary>Search over all papers.</summary>
[SharedAnswer(MarksNew = true)]
internal sealed class PapersModel(PaperSearch search, PaperLibrary library, FeedLists lists) : PageModel
{
    private const int PapersOnAPage = 25;
    private const int LongestQuery = 200;

    [BindProperty(SupportsGet = true, Name = "q")]
    public string? Query { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? Family { get; set; }

    [BindProperty(SupportsGet = true, Name = "verdict")]
    public string? VerdictWord { get; set; }

    [BindProperty(SupportsGet = true)]
    public bool Runnable { get; set; }

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<CardModel> Cards { get; private set; } = [];

    public IReadOnlyList<FamilyCount> Families { get; private set; } = [];

    public int Total { get; private set; }

    /// <summary>Whether there are more papers than are ranked.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Misspelt words and what was searched for instead.</summary>
    public IReadOnlyList<(string Word, string Instead)> Corrections { get; private set; } = [];

    /// <summary>Words that stand in no paper.</summary>
    public IReadOnlyList<string> Unknown { get; private set; } = [];

    public int LastPage => Math.Max(1, (Total + PapersOnAPage - 1) / PapersOnAPage);

    public void OnGet()
    {
        Query = Query is { Length: > LongestQuery } ? Query[..LongestQuery] : Query;
        Families = lists.Families;
        if (!Families.Any(family => family.Family == Family)) Family = null;
        Verdict? verdict = Enum.TryParse<Verdict>(VerdictWord, ignoreCase: true, out var named) && Enum.IsDefined(named) ? named : null;
        VerdictWord = verdict is null ? null : Wording.Of(verdict);

        if (!string.IsNullOrWhiteSpace(Query)) Find(verdict);
        else Browse(verdict);
    }

    private void Find(Verdict? verdict)
    {
        var request = new SearchRequest(Query) { Family = Family, Verdict = verdict, Limit = int.MaxValue };
        if (!Runnable) request = request with { Limit = PapersOnAPage, Offset = (Math.Max(1, Number) - 1) * PapersOnAPage };
        var results = search.Search(request);
        (Total, IsCut, Corrections, Unknown) = (results.Total, results.IsCut, results.Corrections, results.Unknown);
        var entries = results.Entries;
        if (Runnable)
        {
            var found = entries.Where(entry => entry.Runnable).ToList();
            Total = found.Count;
            Number = Math.Clamp(Number, 1, LastPage);
            entries = [.. found.Skip((Number - 1) * PapersOnAPage).Take(PapersOnAPage)];
        }
        else if (Number < 1 || Number > LastPage)
        {
            Number = Math.Clamp(Number, 1, LastPage);
            entries = search.Search(request with { Offset = (Number - 1) * PapersOnAPage }).Entries;
        }
        Cards = [.. library.Cards(entries).Select(card => card with { Marks = results.Highlighter })];
    }

    private void Browse(Verdict? verdict)
    {
        if (Runnable)
        {
            var found = catalogue.List(Family, verdict).Where(entry => entry.Runnable).ToList();
            Total = found.Count;
            Number = Math.Clamp(Number, 1, LastPage);
            Cards = library.Cards(found.Skip((Number - 1) * PapersOnAPage).Take(PapersOnAPage));
        }
        else
        {
            Total = catalogue.Count(Family, verdict);
            Number = Math.Clamp(Number, 1, LastPage);
            Cards = library.Cards(catalogue.Browse(Family, verdict, PapersOnAPage, (Number - 1) * PapersOnAPage));
        }
    }

    /// <summary>The address of another page of the same search.</summary>
    public string PageAddress(int number) => Address(Query, Family, VerdictWord, Runnable, number);

    /// <summary>The address of the same search in another family.</summary>
    public string FamilyAddress(string? family) => Address(Query, family, VerdictWord, Runnable, 1);

    private static string Address(string? query, string? family, string? verdict, bool runnable, int page)
    {
        var parts = new List<string>();
        Add("q", query);
        Add("family", family);
        Add("verdict", verdict);
        Add("runnable", runnable ? "true" : null);
        Add("p", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : null);
        return parts.Count == 0 ? "/papers" : $"/papers?{string.Join('&', parts)}";

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) parts.Add($"{name}={Uri.EscapeDataString(value)}");
        }
    }
}

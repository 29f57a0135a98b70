using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Lab;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.People;

/// <summary>One reading list. A private one is nowhere for everyone but its owner.</summary>
[EnableRateLimiting(RateLimits.Write)]
internal sealed class OneListModel(ReadingLists lists, Catalogue catalogue, PaperLibrary library, CurrentReader reader) : PageModel
{
    private const int PapersOnAPage = 25;
    private const int LastPage = 1_000;

    public ReadingList List { get; private set; } = null!;

    public bool IsOwn => List.Account == reader.Id;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<CardModel> Cards { get; private set; } = [];

    /// <summary>Papers of the list that the catalogue no longer has.</summary>
    public IReadOnlyList<string> Gone { get; private set; } = [];

    public bool HasMore { get; private set; }

    public string? Error { get; private set; }

    public IActionResult OnGet(long id)
    {
        if (lists.Find(id) is not { } list || (!list.IsPublic && list.Account != reader.Id)) return NotFound();
        List = list;
        Number = Math.Clamp(Number, 1, LastPage);
        var slugs = lists.Papers(id, PapersOnAPage + 1, (Number - 1) * PapersOnAPage);
        HasMore = slugs.Count > PapersOnAPage;
        string[] shown = [.. slugs.Take(PapersOnAPage)];
        var entries = catalogue.Find(shown);
        Cards = library.Cards(entries);
        Gone = [.. shown.Except(entries.Select(entry => entry.Slug))];
        return Page();
    }

    public IActionResult OnPostChange(long id, string? name, bool isPublic) => Own(id) ?? Change(name, isPublic);

    public IActionResult OnPostTakeOff(long id, string? slug)
    {
        if (Own(id) is { } refused) return refused;
        if (slug is not null) lists.TakeOff(reader.Id!.Value, id, slug);
        return Redirect($"/lists/{id}");
    }

    public IActionResult OnPostDelete(long id)
    {
        if (Own(id) is { } refused) return refused;
        lists.Delete(reader.Id!.Value, id);
        return Redirect("/lists");
    }

    private IActionResult Change(string? name, bool isPublic)
    {
        var typed = TypedText.Line(name);
        if (typed.Length is > 0 and <= PeopleLimits.LongestName && lists.Change(reader.Id!.Value, List.Id, typed, isPublic)) return Redirect($"/lists/{List.Id}");
        Error = typed.Length is 0 or > PeopleLimits.LongestName ? $"A list has a name of at most {PeopleLimits.LongestName} characters." : "Another list of yours has this name.";
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }

    private IActionResult? Own(long id)
    {
        if (reader.Account is null) return Challenge();
        return OnGet(id) is PageResult && IsOwn ? null : NotFound();
    }
}

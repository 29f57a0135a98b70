using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.People;

/// <summary>The reader's own reading lists.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.Write)]
internal sealed class ListsModel(ReadingLists lists, CurrentReader reader) : PageModel
{
    public IReadOnlyList<ReadingList> Lists { get; private set; } = [];

    /// <summary>Whether a paper found no room on a list.</summary>
    [BindProperty(SupportsGet = true)]
    public bool Full { get; set; }

    public string? Error { get; private set; }

    public void OnGet() => Lists = lists.Of(reader.Id!.Value);

    public IActionResult OnPost(string? name, bool isPublic)
    {
        var typed = TypedText.Line(name);
        Error = typed.Length is 0 or > PeopleLimits.LongestName ? $"A list has a name of at most {PeopleLimits.LongestName} characters."
            : lists.Make(reader.Id!.Value, typed, isPublic) is null ? $"You have {PeopleLimits.MostLists} lists, which is the most."
            : null;
        if (Error is null) return Redirect("/lists");
        OnGet();
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}

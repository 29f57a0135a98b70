using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.People;

/// <summary>Put a paper on a reading list, or take it off.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.Write)]
internal sealed class SaveModel(Catalogue catalogue, ReadingLists lists, CurrentReader reader) : PageModel
{
    public IActionResult OnGet(string slug) => catalogue.Find(slug) is null ? NotFound() : Redirect($"/papers/{slug}");

    public IActionResult OnPost(string slug, long? list, bool take, string? name)
    {
        if (catalogue.Find(slug) is null) return NotFound();
        var account = reader.Id!.Value;
        var typed = TypedText.Line(name);
        if (take && list is { } off) lists.TakeOff(account, off, slug);
        else
        {
            if (typed.Length is > 0 and <= PeopleLimits.LongestName) list = lists.Make(account, typed);
            // A full list or too many lists: the lists' page says how full they are.
            if ((typed.Length > 0 && list is null) || !lists.Add(account, list, slug)) return Redirect("/lists?full=true");
        }
        return Redirect($"/papers/{slug}#paper-{slug}");
    }
}

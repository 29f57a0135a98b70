using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using Praxis.Web.Api;

namespace Praxis.Web.Pages.People;

/// <summary>Vote for a paper, or take the vote back.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.Write)]
internal sealed class VoteModel(Catalogue catalogue, Votes votes, PaperCounts counts, CurrentReader reader) : PageModel
{
    private sealed record Counted(int Votes, bool Voted, string Label);

    public IActionResult OnGet(string slug) => catalogue.Find(slug) is null ? NotFound() : Redirect($"/papers/{slug}");

    public IActionResult OnPost(string slug, bool take, string? returnUrl)
    {
        if (catalogue.Find(slug) is null) return NotFound();
        var account = reader.Id!.Value;
        if (take) votes.TakeBack(slug, account);
        else votes.Add(slug, account);
        if (Request.Headers.Accept.ToString().StartsWith("application/json", StringComparison.Ordinal))
        {
            var count = counts.Of(slug).Votes;
            return new JsonResult(new Counted(count, !take, VoteLabel.Of(count, !take)), ApiJson.Options);
        }
        var back = ReturnAddress.Of(Url, returnUrl, $"/papers/{slug}");
        return Redirect(back.Contains('#') ? back : $"{back}#paper-{slug}");
    }
}

/// <summary>What a vote button says to those who do not see it.</summary>
internal static class VoteLabel
{
    public static string Of(int votes, bool voted) => $"{(voted ? "Take your vote back" : "Vote for this paper")}; {Rendering.PlainText.Count(votes, "vote")} so far";
}

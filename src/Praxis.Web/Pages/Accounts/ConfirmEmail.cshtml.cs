using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>Confirm a mail address by a link that works once.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ConfirmEmailModel(AccountTable accounts, AccountLinks links) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    /// <summary>The address to be confirmed, or null when the link does not work.</summary>
    public string? Address { get; private set; }

    public bool IsDone { get; private set; }

    public IActionResult OnGet() => Answer(links.Look(Token, LinkPurpose.Email));

    public IActionResult OnPost()
    {
        var link = links.Take(Token, LinkPurpose.Email);
        IsDone = link is not null && accounts.SetEmail(link.Account, link.Payload);
        return Answer(IsDone ? link : null);
    }

    private PageResult Answer(AccountLink? link)
    {
        Address = link?.Payload;
        var page = Page();
        page.StatusCode = link is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return page;
    }
}

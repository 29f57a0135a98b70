using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>Set a new password by a link that works once. Opening the link uses nothing up, so that a mail program that looks at links breaks none.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ResetModel(AccountTable accounts, AccountLinks links) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    /// <summary>The account, or null when the link does not work.</summary>
    public Account? Account { get; private set; }

    public string? Error { get; private set; }

    public IActionResult OnGet()
    {
        Look();
        return Answer(Account is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK);
    }

    public IActionResult OnPost()
    {
        Look();
        if (Account is null) return Answer(StatusCodes.Status404NotFound);
        if (AccountPasswords.Problem(Password, Account.Name) is { } problem)
        {
            Error = problem;
            return Answer(StatusCodes.Status400BadRequest);
        }
        if (links.Take(Token, LinkPurpose.Password) is not { } link || link.Account != Account.Id)
        {
            Account = null;
            return Answer(StatusCodes.Status404NotFound);
        }
        accounts.SetPassword(link.Account, AccountPasswords.Hash(Password!));
        return Redirect("/account/sign-in?after=password");
    }

    private void Look() =>
        Account = links.Look(Token, LinkPurpose.Password) is { } link && accounts.Find(link.Account) is { IsBlocked: false } account ? account : null;

    private PageResult Answer(int status)
    {
        var page = Page();
        page.StatusCode = status;
        return page;
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Web.Accounts;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>Delete the reader's own account: what becomes of everything is said before, and the password is asked once more.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class DeleteModel(AccountTable accounts, SignIn signIn, CurrentReader reader) : PageModel
{
    public string Name => reader.Account!.Name;

    public bool IsLastAdmin { get; private set; }

    public bool WithComments { get; private set; }

    public string? Error { get; private set; }

    public void OnGet() => IsLastAdmin = accounts.IsLastAdmin(reader.Id!.Value);

    public async Task<IActionResult> OnPostAsync(string? current, bool withComments)
    {
        WithComments = withComments;
        if (await signIn.CheckAsync(Name, current) is null) Error = "The password is not right, or there were too many tries; then wait a few minutes.";
        else if (!accounts.Remove(reader.Id!.Value, withComments)) Error = "The last admin stays.";
        else
        {
            await signIn.EndAsync(HttpContext);
            return Redirect("/account/sign-in?after=deleted");
        }
        OnGet();
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}

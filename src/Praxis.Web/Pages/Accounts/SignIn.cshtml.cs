using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>Sign in.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SignInModel(SignIn signIn, SignUpForm signUp) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public bool Remember { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    /// <summary>What was done before the reader came here, in a word of the program's own.</summary>
    [BindProperty(SupportsGet = true)]
    public string? After { get; set; }

    public string? Error { get; private set; }

    public bool SignUpIsOpen => signUp.IsOpen;

    public void OnGet() => ReturnUrl = ReturnAddress.Of(Url, ReturnUrl);

    public async Task<IActionResult> OnPostAsync()
    {
        ReturnUrl = ReturnAddress.Of(Url, ReturnUrl);
        if (await signIn.CheckAsync(Name, Password) is { } account)
        {
            await signIn.BeginAsync(HttpContext, account, Remember);
            return LocalRedirect(ReturnUrl);
        }
        Error = "Name or password is not right, or there were too many tries; then wait a few minutes.";
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}

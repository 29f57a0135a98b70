using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>Make an account.</summary>
[EnableRateLimiting(RateLimits.SignUp)]
internal sealed class SignUpModel(SignUpForm form, SignIn signIn) : PageModel
{
    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Password { get; set; }

    [BindProperty]
    public string? Email { get; set; }

    [BindProperty(SupportsGet = true)]
    public string? ReturnUrl { get; set; }

    public string? Error { get; private set; }

    public bool IsOpen => form.IsOpen;

    public bool TakesEmail => form.TakesEmail;

    public void OnGet() => ReturnUrl = ReturnAddress.Of(Url, ReturnUrl);

    public async Task<IActionResult> OnPostAsync()
    {
        ReturnUrl = ReturnAddress.Of(Url, ReturnUrl);
        var (account, error) = form.IsOpen ? form.Add(Name, Password, TakesEmail ? Email : null) : (null, null);
        if (account is not null)
        {
            await signIn.BeginAsync(HttpContext, account, remember: true);
            return LocalRedirect(ReturnUrl);
        }
        Error = error;
        var page = Page();
        page.StatusCode = form.IsOpen ? StatusCodes.Status400BadRequest : StatusCodes.Status403Forbidden;
        return page;
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>The reader's own account: password, mail address, sign-ins.</summary>
[Authorize]
[EnableRateLimiting(RateLimits.SignIn)]
internal sealed class SettingsModel(AccountTable accounts, AccountSessions sessions, CurrentReader reader, SignIn signIn, SiteMail mail) : PageModel
{
    public Account Account => reader.Account!;

    public int Sessions { get; private set; }

    public bool MailIsConfigured => mail.IsConfigured;

    public string? Error { get; private set; }

    /// <summary>Which of the forms the error belongs to.</summary>
    public string? Wrong { get; private set; }

    /// <summary>What was done, in a word of the program's own.</summary>
    [BindProperty(SupportsGet = true)]
    public string? Done { get; set; }

    public void OnGet() => Sessions = sessions.Count(Account.Id);

    public async Task<IActionResult> OnPostPasswordAsync(string? current, string? password)
    {
        if (AccountPasswords.Problem(password, Account.Name) is { } problem) return Refuse("password", problem);
        if (await signIn.CheckAsync(Account.Name, current) is null) return Refuse("password", "The present password is not right, or there were too many tries; then wait a few minutes.");
        accounts.SetPassword(Account.Id, AccountPasswords.Hash(password!), reader.Session);
        // A new key for this browser as well: whoever had the old one is out.
        await signIn.BeginAsync(HttpContext, Account, remember: true);
        return Redirect("/account?done=password");
    }

    public async Task<IActionResult> OnPostEmailAsync(string? email, string? current)
    {
        if (!mail.IsConfigured) return NotFound();
        if (await signIn.CheckAsync(Account.Name, current) is null) return Refuse("email", "The password is not right, or there were too many tries; then wait a few minutes.");
        if (string.IsNullOrWhiteSpace(email))
        {
            accounts.SetEmail(Account.Id, null);
            return Redirect("/account?done=no-email");
        }
        var address = email.Trim();
        if (MailAddress.Problem(address) is { } problem) return Refuse("email", problem);
        mail.AskToConfirm(Account, address);
        return Redirect("/account?done=email");
    }

    public IActionResult OnPostOthers()
    {
        sessions.CloseOthers(Account.Id, reader.Session);
        return Redirect("/account?done=others");
    }

    public async Task<IActionResult> OnPostSignOutAsync()
    {
        await signIn.EndAsync(HttpContext);
        return Redirect("/");
    }

    private PageResult Refuse(string form, string error)
    {
        OnGet();
        (Wrong, Error) = (form, error);
        var page = Page();
        page.StatusCode = StatusCodes.Status400BadRequest;
        return page;
    }
}

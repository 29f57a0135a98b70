using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using AccountTable = Praxis.Feed.Accounts;

namespace Praxis.Web.Pages.Accounts;

/// <summary>Ask for a link that sets a new password. The answer is the same whether or not there is such an account.</summary>
[EnableRateLimiting(RateLimits.Link)]
internal sealed class ForgotModel(AccountTable accounts, SiteMail mail) : PageModel
{
    [BindProperty]
    public string? Who { get; set; }

    public bool HasAsked { get; private set; }

    public bool MailIsConfigured => mail.IsConfigured;

    public IActionResult OnPost()
    {
        var who = Who?.Trim() ?? "";
        if (mail.IsConfigured && who.Length is > 0 and <= PeopleLimits.LongestEmail
            && (who.Contains('@') ? accounts.FindByEmail(who) : accounts.Find(who)) is { } account)
            mail.SendReset(account);
        HasAsked = true;
        return Page();
    }
}

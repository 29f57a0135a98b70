using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;
using Praxis.Web.Mail;

namespace Praxis.Web.Pages.Mail;

/// <summary>Ask for digests. The answer is the same whether an address is known, new, or was asked too often.</summary>
[EnableRateLimiting(RateLimits.Link)]
internal sealed class SubscribeModel(Catalogue catalogue, SubscriptionMail mail) : PageModel
{
    public bool MailIsConfigured => mail.IsConfigured;

    public bool HasAsked { get; private set; }

    public string? Error { get; private set; }

    public string? Email { get; private set; }

    public TopicsForm Form { get; private set; } = null!;

    public void OnGet(string[]? family, string? q) => Form = TopicsForm.Read(catalogue, family, TypedText.Line(q), null);

    public IActionResult OnPost(string? email, string[]? family, string? searches, string? rhythm)
    {
        Form = TopicsForm.Read(catalogue, family, searches, rhythm);
        Email = email?.Trim();
        if (!MailIsConfigured) return Page();
        Error = MailAddress.Problem(Email);
        if (Error is not null)
        {
            var page = Page();
            page.StatusCode = StatusCodes.Status400BadRequest;
            return page;
        }
        mail.Ask(new SubscriptionRequest(Email!, Form.Rhythm, Form.Topics));
        HasAsked = true;
        return Page();
    }
}

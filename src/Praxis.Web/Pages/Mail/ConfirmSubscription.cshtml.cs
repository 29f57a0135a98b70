using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Mail;

/// <summary>Begin a subscription by a link that works once. Looking at it, as programs that check mails do, begins nothing.</summary>
[EnableRateLimiting(RateLimits.SignIn)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ConfirmSubscriptionModel(Subscriptions subscriptions, SubscriberLinks links) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    /// <summary>What is confirmed, or null when the link does not work.</summary>
    public SubscriptionRequest? Asked { get; private set; }

    /// <summary>The token that manages the new subscription, once it has begun.</summary>
    public string? Manage { get; private set; }

    public IActionResult OnGet() => Answer(subscriptions.Look(Token));

    public IActionResult OnPost()
    {
        if (subscriptions.Confirm(Token) is not { } subscriber) return Answer(null);
        Manage = links.Make(subscriber.Id, SubscriberLink.Manage);
        return Answer(new SubscriptionRequest(subscriber.Email, subscriber.Rhythm, subscriber.Topics));
    }

    private PageResult Answer(SubscriptionRequest? asked)
    {
        Asked = asked;
        var page = Page();
        page.StatusCode = asked is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return page;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;

namespace Praxis.Web.Pages.Mail;

/// <summary>The button that ends a subscription. Looking at the page ends nothing.</summary>
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class EndSubscriptionModel(SubscriberLinks links) : PageModel
{
    public string? Token { get; private set; }

    public bool IsLink { get; private set; }

    public IActionResult OnGet(string? t)
    {
        (Token, IsLink) = (t, links.Read(t, SubscriberLink.Unsubscribe) is not null);
        var page = Page();
        page.StatusCode = IsLink ? StatusCodes.Status200OK : StatusCodes.Status404NotFound;
        return page;
    }
}

using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.RateLimiting;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.Mail;

/// <summary>See and change a subscription by the signed link of its digests.</summary>
[EnableRateLimiting(RateLimits.Write)]
[ResponseCache(NoStore = true, Location = ResponseCacheLocation.None)]
internal sealed class ManageSubscriptionModel(Subscriptions subscriptions, SubscriberLinks links, Catalogue catalogue) : PageModel
{
    [BindProperty(SupportsGet = true, Name = "t")]
    public string? Token { get; set; }

    public Subscriber? Subscriber { get; private set; }

    public TopicsForm Form { get; private set; } = null!;

    public bool IsSaved { get; private set; }

    public string EndToken => links.Make(Subscriber!.Id, SubscriberLink.Unsubscribe);

    public IActionResult OnGet() => Answer();

    public IActionResult OnPost(string[]? family, string? searches, string? rhythm)
    {
        if (links.Read(Token, SubscriberLink.Manage) is { } id)
        {
            var form = TopicsForm.Read(catalogue, family, searches, rhythm);
            IsSaved = subscriptions.Change(id, form.Rhythm, form.Topics);
        }
        return Answer();
    }

    private PageResult Answer()
    {
        Subscriber = links.Read(Token, SubscriberLink.Manage) is { } id ? subscriptions.Find(id) : null;
        if (Subscriber is not null) Form = new TopicsForm(catalogue.Families(), Subscriber.Topics, Subscriber.Rhythm);
        var page = Page();
        page.StatusCode = Subscriber is null ? StatusCodes.Status404NotFound : StatusCodes.Status200OK;
        return page;
    }
}

using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Praxis.Feed;
using Praxis.Web.Accounts;

namespace Praxis.Web.Pages.People;

/// <summary>What the reader is told of: answers, mentions, decisions.</summary>
[Authorize]
internal sealed class NotificationsModel(Notifications notifications, CurrentReader reader) : PageModel
{
    private const int OnAPage = 50;
    private const int LastPage = 10_000;

    [BindProperty(SupportsGet = true, Name = "p")]
    public int Number { get; set; } = 1;

    public IReadOnlyList<Notification> Shown { get; private set; } = [];

    public bool HasOlder { get; private set; }

    public void OnGet()
    {
        Number = Math.Clamp(Number, 1, LastPage);
        var found = notifications.Of(reader.Id!.Value, OnAPage + 1, (Number - 1) * OnAPage);
        HasOlder = found.Count > OnAPage;
        Shown = [.. found.Take(OnAPage)];
    }

    public IActionResult OnPost(long upTo)
    {
        notifications.Read(reader.Id!.Value, upTo);
        return Redirect("/notifications");
    }
}

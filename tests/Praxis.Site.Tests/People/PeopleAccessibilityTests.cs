using Microsoft.Playwright;
using Praxis.Feed;
using Praxis.Site.Tests.Browser;

namespace Praxis.Site.Tests.People;

/// <summary>Every kind of page for readers with an account and for the admin: no serious or critical finding of axe-core, and nothing wider than a phone.</summary>
[Collection(PeopleCollection.Name)]
public sealed class PeopleAccessibilityTests(PeopleFixture people, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [SkippableTheory]
    [InlineData(1280, ColorScheme.Dark)]
    [InlineData(360, ColorScheme.Light)]
    public async Task Every_page_for_people_can_be_read_by_all(int width, ColorScheme scheme)
    {
        Skip.If(browser.Browser is null, browser.Missing);
        var name = PeopleSite.NewName("reading-all");
        var id = people.Site.Accounts.Add(name, null)!.Id;
        var admin = people.Site.Accounts.Find("admin")!.Id;
        var comment = new Comments(people.Site.Store).Add("mkor", id, "A *comment* with `code`, a [link](https://example.org/) and\n\n> a quotation\n\n- and\n- a list")!.Value;
        new Comments(people.Site.Store).Add("mkor", admin, "An answer", comment);
        new CommentReports(people.Site.Store).Add(comment, admin, "For a reason");
        var list = new ReadingLists(people.Site.Store).Make(id, "To look at", isPublic: true)!.Value;
        new ReadingLists(people.Site.Store).Add(id, list, "mkor");
        new Follows(people.Site.Store, new PaperSearch(people.Site.Store)).Add(admin, FollowKind.Search, "low rank");
        new AuthorClaims(people.Site.Store).Add("kaprekar", id, "An Author", "It is me");
        new Submissions(people.Site.Store).Add(id, null, "https://example.org/paper", "A paper", "Please");

        var subscriptions = new Subscriptions(people.Site.Store);
        var subscriber = subscriptions.Confirm(subscriptions.Ask(new SubscriptionRequest($"{name}@example.org", DigestRhythm.Weekly, DigestTopics.Of(["theory"], ["low rank"]))))!;
        var links = new SubscriberLinks(people.Site.Store);
        var (manage, end) = (links.Make(subscriber.Id, SubscriberLink.Manage), links.Make(subscriber.Id, SubscriberLink.Unsubscribe));
        var confirm = subscriptions.Ask(new SubscriptionRequest($"another-{name}@example.org", DigestRhythm.Daily, DigestTopics.Everything));

        await using var context = await browser.Browser!.NewContextAsync(new() { BaseURL = people.Site.Address, ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync(PeopleSite.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/");
        var findings = await PageCheck.LookAsync(
            page, "/", "/papers/mkor", "/papers/kaprekar", "/papers?q=kaprekar", "/account", "/account/delete", "/account/tokens", "/subscribe", $"/subscribe/manage?t={manage}", $"/subscribe/end?t={end}", $"/subscribe/confirm?t={confirm}", "/following", "/lists", $"/lists/{list}", "/notifications", "/submit", "/papers/mkor/claim", "/papers/mkor/comments",
            $"/comments/{comment}", $"/comments/{comment}?do=reply", $"/comments/{comment}?do=report", $"/people/{name}", "/admin", "/admin/reports", "/admin/claims", "/admin/submissions", "/admin/people");
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }
}

using Microsoft.Playwright;
using Praxis.Feed;
using Praxis.Site.Tests.Browser;

namespace Praxis.Site.Tests.People;

[Collection(PeopleCollection.Name)]
public sealed class PeopleBrowserTests(PeopleFixture people, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private readonly List<string> _complaints = [];

    [SkippableTheory]
    [InlineData(true, 1280)]
    [InlineData(false, 1280)]
    [InlineData(true, 390)]
    public async Task A_reader_makes_an_account_votes_comments_saves_and_follows(bool script, int width)
    {
        var page = await OpenAsync(new() { JavaScriptEnabled = script, ViewportSize = new() { Width = width, Height = 800 }, HasTouch = width < 500 });
        var name = PeopleSite.NewName("browsing");
        await page.GotoAsync("/papers/kaprekar");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in", Exact = true }).First.ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Make an account" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync(name);
        await page.GetByLabel("Password").FillAsync(PeopleSite.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make the account" }).ClickAsync();
        await page.WaitForURLAsync("**/papers/kaprekar");

        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Vote for this paper") }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Take your vote back") })).ToHaveAttributeAsync("aria-pressed", "true");

        await page.GetByLabel("Your comment").FillAsync("Said with *emphasis* in a browser.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Comment", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator(".comment:target em")).ToHaveTextAsync("emphasis");

        await page.Locator("summary", new() { HasText = "Save" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save to “To read”" }).ClickAsync();
        await Assertions.Expect(page.Locator("summary", new() { HasText = "Saved" })).ToBeVisibleAsync();
        await page.Locator("summary", new() { HasText = "Follow" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Follow Theory" }).ClickAsync();
        await page.GotoAsync("/following");
        await Assertions.Expect(page.Locator(".card").First).ToBeVisibleAsync();
        Assert.True(new Follows(people.Site.Store, new PaperSearch(people.Site.Store)).Has(people.Site.Accounts.Find(name)!.Id, FollowKind.Family, "theory"));
        Assert.Empty(_complaints);
    }

    [SkippableTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    [InlineData(320, ColorScheme.Light)]
    public async Task Every_page_for_people_fits_its_window_without_a_complaint_of_the_browser(int width, ColorScheme scheme)
    {
        var name = PeopleSite.NewName("a-reader-with-a-long-name");
        var id = people.Site.Accounts.Add(name, null)!.Id;
        var comment = new Comments(people.Site.Store).Add("mkor", id, $"A long word: {new string('x', 200)} and `{new string('y', 200)}` and https://example.org/{new string('z', 200)}")!.Value;
        new CommentReports(people.Site.Store).Add(comment, people.Site.Accounts.Find("admin")!.Id, new string('w', 200));
        var list = new ReadingLists(people.Site.Store).Make(id, new string('l', 100), isPublic: true)!.Value;
        new ReadingLists(people.Site.Store).Add(id, list, "mkor");
        new Follows(people.Site.Store, new PaperSearch(people.Site.Store)).Add(people.Site.Accounts.Find("admin")!.Id, FollowKind.Search, new string('f', 100));
        new Submissions(people.Site.Store).Add(id, null, $"https://example.org/{new string('a', 200)}", "", new string('n', 200));

        var page = await OpenAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        await LookAsync("/account/sign-in", "/account/sign-up", "/account/forgot", $"/people/{name}", $"/lists/{list}", $"/comments/{comment}", "/papers/mkor/comments");
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("Name").FillAsync("admin");
        await page.GetByLabel("Password").FillAsync(PeopleSite.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/");
        await LookAsync(
            "/", "/papers/mkor", "/papers?q=kaprekar", "/account", "/account/delete", "/following", "/lists", "/notifications", "/submit", "/papers/mkor/claim",
            $"/comments/{comment}?do=reply", $"/comments/{comment}?do=report", "/admin", "/admin/reports", "/admin/claims", "/admin/submissions", "/admin/people");
        Assert.Empty(_complaints);

        async Task LookAsync(params string[] addresses)
        {
            foreach (var address in addresses)
            {
                await page.GotoAsync(address);
                foreach (var menu in await page.QuerySelectorAllAsync(".menu > summary")) await menu.ClickAsync();
                var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
                Assert.True(excess <= 0, $"{address} is {excess} pixels too wide at {width}");
            }
        }
    }

    [SkippableFact]
    public async Task The_keyboard_alone_votes_and_the_button_keeps_the_focus()
    {
        var name = PeopleSite.NewName("keys");
        using var joined = await people.Site.JoinAsync(name);
        var page = await OpenAsync(new());
        await page.GotoAsync("/account/sign-in?returnUrl=%2Fpapers%2Fmkor");
        await page.GetByLabel("Name").FocusAsync();
        await page.Keyboard.TypeAsync(name);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(PeopleSite.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync("**/papers/mkor");
        const string focused = "document.activeElement.getAttribute('aria-label') ?? ''";
        for (var presses = 0; presses < 30 && !(await page.EvaluateAsync<string>(focused)).StartsWith("Vote", StringComparison.Ordinal); presses++) await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator("[data-vote] button")).ToHaveAttributeAsync("aria-pressed", "true");
        Assert.StartsWith("Take your vote back", await page.EvaluateAsync<string>(focused), StringComparison.Ordinal);
        Assert.Empty(_complaints);
    }

    private async Task<IPage> OpenAsync(BrowserNewContextOptions options)
    {
        Skip.If(browser.Browser is null, browser.Missing);
        options.BaseURL = people.Site.Address;
        var context = await browser.Browser!.NewContextAsync(options);
        var page = await context.NewPageAsync();
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning") _complaints.Add($"{page.Url}: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"{page.Url}: {error}");
        return page;
    }
}

using System.Text.RegularExpressions;
using Microsoft.Playwright;

namespace Praxis.Site.Tests.Browser;

[Collection(SiteCollection.Name)]
public sealed class BrowserTests(SiteFixture site, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const float RunLimit = 60_000;

    [SkippableFact]
    public async Task A_reader_browses_searches_and_runs_a_study_to_its_verdicts()
    {
        await using var reader = await OpenAsync();
        var page = reader.Page;
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "Older papers" }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("before="));

        await page.GetByRole(AriaRole.Combobox, new() { Name = "Search papers" }).FillAsync("kaprekar routine");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new Regex("Kaprekar's Routine") }).First.ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/papers/kaprekar$"));

        await page.GetByLabel("Scale").SelectOptionAsync("smoke");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/runs/[0-9]+$"));
        await Assertions.Expect(page.Locator("#C1")).ToContainTextAsync("holds", new() { Timeout = RunLimit });
        await Assertions.Expect(page.Locator("#C2")).ToContainTextAsync("fails");
        await Assertions.Expect(page.Locator("svg.chart").First).ToBeVisibleAsync();
        Assert.Empty(reader.Complaints);
    }

    [SkippableFact]
    public async Task Papers_are_offered_while_a_misspelt_query_is_typed_and_the_keyboard_takes_one()
    {
        await using var reader = await OpenAsync();
        var page = reader.Page;
        await page.GotoAsync("/");
        var box = page.GetByRole(AriaRole.Combobox, new() { Name = "Search papers" });
        await box.PressSequentiallyAsync("kaprekr rout");
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Kaprekar");
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Escape");
        await Assertions.Expect(box).ToHaveAttributeAsync("aria-expanded", "false");
        await box.PressSequentiallyAsync("i");
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToContainTextAsync("Kaprekar");
        await page.Keyboard.PressAsync("ArrowDown");
        await Assertions.Expect(page.GetByRole(AriaRole.Option).First).ToHaveAttributeAsync("aria-selected", "true");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/papers/kaprekar$"));
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Similar papers" })).ToBeVisibleAsync();
        Assert.Empty(reader.Complaints);
    }

    [SkippableFact]
    public async Task Progress_is_shown_while_a_run_is_at_work_and_it_can_be_cancelled()
    {
        await using var reader = await OpenAsync();
        var page = reader.Page;
        // A study that takes a minute on any machine, so that there is time to look and to stop it.
        await page.GotoAsync("/papers/circular-law-band");
        await page.GetByLabel("Scale").SelectOptionAsync("full");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(page.Locator("#stage")).ToContainTextAsync("eigenvalues", new() { Timeout = RunLimit });
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel this run" }).ClickAsync();
        await Assertions.Expect(page.Locator("#state")).ToHaveTextAsync("cancelled", new() { Timeout = RunLimit });
        Assert.Empty(reader.Complaints);
    }

    [SkippableFact]
    public async Task Markup_in_an_abstract_is_seen_as_text_and_does_nothing()
    {
        await using var reader = await OpenAsync();
        await reader.Page.GotoAsync(site.HostilePaper);
        await Assertions.Expect(reader.Page.Locator(".abstract")).ToContainTextAsync("<script>document.title = 'taken'</script>");
        Assert.NotEqual("taken", await reader.Page.TitleAsync());
        Assert.Empty(reader.Complaints);
    }

    [SkippableFact]
    public async Task The_keyboard_alone_reaches_the_run_button_and_sees_where_it_is()
    {
        await using var reader = await OpenAsync();
        var page = reader.Page;
        await page.GotoAsync("/papers/kaprekar");
        await page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        for (var presses = 0; presses < 40; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await page.EvaluateAsync<string>("document.activeElement.textContent") == "Run") break;
        }
        Assert.Equal("Run", await page.EvaluateAsync<string>("document.activeElement.textContent"));
        Assert.NotEqual("0px", await page.EvaluateAsync<string>("getComputedStyle(document.activeElement).outlineWidth"));
    }

    [SkippableFact]
    public async Task Without_script_the_site_still_browses_searches_and_shows_a_finished_run()
    {
        var id = await site.RunAsync();
        await using var reader = await OpenAsync(new() { JavaScriptEnabled = false });
        var page = reader.Page;
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Search papers" }).FillAsync("kaprekar");
        await page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(page.Locator(".card").First).ToContainTextAsync("Kaprekar");
        await page.GotoAsync($"/runs/{id}");
        await Assertions.Expect(page.Locator("#C1")).ToContainTextAsync("holds");
        await Assertions.Expect(page.Locator("svg.chart").First).ToBeVisibleAsync();
    }

    [SkippableFact]
    public async Task Without_script_a_run_is_started_and_the_page_comes_back_with_its_verdicts()
    {
        await using var reader = await OpenAsync(new() { JavaScriptEnabled = false });
        await reader.Page.GotoAsync("/papers/kaprekar");
        await reader.Page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Assertions.Expect(reader.Page.Locator("#C1")).ToContainTextAsync("holds", new() { Timeout = RunLimit });
    }

    [SkippableTheory]
    [InlineData(1200, ColorScheme.Light)]
    [InlineData(380, ColorScheme.Dark)]
    public async Task Every_page_fits_its_window_without_a_complaint_of_the_browser(int width, ColorScheme scheme)
    {
        var id = await site.RunAsync();
        await using var reader = await OpenAsync(new() { ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        foreach (var address in (string[])["/", "/days/2017-10-16", "/papers", "/papers?q=low+rank", "/papers/kaprekar", "/papers/mkor", site.HostilePaper, "/runs", $"/runs/{id}"])
        {
            await reader.Page.GotoAsync(address);
            var excess = await reader.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            Assert.True(excess <= 0, $"{address} is {excess} pixels too wide at {width}");
        }
        Assert.Empty(reader.Complaints);
    }

    [SkippableFact]
    public async Task The_theme_button_turns_the_colours_and_the_choice_is_kept()
    {
        await using var reader = await OpenAsync(new() { ColorScheme = ColorScheme.Light });
        var page = reader.Page;
        const string ground = "getComputedStyle(document.body).backgroundColor";
        await page.GotoAsync("/");
        var light = await page.EvaluateAsync<string>(ground);
        await page.GetByRole(AriaRole.Button, new() { Name = "Use dark colours" }).ClickAsync();
        var dark = await page.EvaluateAsync<string>(ground);
        Assert.NotEqual(light, dark);
        await page.GotoAsync("/papers");
        Assert.Equal(dark, await page.EvaluateAsync<string>(ground));
    }

    private async Task<Reader> OpenAsync(BrowserNewContextOptions? options = null)
    {
        Skip.If(browser.Browser is null, browser.Missing);
        options ??= new();
        options.BaseURL = site.Address;
        var context = await browser.Browser!.NewContextAsync(options);
        return new Reader(context, await context.NewPageAsync());
    }

    /// <summary>A window, and what the browser complains of in it: errors of scripts, broken policies, missing files.</summary>
    private sealed class Reader : IAsyncDisposable
    {
        private readonly IBrowserContext _context;

        public Reader(IBrowserContext context, IPage page)
        {
            (_context, Page) = (context, page);
            page.Console += (_, message) =>
            {
                if (message.Type is "error" or "warning") Complaints.Add($"{page.Url}: {message.Text}");
            };
            page.PageError += (_, error) => Complaints.Add($"{page.Url}: {error}");
        }

        public IPage Page { get; }

        public List<string> Complaints { get; } = [];

        public async ValueTask DisposeAsync() => await _context.CloseAsync();
    }
}

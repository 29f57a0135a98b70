using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Praxis.Site.Tests.CommandLine;

namespace Praxis.Site.Tests.Browser;

/// <summary>Ways through the site that a reader takes from the first page on.</summary>
[Collection(SiteCollection.Name)]
public sealed class JourneyTests(SiteFixture site, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const float RunLimit = 60_000;
    private const int Presses = 150;

    [SkippableFact]
    public async Task What_is_imported_is_seen_marked_as_new_found_and_opened()
    {
        Skip.If(browser.Browser is null, browser.Missing);
        await using var context = await browser.Browser!.NewContextAsync(new() { BaseURL = site.Address });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await context.ClearCookiesAsync();
        // Yesterday's visit.
        await context.AddCookiesAsync([new() { Name = "praxis-visit", Value = $"{DateTimeOffset.UtcNow.AddDays(-1).ToUnixTimeSeconds()}.0", Url = site.Address }]);
        // By another process, as a reader imports while the site is open.
        using var praxis = new PraxisProcess();
        var (exit, _, error) = await praxis.RunAsync(["papers", "import", "-", "--year", "2024", "--data", site.Store.Folder], "Daily Papers\nMar 9, 2024\n\nLanterns for Deep Water\n\nWe show that lanterns glow.\n");
        Assert.True(exit == 0, error);
        await page.GotoAsync("/days/2024-03-09");
        await Assertions.Expect(page.Locator(".card", new() { HasText = "Lanterns for Deep Water" }).Locator(".new")).ToBeVisibleAsync();
        // Its role is combobox where scripts run.
        await page.Locator("header input[type=search]").FillAsync("lanterns glow");
        await page.Keyboard.PressAsync("Enter");
        await page.Locator(".card h3 a").First.ClickAsync();
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Lanterns for Deep Water");
        await Assertions.Expect(page.Locator(".abstract")).ToContainTextAsync("lanterns glow");
    }

    [SkippableTheory]
    [InlineData(1280)]
    [InlineData(390)]
    public async Task A_misspelt_search_is_corrected_and_has_the_right_paper_first(int width)
    {
        Skip.If(browser.Browser is null, browser.Missing);
        await using var context = await browser.Browser!.NewContextAsync(new() { BaseURL = site.Address, ViewportSize = new() { Width = width, Height = 800 }, HasTouch = width < 500 });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.Locator("header input[type=search]").FillAsync("kaprekr rutine");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/papers\\?q="));
        var corrections = page.Locator(".found", new() { HasText = "was searched for" });
        await Assertions.Expect(corrections.Filter(new() { HasText = "“kaprekr”" }).Locator("strong")).ToHaveTextAsync("kaprekar");
        await Assertions.Expect(corrections.Filter(new() { HasText = "“rutine”" }).Locator("strong")).ToHaveTextAsync("routine");
        await Assertions.Expect(page.Locator(".card h3").First).ToContainTextAsync("Kaprekar's Routine");
        Assert.True(await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth") <= 0);
        await page.Locator(".card h3 a").First.ClickAsync();
        await page.WaitForURLAsync(new Regex("/papers/kaprekar$"));
        await Assertions.Expect(page.Locator("h1")).ToContainTextAsync("Kaprekar's Routine");
    }

    [SkippableFact]
    public async Task The_keyboard_alone_searches_opens_a_paper_runs_it_and_reads_the_verdict()
    {
        Skip.If(browser.Browser is null, browser.Missing);
        await using var context = await browser.Browser!.NewContextAsync(new() { BaseURL = site.Address });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await TabToAsync(page, "document.activeElement.matches('header input[type=search]')");
        await page.Keyboard.TypeAsync("kaprekar routine");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/papers\\?q="));
        await TabToAsync(page, "document.activeElement.getAttribute('href') === '/papers/kaprekar'");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/papers/kaprekar$"));
        await TabToAsync(page, "document.activeElement.tagName === 'SELECT'");
        await page.Keyboard.TypeAsync("smoke");
        await TabToAsync(page, "document.activeElement.textContent.trim() === 'Run'");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(new Regex("/runs/[0-9]+$"));
        await Assertions.Expect(page.Locator("#C1")).ToContainTextAsync("holds", new() { Timeout = RunLimit });
    }

    // Every place where the focus comes by must show that it is there.
    private static async Task TabToAsync(IPage page, string there)
    {
        for (var presses = 0; presses < Presses; presses++)
        {
            await page.Keyboard.PressAsync("Tab");
            var isShown = await page.EvaluateAsync<bool>("(() => { const s = getComputedStyle(document.activeElement); return document.activeElement === document.body || s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || s.boxShadow !== 'none'; })()");
            Assert.True(isShown, $"the focus cannot be seen on {await page.EvaluateAsync<string>("document.activeElement.outerHTML.slice(0, 120)")}");
            if (await page.EvaluateAsync<bool>(there)) return;
        }
        Assert.Fail($"{Presses} presses of Tab do not lead to where {there}");
    }
}

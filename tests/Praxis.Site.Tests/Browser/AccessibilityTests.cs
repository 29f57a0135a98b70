using Microsoft.Playwright;

namespace Praxis.Site.Tests.Browser;

/// <summary>Every kind of page for readers: no serious or critical finding of axe-core, and nothing wider than a phone.</summary>
[Collection(SiteCollection.Name)]
public sealed class AccessibilityTests(SiteFixture site, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [SkippableTheory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(360, ColorScheme.Dark)]
    public async Task Every_kind_of_page_can_be_read_by_all(int width, ColorScheme scheme)
    {
        Skip.If(browser.Browser is null, browser.Missing);
        var run = await site.RunAsync();
        await using var context = await browser.Browser!.NewContextAsync(new() { BaseURL = site.Address, ViewportSize = new() { Width = width, Height = 800 }, ColorScheme = scheme });
        var findings = await PageCheck.LookAsync(
            await context.NewPageAsync(), "/", "/?sort=trending", "/?sort=checked", "/?before=2023-06-01", "/days/2017-10-16", "/weeks/2024-W10", "/months/2024-03", "/days/1990-01-01", "/papers", "/papers?q=low+rank",
            "/papers?q=nothing-like-this", "/papers?family=theory&verdict=holds", "/papers/kaprekar", "/papers/mkor", "/papers/malignant-tail", site.HostilePaper, "/runs", $"/runs/{run}", "/tasks", "/tasks/randomized-linear-algebra",
            "/papers/kaprekar/comments", "/nothing", "/papers/kaprekr", "/account/sign-in", "/account/sign-up", "/account/forgot", "/subscribe", "/subscribe/ended", "/subscribe/end?t=x", "/subscribe/confirm?t=x");
        Assert.True(findings.Count == 0, string.Join('\n', findings));
    }
}

using System.Text.Json;
using Microsoft.Playwright;

namespace Praxis.Site.Tests.Browser;

/// <summary>Looks at pages with axe-core, and at whether they fit their window.</summary>
internal static class PageCheck
{
    private static readonly Lazy<string> Axe = new(() => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Browser", "axe", "axe.min.js")));

    /// <summary>What is wrong with each of the pages, a line a finding; empty when nothing is.</summary>
    public static async Task<IReadOnlyList<string>> LookAsync(IPage page, params IEnumerable<string> addresses)
    {
        var findings = new List<string>();
        foreach (var address in addresses)
        {
            await page.GotoAsync(address);
            foreach (var menu in await page.QuerySelectorAllAsync(".menu > summary")) await menu.ClickAsync();
            var excess = await page.EvaluateAsync<int>("document.documentElement.scrollWidth - innerWidth");
            if (excess > 0) findings.Add($"{address} is {excess} pixels too wide");
            // By the debugger's way in, which no policy of the page stands in.
            await page.EvaluateAsync(Axe.Value);
            var violations = await page.EvaluateAsync<JsonElement>("async () => (await axe.run(document, { resultTypes: ['violations'] })).violations.filter(v => v.impact === 'serious' || v.impact === 'critical').map(v => ({ id: v.id, help: v.help, nodes: v.nodes.slice(0, 3).map(n => n.target.join(' ') + ': ' + n.html.slice(0, 150) + ' ' + (n.any[0]?.message ?? '')) }))");
            foreach (var violation in violations.EnumerateArray())
                findings.Add($"{address}: {violation.GetProperty("id").GetString()}: {violation.GetProperty("help").GetString()}: {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray().Select(node => node.GetString()))}");
        }
        return findings;
    }
}

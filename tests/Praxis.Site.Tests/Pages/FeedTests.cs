using System.Net;

namespace Praxis.Site.Tests;

public sealed class FeedTests(SiteFixture site) : IClassFixture<SiteFixture>
{
    [Theory]
    [InlineData("/days/2024-03-05", "Tuesday, 5 Mar 2024")]
    [InlineData("/weeks/2024-W10", "4 Mar 2024 to 10 Mar 2024")]
    [InlineData("/months/2024-03", "March 2024")]
    public async Task A_span_shows_its_papers_in_every_order_and_leads_to_its_neighbours(string path, string title)
    {
        var page = await site.Client.GetStringAsync(path);
        Assert.Contains($"<h1>{title}</h1>", page);
        Assert.Contains(site.HostilePaper, page);
        Assert.Contains("rel=\"prev\"", page);
        Assert.Contains("rel=\"next\"", page);
        foreach (var sort in (string[])["trending", "discussed", "checked"])
        {
            page = await site.Client.GetStringAsync($"{path}?sort={sort}");
            Assert.Contains(site.HostilePaper, page);
            Assert.Contains($"?sort={sort}\" aria-current=\"true\"", page);
        }
    }

    [Theory]
    [InlineData("/weeks/2024-03-05")]
    [InlineData("/days/2024-W10")]
    [InlineData("/months/2024-13")]
    [InlineData("/weeks/2024-W60")]
    [InlineData("/years/2024")]
    [InlineData("/days/%3Cscript%3E")]
    public async Task What_names_no_span_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, (await site.Client.GetAsync(path)).StatusCode);

    [Fact]
    public async Task Orders_that_depend_on_people_are_empty_until_somebody_comes_and_then_are_not()
    {
        Assert.Contains("No votes, comments or runs in the last 30 days.", await site.Client.GetStringAsync("/?sort=trending"));
        Assert.Contains("No study has been run here yet.", await site.Client.GetStringAsync("/?sort=checked"));
        Assert.Contains("Papers you can run", await site.Client.GetStringAsync("/?sort=%22onclick"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("99999999999.1")]
    [InlineData("-1.-1")]
    public async Task Nothing_is_new_on_a_first_visit_whatever_the_cookie_says(string cookie)
    {
        var page = await Get("/months/2024-03", cookie);
        Assert.DoesNotContain("class=\"new\"", page.Body);
        Assert.Matches("^praxis-visit=[0-9]{10}\\.0; .*httponly", page.Cookie);
    }

    [Fact]
    public async Task What_came_after_the_last_visit_is_marked_until_the_visit_after_that()
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        // Two days ago; then nothing for longer than half an hour: a new visit.
        var first = await Get("/months/2024-03", $"{now - 172_800}.0");
        Assert.Contains("class=\"new\"", first.Body);
        Assert.StartsWith($"praxis-visit={first.Cookie[13..23]}.{now - 172_800};", first.Cookie, StringComparison.Ordinal);
        // A minute later in the same visit it still is.
        Assert.Contains("class=\"new\"", (await Get("/months/2024-03", $"{now - 60}.{now - 172_800}")).Body);
        // The visit after that began when everything was here.
        Assert.DoesNotContain("class=\"new\"", (await Get("/months/2024-03", $"{now}.{now + 0}")).Body);
    }

    private async Task<(string Body, string Cookie)> Get(string path, string cookie)
    {
        using var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (cookie.Length > 0) request.Headers.Add("Cookie", $"praxis-visit={cookie}");
        using var response = await client.SendAsync(request);
        return (await response.Content.ReadAsStringAsync(), response.Headers.GetValues("Set-Cookie").Single(one => one.StartsWith("praxis-visit=", StringComparison.Ordinal)).Replace("HttpOnly", "httponly", StringComparison.Ordinal));
    }
}

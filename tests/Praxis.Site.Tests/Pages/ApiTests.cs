using System.Net;
using System.Text.Json;

namespace Praxis.Site.Tests.Pages;

[Collection(SiteCollection.Name)]
public sealed class ApiTests(SiteFixture site)
{
    [Fact]
    public async Task The_list_has_every_paper_with_exactly_the_promised_fields()
    {
        var papers = await GetAsync("/api/papers");
        Assert.InRange(papers.GetArrayLength(), 165, int.MaxValue);
        foreach (var paper in papers.EnumerateArray())
            Assert.Equal(["slug", "title", "family", "kind", "published", "runnable", "verdicts"], paper.EnumerateObject().Select(field => field.Name));

        var kaprekar = papers.EnumerateArray().Single(paper => paper.GetProperty("slug").GetString() == "kaprekar");
        Assert.True(kaprekar.GetProperty("runnable").GetBoolean());
        Assert.Equal("study", kaprekar.GetProperty("kind").GetString());
        Assert.Equal("2017-10-16", kaprekar.GetProperty("published").GetString());
        Assert.Equal(JsonValueKind.Object, kaprekar.GetProperty("verdicts").ValueKind);
    }

    [Fact]
    public async Task A_paper_brings_its_claims_with_checks_and_notices()
    {
        var paper = await GetAsync("/api/papers/kaprekar");
        Assert.Equal("proviso", paper.GetProperty("notices")[0].GetProperty("kind").GetString());
        var claim = paper.GetProperty("claims")[0];
        Assert.Equal("C1", claim.GetProperty("id").GetString());
        Assert.Equal("full", claim.GetProperty("reach").GetString());
        var check = claim.GetProperty("checks")[0];
        Assert.Equal("tolerance", check.GetProperty("kind").GetString());
        Assert.Equal("atMost", check.GetProperty("side").GetString());
        Assert.Equal(0, check.GetProperty("threshold").GetDouble());
    }

    [Fact]
    public async Task A_search_finds_and_counts()
    {
        using var response = await site.Client.GetAsync("/api/papers/search?q=low+rank&limit=2");
        var found = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(2, found.GetArrayLength());
        Assert.InRange(int.Parse(response.Headers.GetValues("X-Total-Count").Single()), 3, 166);
    }

    [Fact]
    public async Task Papers_are_suggested_for_the_beginning_of_a_query()
    {
        var offered = await GetAsync("/api/papers/suggest?q=kaprekar+rou");
        Assert.InRange(offered.GetArrayLength(), 1, 7);
        Assert.Equal("kaprekar", offered[0].GetProperty("slug").GetString());
        Assert.Contains(offered[0].GetProperty("title").EnumerateArray(), part => part.GetProperty("marked").GetBoolean() && part.GetProperty("text").GetString() == "Routine");
        Assert.Equal(2017, offered[0].GetProperty("year").GetInt32());
        Assert.Equal(0, (await GetAsync("/api/papers/suggest?q=")).GetArrayLength());
        Assert.Equal(0, (await GetAsync("/api/papers/suggest")).GetArrayLength());
    }

    [Fact]
    public async Task Similar_papers_are_other_papers()
    {
        var similar = await GetAsync("/api/papers/s4d/similar");
        var slugs = similar.EnumerateArray().Select(paper => paper.GetProperty("slug").GetString()).ToList();
        Assert.Contains("perturb-then-diagonalize", slugs);
        Assert.DoesNotContain("s4d", slugs);
    }

    [Theory]
    [InlineData("/api/papers/kaprekr", HttpStatusCode.NotFound, "kaprekar")]
    [InlineData("/api/papers/kaprekr/similar", HttpStatusCode.NotFound, "kaprekar")]
    [InlineData("/api/runs/999999", HttpStatusCode.NotFound, "999999")]
    [InlineData("/api/nothing/here", HttpStatusCode.NotFound, "nothing/here")]
    [InlineData("/api/papers?verdict=maybe", HttpStatusCode.BadRequest, "inconclusive")]
    [InlineData("/api/papers/search?limit=-1", HttpStatusCode.BadRequest, "limit")]
    [InlineData("/api/runs?limit=many", HttpStatusCode.BadRequest, "limit")]
    public async Task Errors_are_json_too(string address, HttpStatusCode status, string says)
    {
        using var response = await site.Client.GetAsync(address);
        Assert.Equal(status, response.StatusCode);
        Assert.Contains(says, JsonElement.Parse(await response.Content.ReadAsStringAsync()).GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_comes_with_its_report()
    {
        var id = await site.RunAsync();
        var details = await GetAsync($"/api/runs/{id}");
        Assert.Equal("finished", details.GetProperty("run").GetProperty("state").GetString());
        var claims = details.GetProperty("report").GetProperty("claims").EnumerateArray().ToList();
        Assert.Equal(["C1", "C2", "C3", "C4"], claims.Select(claim => claim.GetProperty("id").GetString()));
        Assert.Contains((await GetAsync("/api/runs?slug=kaprekar")).EnumerateArray(), run => run.GetProperty("id").GetInt64() == id);
    }

    [Fact]
    public async Task Nothing_can_be_started_through_the_api()
    {
        using var response = await site.Client.PostAsync("/api/runs", new StringContent("{\"slug\":\"kaprekar\"}"));
        Assert.False(response.IsSuccessStatusCode);
    }

    private async Task<JsonElement> GetAsync(string address) => JsonElement.Parse(await site.Client.GetStringAsync(address));
}

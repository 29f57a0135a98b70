using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Praxis.Feed;
using Praxis.Lab;

namespace Praxis.Site.Tests.People;

public sealed class ApiWritingTests
{
    [Fact]
    public async Task With_a_token_a_program_starts_follows_and_cancels_a_run()
    {
        await using var site = await PeopleSite.StartAsync();
        using var client = await ProgramAsync(site, "ada");
        using var started = await client.PostAsJsonAsync("/api/runs", new { slug = "kaprekar", scale = "smoke" });
        Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var place = started.Headers.Location!.ToString();
        var events = await client.GetStringAsync($"{place}/events");
        Assert.Contains("\"ended\":true", events);
        var run = await client.GetFromJsonAsync<JsonElement>(place);
        Assert.Equal("finished", run.GetProperty("run").GetProperty("state").GetString());
        Assert.NotEqual(0, run.GetProperty("report").GetProperty("claims").GetArrayLength());

        using var longer = await client.PostAsJsonAsync("/api/runs", new { slug = "circular-law-band", scale = "full", seeds = 40, first = 3 });
        using var cancelled = await client.DeleteAsync(longer.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, cancelled.StatusCode);
        await client.GetStringAsync($"{longer.Headers.Location}/events");
        Assert.Equal("cancelled", (await client.GetFromJsonAsync<JsonElement>(longer.Headers.Location)).GetProperty("run").GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("""{"slug": "no-such"}""", HttpStatusCode.NotFound)]
    [InlineData("""{}""", HttpStatusCode.NotFound)]
    [InlineData("""{"slug": "kaprekar", "scale": "vast"}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"slug": "kaprekar", "seeds": 100000}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"slug": "kaprekar", "first": -1}""", HttpStatusCode.BadRequest)]
    [InlineData("""{"slug": """, HttpStatusCode.BadRequest)]
    [InlineData("[]", HttpStatusCode.BadRequest)]
    public async Task What_is_no_run_is_refused(string body, HttpStatusCode status)
    {
        await using var site = await PeopleSite.StartAsync();
        using var client = await ProgramAsync(site, "ada");
        using var answer = await client.PostAsync("/api/runs", new StringContent(body, MediaTypeHeaderValue.Parse("application/json")));
        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(new RunStore(site.Store).List());
    }

    [Fact]
    public async Task Without_a_token_nothing_is_written_whatever_cookies_say()
    {
        await using var site = await PeopleSite.StartAsync();
        using var admin = await site.SignInAsync("admin");
        foreach (var client in new[] { site.Visit().Client, admin.Client })
        {
            using var refused = await client.PostAsJsonAsync("/api/runs", new { slug = "kaprekar" });
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
            Assert.Equal("Bearer", refused.Headers.WwwAuthenticate.ToString());
            using var kept = await client.DeleteAsync("/api/runs/1");
            Assert.Equal(HttpStatusCode.Unauthorized, kept.StatusCode);
        }

        foreach (var token in (string[])["", "praxis_", "praxis_x", new('x', 5000)])
        {
            using var client = new HttpClient { BaseAddress = new Uri(site.Address) };
            client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
            using var refused = await client.PostAsJsonAsync("/api/runs", new { slug = "kaprekar" });
            Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        }
    }

    [Fact]
    public async Task A_token_is_shown_once_and_opens_nothing_after_it_was_taken_back()
    {
        await using var site = await PeopleSite.StartAsync();
        using var ada = await site.JoinAsync(PeopleSite.NewName("ada"));
        var token = await TokenAsync(ada);
        Assert.DoesNotContain(token, await ada.ReadAsync("/account/tokens"));
        using var client = With(site, token);
        using (var started = await client.PostAsJsonAsync("/api/runs", new { slug = "kaprekar", scale = "smoke" })) Assert.Equal(HttpStatusCode.Accepted, started.StatusCode);
        var id = Regex.Match(await ada.ReadAsync("/account/tokens"), "name=\"id\" value=\"([0-9]+)\"").Groups[1].Value;

        // Nobody else can take it back.
        using var bob = await site.JoinAsync(PeopleSite.NewName("bob"));
        using (await bob.SendAsync("/account/tokens", "/account/tokens?handler=Remove", ("id", id))) Assert.NotNull(new ApiTokens(site.Store).Find(token));
        using (await ada.SendAsync("/account/tokens", "/account/tokens?handler=Remove", ("id", id))) Assert.Null(new ApiTokens(site.Store).Find(token));
        using var refused = await client.PostAsJsonAsync("/api/runs", new { slug = "kaprekar", scale = "smoke" });
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task On_a_public_site_only_its_owner_cancels_a_run_and_limits_hold()
    {
        await using var site = await PeopleSite.StartAsync(options => options with { IsPublic = true, Limits = new PeopleLimits { Member = new RunAllowance(1, Scale.Full, 40, 10, 10) } });
        using var ada = await ProgramAsync(site, "ada");
        using var bob = await ProgramAsync(site, "bob");
        using var run = await ada.PostAsJsonAsync("/api/runs", new { slug = "circular-law-band", scale = "full" });
        using var second = await ada.PostAsJsonAsync("/api/runs", new { slug = "kaprekar" });
        Assert.Equal(HttpStatusCode.TooManyRequests, second.StatusCode);
        using var foreign = await bob.DeleteAsync(run.Headers.Location);
        Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        using var own = await ada.DeleteAsync(run.Headers.Location);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task A_token_of_an_account_that_is_shut_out_opens_nothing()
    {
        await using var site = await PeopleSite.StartAsync();
        var account = site.Accounts.Add("carl", "hash")!.Id;
        var tokens = new ApiTokens(site.Store);
        var token = tokens.Make(account, "x")!;
        Assert.Equal("carl", tokens.Find(token)!.Name);
        site.Accounts.SetBlocked(account, true);
        Assert.Null(tokens.Find(token));
    }

    [Fact]
    public async Task An_account_has_a_limited_number_of_tokens()
    {
        await using var site = await PeopleSite.StartAsync();
        var tokens = new ApiTokens(site.Store);
        Assert.All(Enumerable.Range(0, ApiTokens.Most), i => Assert.NotNull(tokens.Make(1, $"{i}")));
        Assert.Null(tokens.Make(1, "one more"));
    }

    [Fact]
    public async Task The_feed_has_the_shape_that_clients_of_hugging_face_read()
    {
        await using var site = await PeopleSite.StartAsync();
        new Importer(site.Store).Import(FeedInput.Read(new MemoryStream("""
            [{"paper": {"id": "2605.00011", "title": "Nets", "summary": "We weave.", "upvotes": 41, "authors": [{"name": "Ada Lark"}], "publishedAt": "2026-04-28T00:00:00Z", "submittedOnDailyAt": "2026-04-30T00:00:00Z"}, "numComments": 3, "organization": {"name": "nightlab", "fullname": "The Night Lab"}}]
            """u8.ToArray()), "list", null, new DateOnly(2026, 5, 1)));
        using var client = site.Visit().Client;
        foreach (var address in (string[])["/api/daily_papers?date=2026-04-30", "/api/daily_papers?week=2026-W18", "/api/daily_papers?month=2026-04&sort=trending", "/api/daily_papers?limit=1", "/api/daily_papers?limit=1&sort=discussed"])
        {
            var daily = (await client.GetFromJsonAsync<JsonElement>(address)).EnumerateArray().Single(one => one.GetProperty("title").GetString() == "Nets");
            var paper = daily.GetProperty("paper");
            Assert.Equal(("2605.00011", "Nets", "We weave.", "Ada Lark", "2026-04-28T00:00:00.000Z", "2026-04-30T00:00:00.000Z", 41, 3, "nightlab", 3), (
                paper.GetProperty("id").GetString(), paper.GetProperty("title").GetString(), paper.GetProperty("summary").GetString(), paper.GetProperty("authors")[0].GetProperty("name").GetString(),
                paper.GetProperty("publishedAt").GetString(), paper.GetProperty("submittedOnDailyAt").GetString(), paper.GetProperty("upvotes").GetInt32(), paper.GetProperty("numComments").GetInt32(),
                daily.GetProperty("organization").GetProperty("name").GetString(), daily.GetProperty("numComments").GetInt32()));
        }

        foreach (var id in (string[])["2605.00011", "nets"])
        {
            var paper = await client.GetFromJsonAsync<JsonElement>($"/api/papers/{id}");
            Assert.Equal(("2605.00011", "We weave.", "Ada Lark", 41), (paper.GetProperty("id").GetString(), paper.GetProperty("summary").GetString(), paper.GetProperty("authors")[0].GetProperty("name").GetString(), paper.GetProperty("upvotes").GetInt32()));
        }

        Assert.Empty((await client.GetFromJsonAsync<JsonElement>("/api/daily_papers?date=1999-01-01")).EnumerateArray());
        foreach (var address in (string[])["/api/daily_papers?date=yesterday", "/api/daily_papers?sort=best", "/api/daily_papers?limit=101", "/api/daily_papers?p=-1"])
        {
            using var refused = await client.GetAsync(address);
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        }
    }

    [Fact]
    public async Task What_praxis_writes_as_daily_papers_praxis_reads()
    {
        await using var site = await PeopleSite.StartAsync();
        new Importer(site.Store).Import(FeedPage.Parse(new StringReader("Daily Papers\n\nApr 30, 2026\n\nNets\n\nWe weave.\n"), "page", 2026, new DateOnly(2026, 5, 1)));
        using var client = site.Visit().Client;
        var page = Assert.Single(FeedInput.Read(await client.GetStreamAsync("/api/daily_papers?date=2026-04-30"), "list", null, new DateOnly(2026, 5, 1)));
        Assert.Equal((new DateOnly(2026, 4, 30), "Nets", "We weave."), (page.Day, page.Entries.Single().Title, page.Entries.Single().Abstract));
    }

    [Fact]
    public async Task Claims_leaderboards_and_the_description_are_there()
    {
        await using var site = await PeopleSite.StartAsync();
        using var client = site.Visit().Client;
        Assert.Equal("C1", (await client.GetFromJsonAsync<JsonElement>("/api/papers/kaprekar/claims"))[0].GetProperty("id").GetString());
        using var missing = await client.GetAsync("/api/leaderboards/no-such");
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        var description = await client.GetFromJsonAsync<JsonElement>("/api/openapi.json");
        Assert.StartsWith("3.", description.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = description.GetProperty("paths").EnumerateObject().Select(path => path.Name).ToHashSet();
        Assert.Superset(new HashSet<string> { "/api/daily_papers", "/api/papers/{id}", "/api/papers/{id}/claims", "/api/papers/search", "/api/runs", "/api/runs/{id}", "/api/leaderboards/{task}" }, paths);
        Assert.DoesNotContain("/api/{rest}", paths);
    }

    private static async Task<HttpClient> ProgramAsync(PeopleSite site, string like)
    {
        using var reader = await site.JoinAsync(PeopleSite.NewName(like));
        return With(site, await TokenAsync(reader));
    }

    private static async Task<string> TokenAsync(Visitor reader)
    {
        using var made = await reader.SendAsync("/account/tokens", "/account/tokens", ("label", "a program"));
        Assert.True(made.Headers.CacheControl!.NoStore);
        return Regex.Match(await made.Content.ReadAsStringAsync(), "praxis_[A-Za-z0-9_-]+").Value;
    }

    private static HttpClient With(PeopleSite site, string token)
    {
        var client = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }
}

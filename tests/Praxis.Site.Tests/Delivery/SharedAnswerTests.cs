using System.Net;
using System.Net.Http.Headers;
using Praxis.Feed;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Delivery;

[Collection(PeopleCollection.Name)]
public sealed class SharedAnswerTests(PeopleFixture people)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/papers?q=kaprekar")]
    [InlineData("/months/2017-10")]
    [InlineData("/tasks")]
    [InlineData("/api/papers")]
    [InlineData("/api/daily_papers")]
    public async Task What_a_browser_has_already_is_not_sent_again_until_it_has_changed(string address)
    {
        using var reader = people.Site.Visit();
        using var first = await GetAsync(reader, address);
        Assert.Contains("no-cache", first.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        var tag = first.Headers.ETag!;
        using var again = await GetAsync(reader, address, request => request.Headers.IfNoneMatch.Add(tag));
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(tag, again.Headers.ETag);
        Assert.True(again.Headers.Contains("Content-Security-Policy"));
        using var other = await GetAsync(reader, address, request => request.Headers.IfNoneMatch.Add(new EntityTagHeaderValue("\"another\"")));
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
    }

    [Fact]
    public async Task A_change_in_the_store_is_seen_by_the_next_reader()
    {
        using var reader = people.Site.Visit();
        using var before = await GetAsync(reader, "/papers?q=kaprekar");
        var (_, _, id) = await people.JoinAsync("voting");
        new Votes(people.Site.Store).Add("kaprekar", id);
        using var after = await GetAsync(reader, "/papers?q=kaprekar", request => request.Headers.IfNoneMatch.Add(before.Headers.ETag!));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
        Assert.NotEqual(await before.Content.ReadAsStringAsync(), await after.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/papers")]
    [InlineData("/tasks")]
    public async Task A_page_of_a_reader_with_an_account_is_shared_with_nobody(string address)
    {
        var (known, name, _) = await people.JoinAsync("seen");
        using var stranger = people.Site.Visit();
        Assert.DoesNotContain(name, await stranger.ReadAsync(address), StringComparison.Ordinal);
        using var own = await GetAsync(known, address);
        Assert.Contains(name, await own.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(own.Headers.ETag);
        Assert.True(own.Headers.CacheControl is { Private: true } or { NoStore: true });
        Assert.DoesNotContain(name, await stranger.ReadAsync(address), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Readers_at_once_get_one_answer_and_each_a_cookie_of_its_own()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 32).Select(async _ =>
        {
            using var reader = people.Site.Visit();
            using var response = await GetAsync(reader, "/?sort=discussed");
            return (Tag: response.Headers.ETag!.Tag, Cookies: response.Headers.GetValues("Set-Cookie").ToList(), Length: (await response.Content.ReadAsByteArrayAsync()).Length);
        }));
        Assert.Single(answers.Select(answer => (answer.Tag, answer.Length)).Distinct());
        Assert.All(answers, answer => Assert.StartsWith("praxis-visit=", Assert.Single(answer.Cookies), StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_new_to_one_reader_is_not_new_to_another_who_asks_for_the_same_page()
    {
        using var first = people.Site.Visit();
        using var returning = people.Site.Visit();
        new Importer(people.Site.Store).Import(FeedPage.Parse(new StringReader("Daily Papers\nMar 7, 2024\n\nA Paper of This Very Day\n\nIt says so.\n"), "today.txt", 2024, new DateOnly(2024, 6, 1)));
        returning.Cookies.Add(new Uri(people.Site.Address), new Cookie("praxis-visit", $"{DateTimeOffset.UtcNow.AddDays(-2).ToUnixTimeSeconds()}.0", "/"));
        Assert.DoesNotContain("class=\"new\"", await first.ReadAsync("/days/2024-03-07"), StringComparison.Ordinal);
        Assert.Contains("class=\"new\"", await returning.ReadAsync("/days/2024-03-07"), StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"new\"", await first.ReadAsync("/days/2024-03-07"), StringComparison.Ordinal);
        // The visit goes on: the page is another one for this reader still.
        Assert.Contains("class=\"new\"", await returning.ReadAsync("/days/2024-03-07"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/papers/kaprekar")]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-up")]
    public async Task A_page_with_a_form_is_kept_by_nobody(string address)
    {
        using var reader = people.Site.Visit();
        using var response = await GetAsync(reader, address);
        Assert.True(response.Headers.CacheControl!.NoStore);
        Assert.Null(response.Headers.ETag);
    }

    [Fact]
    public async Task Only_the_address_that_names_an_asset_s_content_may_be_kept_for_good()
    {
        using var reader = people.Site.Visit();
        var html = await reader.ReadAsync("/");
        var address = System.Text.RegularExpressions.Regex.Match(html, "/assets/praxis.css\\?v=[0-9a-f]+").Value;
        using var named = await GetAsync(reader, address);
        Assert.Contains("immutable", named.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var unnamed = await GetAsync(reader, "/assets/praxis.css?v=0");
        Assert.DoesNotContain("immutable", unnamed.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        using var known = await GetAsync(reader, "/assets/praxis.css", request => request.Headers.IfNoneMatch.Add(unnamed.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
    }

    [Theory]
    [InlineData("br", "br")]
    [InlineData("gzip, deflate, br, zstd", "br")]
    [InlineData("gzip", "gzip")]
    [InlineData("br;q=0, gzip;q=0.5", "gzip")]
    [InlineData("identity", "")]
    [InlineData("zstd", "")]
    public async Task Text_is_compressed_as_the_browser_takes_it(string taken, string given)
    {
        using var reader = people.Site.Visit();
        foreach (var address in (string[])["/", "/api/papers", "/assets/praxis.css", "/assets/praxis.js", "/assets/praxis.svg", "/papers/kaprekar"])
        {
            // Twice: what was kept for one encoding is not given to another.
            for (var time = 0; time < 2; time++)
            {
                using var response = await GetAsync(reader, address, request => request.Headers.TryAddWithoutValidation("Accept-Encoding", taken));
                Assert.Equal(given, string.Join(",", response.Content.Headers.ContentEncoding));
            }
        }
    }

    [Fact]
    public async Task What_shows_a_secret_is_not_compressed()
    {
        var (known, _, _) = await people.JoinAsync("uncompressed");
        using var stranger = people.Site.Visit();
        foreach (var (who, address) in ((Visitor, string)[])[(known, "/"), (known, "/papers/kaprekar"), (known, "/account"), (stranger, "/account/sign-in"), (stranger, "/account/reset?t=x")])
        {
            using var response = await GetAsync(who, address, request => request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip, br"));
            Assert.True(response.Content.Headers.ContentEncoding.Count == 0, $"{address} is compressed");
        }
    }

    private static Task<HttpResponseMessage> GetAsync(Visitor visitor, string address, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, address);
        change?.Invoke(request);
        return visitor.Client.SendAsync(request);
    }
}

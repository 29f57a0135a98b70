using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Praxis.Feed;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Security;

[Collection(PeopleCollection.Name)]
public sealed class RequestTests(PeopleFixture people)
{
    private const int LargestBody = 64 * 1024;

    [Theory]
    [InlineData("' OR 1=1 --")]
    [InlineData("'; DROP TABLE papers; --")]
    [InlineData("\" OR title:* --")]
    [InlineData("a\" OR rowid > 0 OR \"b")]
    [InlineData("title : (a OR b) NOT c")]
    [InlineData("NEAR(\"a\" \"b\", 10)")]
    [InlineData("{title names} : a")]
    [InlineData("^a + b* - \"c")]
    [InlineData("AND OR NOT NEAR")]
    [InlineData("*")]
    [InlineData("\"\"\"\"\"")]
    [InlineData("author:\"' verdict:') year:(( family:*")]
    [InlineData("a\0b\u0001\uFFFD\u202E")]
    [InlineData("%_%\\%")]
    public async Task Nothing_that_is_typed_is_syntax_of_the_store(string words)
    {
        using var reader = people.Site.Visit();
        var catalogue = new Catalogue(people.Site.Store);
        var count = catalogue.Counts().Papers;
        var escaped = Uri.EscapeDataString(words);
        foreach (var address in (string[])[$"/papers?q={escaped}", $"/papers?q=kaprekar&family={escaped}", $"/papers?verdict={escaped}", $"/api/papers/search?q={escaped}", $"/api/papers?family={escaped}"])
        {
            using var response = await reader.Client.GetAsync(address);
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{address} answers {(int)response.StatusCode}");
        }
        foreach (var address in (string[])[$"/papers/{escaped}", $"/api/papers/{escaped}", $"/people/{escaped}", $"/tasks/{escaped}", $"/api/runs?slug={escaped}"])
        {
            using var response = await reader.Client.GetAsync(address);
            Assert.True((int)response.StatusCode < 500, $"{address} answers {(int)response.StatusCode}");
        }
        Assert.Equal(count, catalogue.Counts().Papers);
    }

    [Theory]
    [InlineData("/assets/../praxis.db")]
    [InlineData("/assets/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/assets/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd")]
    [InlineData("/assets/..%5c..%5cpraxis.db")]
    [InlineData("/assets//etc/passwd")]
    [InlineData("/assets/%2fetc%2fpasswd")]
    [InlineData("/assets/praxis.css%00.png")]
    [InlineData("/papers/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/papers/%2e%2e%2f%2e%2e%2fpraxis.db")]
    [InlineData("/papers/..%5c..%5cpraxis.db")]
    [InlineData("/api/papers/..%2f..%2fpraxis.db")]
    [InlineData("/api/papers/..%2f..%2fpraxis.db/claims")]
    [InlineData("/api/leaderboards/..%2f..%2fetc%2fpasswd")]
    [InlineData("/tasks/..%2ftheory")]
    [InlineData("/runs/..%2f1/report.html")]
    [InlineData("/runs/1%2f..%2f..%2fpraxis.db/report.html")]
    [InlineData("/days/..%2f..%2fetc%2fpasswd")]
    [InlineData("/people/..%2f..%2fkeys")]
    [InlineData("/lists/..%2f1")]
    [InlineData("/keys/")]
    [InlineData("/praxis.db")]
    public async Task No_address_leads_out_of_the_site_into_the_folders(string path)
    {
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        // As it stands, without the dots being resolved here.
        var address = new Uri(people.Site.Address + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var response = await client.GetAsync(address);
        Assert.InRange((int)response.StatusCode, 400, 404);
        var body = await response.Content.ReadAsStringAsync();
        Assert.DoesNotContain("root:", body, StringComparison.Ordinal);
        Assert.DoesNotContain("SQLite format", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/papers/mkor/vote", "take", "false")]
    [InlineData("/papers/mkor/save", "name", "A list")]
    [InlineData("/following?handler=Add", "kind", "search")]
    [InlineData("/account/sign-out", "x", "y")]
    public async Task No_form_leads_to_another_site(string form, string field, string value)
    {
        foreach (var target in (string[])["https://evil.example/", "//evil.example/", "/\\evil.example/", "\\/evil.example", "/%09/evil.example", "https:evil.example", "javascript:alert(1)", "/a/..//evil.example\r\nX: y", "http:///evil.example"])
        {
            var (reader, _, _) = await people.JoinAsync("led");
            using var response = await reader.SendAsync("/papers/mkor", form, (field, value), ("value", "words"), ("returnUrl", target), ("ReturnUrl", target));
            if (response.Headers.Location is not { } location) continue;
            var led = new Uri(new Uri(people.Site.Address), location);
            Assert.Equal(new Uri(people.Site.Address).Authority, led.Authority);
        }
    }

    [Theory]
    [InlineData("/papers/mkor/comments")]
    [InlineData("/account/sign-in")]
    [InlineData("/api/runs")]
    public async Task A_body_beyond_the_limit_is_refused_and_the_site_goes_on(string address)
    {
        var (reader, _, id) = await people.JoinAsync("large");
        var token = new ApiTokens(people.Site.Store).Make(id, "large")!;
        foreach (var chunked in (bool[])[false, true])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, address);
            if (address.StartsWith("/api", StringComparison.Ordinal))
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
                request.Content = new StringContent($"{{\"slug\":\"{new string('x', 2 * LargestBody)}\"}}", Encoding.UTF8, "application/json");
            }
            else
            {
                request.Content = new StringContent($"form-token=x&Text={new string('x', 2 * LargestBody)}", Encoding.UTF8, "application/x-www-form-urlencoded");
            }
            request.Headers.TransferEncodingChunked = chunked;
            try
            {
                using var response = await reader.Client.SendAsync(request);
                Assert.True(response.StatusCode is HttpStatusCode.RequestEntityTooLarge or HttpStatusCode.BadRequest, $"answers {(int)response.StatusCode}");
            }
            catch (HttpRequestException)
            {
                // The connection may be closed while the rest is still being sent.
            }
        }
        Assert.Equal("ok", await reader.ReadAsync("/healthz"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    [InlineData("gzip, gzip")]
    public async Task A_compressed_body_is_not_unpacked(string encoding)
    {
        using var packed = new MemoryStream();
        using (var zip = new GZipStream(packed, CompressionLevel.SmallestSize, leaveOpen: true)) zip.Write(new byte[20_000_000]);
        Assert.InRange(packed.Length, 1, LargestBody);
        using var reader = people.Site.Visit();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/account/sign-in") { Content = new ByteArrayContent(packed.ToArray()) };
        request.Content.Headers.ContentType = new("application/x-www-form-urlencoded");
        request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await reader.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
    }

    [Fact]
    public async Task Long_addresses_headers_and_many_fields_are_refused_or_answered_never_broken_by()
    {
        using var reader = people.Site.Visit();
        foreach (var address in (string[])[$"/papers?q={new string('x', 7000)}", $"/papers?{string.Join('&', Enumerable.Range(0, 1500).Select(i => $"a{i}=1"))}", $"/papers/{new string('a', 7000)}", $"/?before={new string('9', 7000)}", $"/papers?q={new string('x', 9000)}"])
        {
            using var response = await reader.Client.GetAsync(address);
            Assert.True((int)response.StatusCode is 200 or 400 or 404 or 414, $"{address[..20]}… answers {(int)response.StatusCode}");
        }
        using var fields = await reader.PostAsync("/account/sign-in", [.. Enumerable.Range(0, 3000).Select(i => ($"f{i}", "1"))]);
        Assert.InRange((int)fields.StatusCode, 400, 413);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.TryAddWithoutValidation("X-Long", new string('x', 40_000));
        using var headers = await reader.Client.SendAsync(request);
        Assert.Equal((HttpStatusCode)431, headers.StatusCode);
    }

    [Fact]
    public async Task Every_kind_of_answer_says_what_a_browser_may_do_with_it()
    {
        using var reader = people.Site.Visit();
        foreach (var address in (string[])["/", "/papers/kaprekar", "/nothing", "/assets/praxis.js", "/api/papers", "/api/papers/nothing", "/healthz", "/account/sign-in", "/account", "/days?day=2017-10-16"])
        {
            using var response = await reader.Client.GetAsync(address);
            Assert.Contains("frame-ancestors 'none'", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", Header("Content-Security-Policy"), StringComparison.Ordinal);
            Assert.Equal("nosniff", Header("X-Content-Type-Options"));
            Assert.Equal("no-referrer", Header("Referrer-Policy"));
            Assert.Contains("camera=()", Header("Permissions-Policy"), StringComparison.Ordinal);
            Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
            Assert.False(response.Headers.Contains("Server"));
            Assert.False(response.Headers.Contains("Strict-Transport-Security"));

            string Header(string name) => Assert.Single(response.Headers.GetValues(name));
        }
    }

    [Fact]
    public async Task A_site_that_readers_know_by_a_safe_address_is_to_be_visited_so_only()
    {
        await using var site = await PeopleSite.StartAsync(options => options with { IsPublic = true, PublicAddress = "https://papers.example.org" });
        using var reader = site.Visit();
        using var response = await reader.Client.GetAsync("/");
        Assert.Equal("max-age=31536000", Assert.Single(response.Headers.GetValues("Strict-Transport-Security")));
    }
}

using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Praxis.Feed;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Security;

/// <summary>Markup in every field of every kind of list, and then every page that shows one of them; and markup in every part of an address.</summary>
public sealed class ImportedMarkupTests
{
    private const string Markup = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

    private static readonly string Json = JsonSerializer.Serialize(new object[]
    {
        new
        {
            paper = new
            {
                id = Markup, title = $"Hugging {Markup}", summary = $"Says {Markup} $x^2$ $\\href{{javascript:alert(1)}}{{y}}$ [z](javascript:alert(1))", upvotes = 3, publishedAt = "2024-03-05T00:00:00Z", submittedOnDailyAt = "2024-03-05T00:00:00Z",
                authors = new[] { new { name = Markup }, new { name = "javascript:alert(1)" } }, githubRepo = "javascript:alert(1)", projectPage = "javascript:alert(1)", mediaUrls = new[] { "javascript:alert(1)" },
            },
            publishedAt = "2024-03-05T00:00:00Z", title = $"Hugging {Markup}", numComments = 2, thumbnail = "javascript:alert(1)",
            organization = new { name = Markup, fullname = Markup, avatar = "javascript:alert(1)" },
        },
    });

    private static readonly string Atom = $"""
        <feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry><id>http://arxiv.org/abs/2403.00001v1</id><title>Atom {Xml(Markup)}</title>
        <summary>Says {Xml(Markup)}</summary><published>2024-03-05T00:00:00Z</published><author><name>{Xml(Markup)}</name></author>
        <link href="javascript:alert(1)" rel="alternate"/></entry></feed>
        """;

    private static readonly string Html = $"""
        <html><body><h1>Daily Papers</h1><time datetime="2024-03-05">Mar 5</time>
        <article><h3><a href="/papers/2403.00002">Page {Xml(Markup)}</a></h3><p>Says {Xml(Markup)}</p></article></body></html>
        """;

    // Praxis' own layout, every field of it hostile: what a stranger's export may say.
    private static readonly string Export = JsonSerializer.Serialize(new
    {
        praxis = 1,
        papers = new object[]
        {
            new
            {
                slug = Markup, title = $"Export {Markup}", arxiv = Markup, authors = $"{Markup}, javascript:alert(1)", authorCount = 2, published = "2024-03-05", organisationHandle = Markup, organisationName = Markup,
                family = Markup, kind = Markup, code = "javascript:alert(1)", summary = $"Says {Markup}", @abstract = $"Says {Markup} [z](javascript:alert(1)) $\\href{{javascript:alert(1)}}{{y}}$", comments = 1, upvotes = 2,
                days = new[] { "2024-03-05", Markup }, link = "javascript:alert(1)",
                sources = new object[]
                {
                    new { kind = "HuggingFace", address = "javascript:alert(1)" }, new { kind = "Arxiv", address = $"https://example.org/{Markup}" }, new { kind = "Praxis", address = Markup },
                    new { kind = "Reader", address = $"data:text/html,{Markup}" }, new { kind = Markup, address = Markup },
                },
            },
        },
    });

    private static readonly string Text = $"Daily Papers\nMar 5, 2024\n\nText {Markup}\n\nSays {Markup}\n\n{Markup}\n·\nMar 5\n";

    [Fact]
    public async Task Markup_in_any_field_of_any_list_is_shown_as_text_on_every_page()
    {
        await using var site = await PeopleSite.StartAsync();
        var slugs = new List<string>();
        foreach (var list in (string[])[Json, Atom, Html, Text, Export])
        {
            var pages = FeedInput.Read(new MemoryStream(Encoding.UTF8.GetBytes(list)), Markup, 2024, new DateOnly(2024, 6, 1));
            var report = new Importer(site.Store).Import(pages);
            Assert.True(report.Entries.Count == 1, $"{list[..40]}: {string.Join(", ", report.Rejected.Select(one => one.Why))}");
            slugs.AddRange(report.Entries.Select(entry => entry.Address));
        }
        Assert.Equal(5, slugs.Distinct().Count());
        Assert.All(slugs, slug => Assert.Matches("^[a-z0-9-]+$", slug));

        using var reader = site.Visit();
        using var admin = await site.SignInAsync("admin");
        string[] addresses =
        [
            "/", "/?sort=discussed", "/days/2024-03-05", "/weeks/2024-W10", "/months/2024-03", "/papers", "/papers?q=alert", "/papers?q=hugging", "/runs",
            .. slugs.Select(slug => $"/papers/{slug}"), .. slugs.Select(slug => $"/papers/{slug}/comments"), .. slugs.Select(slug => $"/papers/{slug[..^1]}x"),
        ];
        var shown = 0;
        foreach (var (who, address) in addresses.Select(address => (reader, address)).Concat(addresses.Concat(slugs.Select(slug => $"/papers/{slug}/claim")).Select(address => (admin, address))))
        {
            using var response = await who.Client.GetAsync(address);
            var html = await response.Content.ReadAsStringAsync();
            if (html.Contains("&lt;script&gt;alert(1)", StringComparison.Ordinal)) shown++;
            Check(address, html);
        }
        Assert.True(shown >= 20, $"the markup was seen as text on {shown} pages only");

        foreach (var address in (string[])["/api/papers", "/api/daily_papers?date=2024-03-05", "/api/papers/search?q=alert", .. slugs.Select(slug => $"/api/papers/{slug}")])
        {
            using var response = await reader.Client.GetAsync(address);
            Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        }

        foreach (var address in (string[])["/feeds/newest.atom", "/feeds/days/2024-03-05.atom", "/feeds/papers.atom?q=alert"])
        {
            var feed = await reader.ReadAsync(address);
            var document = System.Xml.Linq.XDocument.Parse(feed);
            Assert.Contains(document.Descendants(), one => one.Name.LocalName == "entry");
            Assert.DoesNotContain(document.Descendants(), one => one.Name.LocalName is "script" or "img");
            Assert.DoesNotContain(document.Descendants().SelectMany(one => one.Attributes()), one => one.Value.StartsWith("javascript:", StringComparison.OrdinalIgnoreCase));
            foreach (var html in document.Descendants().Where(one => one.Attribute("type")?.Value == "html")) Check(address, html.Value);
        }

        // What was taken in goes out by the own export, and comes in elsewhere as the same text.
        using var exported = new MemoryStream();
        new PaperExport(site.Store).Write(exported, ExportFormat.Json);
        exported.Position = 0;
        await using var other = await PeopleSite.StartAsync();
        new Importer(other.Store).Import(FeedInput.Read(exported, Markup, 2024, new DateOnly(2024, 6, 1)));
        using var stranger = other.Visit();
        foreach (var slug in slugs)
        {
            Assert.Equal(new Catalogue(site.Store).Find(slug)!.Title, new Catalogue(other.Store).Find(slug)!.Title);
            var html = await stranger.ReadAsync($"/papers/{slug}");
            Assert.Contains("&lt;script&gt;alert(1)", html, StringComparison.Ordinal);
            Check(slug, html);
        }
    }

    [Fact]
    public async Task Markup_in_any_part_of_an_address_is_not_answered_as_markup()
    {
        await using var site = await PeopleSite.StartAsync();
        using var reader = site.Visit();
        using var admin = await site.SignInAsync("admin");
        string[] names = ["q", "family", "verdict", "runnable", "p", "page", "sort", "before", "day", "date", "week", "month", "limit", "offset", "returnUrl", "do", "handler", "t", "code", "account", "name", "v", "slug"];
        string[] paths =
        [
            "/", "/papers", "/papers/kaprekar", "/papers/kaprekar/comments", "/papers/kaprekar/claim", "/days", "/days/2017-10-16", "/tasks", "/tasks/theory", "/runs", "/account", "/account/sign-in", "/account/sign-up", "/account/forgot",
            "/account/reset", "/account/email", "/account/tokens", "/following", "/lists", "/notifications", "/submit", "/people/admin", "/admin", "/admin/people", "/api/papers", "/api/papers/search", "/api/daily_papers", "/api/runs",
        ];
        foreach (var who in (Visitor[])[reader, admin])
        {
            foreach (var path in paths)
            {
                // All at once, so that a page that wants several of them comes to look at them.
                await CheckAsync(who, $"{path}?{string.Join('&', names.Select(name => $"{name}={Uri.EscapeDataString(Markup)}"))}");
                await CheckAsync(who, $"{path.TrimEnd('/')}/{Uri.EscapeDataString(Markup)}");
            }
            await CheckAsync(who, $"/{Uri.EscapeDataString(Markup)}?{Uri.EscapeDataString(Markup)}={Uri.EscapeDataString(Markup)}");
            foreach (var name in names) await CheckAsync(who, $"/papers?{name}={Uri.EscapeDataString(Markup)}");
        }

        static async Task CheckAsync(Visitor who, string address)
        {
            using var response = await who.Client.GetAsync(address);
            Assert.True((int)response.StatusCode < 500, $"{address} answers {(int)response.StatusCode}");
            Assert.DoesNotContain('<', response.Headers.Location?.OriginalString ?? "");
            if (response.Content.Headers.ContentType?.MediaType == "text/html") Check(address, await response.Content.ReadAsStringAsync());
            else Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        }
    }

    private static void Check(string page, string html)
    {
        Assert.False(Regex.IsMatch(html, "<script(?! src=\"/assets/)|<img|<[a-z][^>\"]*(\"[^\"]*\"[^>\"]*)* on[a-z]+="), $"{page} shows markup that came from outside");
        Assert.DoesNotContain("href=\"javascript:", html, StringComparison.OrdinalIgnoreCase);
    }

    private static string Xml(string text) => System.Security.SecurityElement.Escape(text);
}

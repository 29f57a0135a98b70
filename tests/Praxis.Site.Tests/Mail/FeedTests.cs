using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Praxis.Feed;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Mail;

[Collection(PeopleCollection.Name)]
public sealed class FeedTests(PeopleFixture people)
{
    private static readonly XNamespace Atom = "http://www.w3.org/2005/Atom";

    [Theory]
    [InlineData("/")]
    [InlineData("/?sort=trending")]
    [InlineData("/?sort=discussed")]
    [InlineData("/?sort=checked")]
    [InlineData("/papers")]
    [InlineData("/papers?q=matrix")]
    [InlineData("/papers?q=%3Cb%3E%22%26family=theory")]
    [InlineData("/papers?family=theory&verdict=holds&runnable=true")]
    [InlineData("/days/{day}")]
    [InlineData("/weeks/{week}")]
    [InlineData("/months/{month}?sort=trending")]
    public async Task Every_list_and_search_names_its_feeds_and_they_can_be_read(string page)
    {
        var newest = new Catalogue(people.Site.Store).DaysWithPapers()[^1];
        page = page.Replace("{day}", FeedSpan.Of(SpanLength.Day, newest).Name).Replace("{week}", FeedSpan.Of(SpanLength.Week, newest).Name).Replace("{month}", FeedSpan.Of(SpanLength.Month, newest).Name);
        using var visitor = people.Site.Visit();
        var html = await visitor.ReadAsync(page);
        var head = html[..html.IndexOf("</head>", StringComparison.Ordinal)];
        var addresses = Regex.Matches(head, "rel=\"alternate\"[^>]*href=\"([^\"]+)\"").Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).ToList();
        Assert.Equal(2, addresses.Count);

        using var atom = await visitor.Client.GetAsync(addresses[0]);
        Assert.Equal("application/atom+xml", atom.Content.Headers.ContentType!.MediaType);
        var feed = XDocument.Parse(await atom.Content.ReadAsStringAsync()).Root!;
        foreach (var one in feed.Elements(Atom + "entry").Prepend(feed))
            foreach (var needed in (string[])["id", "title", "updated"]) Assert.Single(one.Elements(Atom + needed));
        Assert.All(feed.Descendants(Atom + "updated"), time => Assert.True(DateTimeOffset.TryParse(time.Value, out _)));

        using var json = await visitor.Client.GetAsync(addresses[1]);
        Assert.Equal("application/feed+json", json.Content.Headers.ContentType!.MediaType);
        var items = JsonDocument.Parse(await json.Content.ReadAsStringAsync()).RootElement;
        Assert.Equal("https://jsonfeed.org/version/1.1", items.GetProperty("version").GetString());
        Assert.Equal(feed.Elements(Atom + "entry").Select(entry => entry.Element(Atom + "id")!.Value), items.GetProperty("items").EnumerateArray().Select(item => item.GetProperty("id").GetString()));
        // Other tests hand in papers of their own.
        if (page is "/" or "/papers") Assert.InRange(feed.Elements(Atom + "entry").Count(), 3, new Catalogue(people.Site.Store).Counts().Papers);
        if (page.Contains("runnable", StringComparison.Ordinal)) Assert.Contains(feed.Elements(Atom + "entry"), entry => entry.Element(Atom + "id")!.Value.EndsWith("/papers/kaprekar", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_public_reading_list_has_a_feed_and_a_private_one_has_none()
    {
        var (reader, _, id) = await people.JoinAsync();
        var lists = new ReadingLists(people.Site.Store);
        Assert.True(lists.Add(id, null, "kaprekar"));
        var list = lists.Of(id)[0];
        using var hidden = await reader.Client.GetAsync($"/feeds/lists/{list.Id}.atom");
        Assert.Equal(HttpStatusCode.NotFound, hidden.StatusCode);
        lists.Change(id, list.Id, "Mine <b>", true);
        using var visitor = people.Site.Visit();
        var feed = XDocument.Parse(await visitor.ReadAsync($"/feeds/lists/{list.Id}.atom")).Root!;
        Assert.Contains("Mine <b>", feed.Element(Atom + "title")!.Value, StringComparison.Ordinal);
        Assert.Single(feed.Elements(Atom + "entry"));
        Assert.Contains($"/feeds/lists/{list.Id}.atom", await visitor.ReadAsync($"/lists/{list.Id}"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/feeds/newest")]
    [InlineData("/feeds/nothing.atom")]
    [InlineData("/feeds/days/2026-13-01.atom")]
    [InlineData("/feeds/weeks/2026-01-06.atom")]
    [InlineData("/feeds/lists/999999.json")]
    [InlineData("/feeds/../../etc/passwd.atom")]
    [InlineData("/feeds/papers.atom?family=nothing")]
    [InlineData("/feeds/.atom")]
    public async Task There_is_no_other_feed(string address)
    {
        using var visitor = people.Site.Visit();
        using var answer = await visitor.Client.GetAsync(address);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }
}

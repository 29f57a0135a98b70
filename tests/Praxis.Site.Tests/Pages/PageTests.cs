using System.Net;
using System.Text.RegularExpressions;

namespace Praxis.Site.Tests.Pages;

[Collection(SiteCollection.Name)]
public sealed class PageTests(SiteFixture site)
{
    public static TheoryData<string> Addresses =>
    [
        "/", "/?before=2023-06-01", "/days/2017-10-16", "/papers", "/papers?p=3", "/papers?q=low+rank", "/papers?family=theory&verdict=holds", "/papers?runnable=true",
        "/papers/kaprekar", "/papers/mkor", "/papers/malignant-tail", "(hostile)", "/runs", "/tasks", "/tasks/randomized-linear-algebra", "/tasks/randomized-linear-algebra?sort=3",
    ];

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_page_answers_under_a_policy_that_it_keeps_itself(string address)
    {
        using var response = await site.Client.GetAsync(address == "(hostile)" ? site.HostilePaper : address);
        var html = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        var policy = string.Join(' ', response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.DoesNotMatch("<[^>]* style=|<style|<script(?! src=)|<[^>]* on[a-z]+=", html);
    }

    [Fact]
    public async Task The_feed_shows_newer_days_before_older_ones_and_leads_on()
    {
        var html = await site.Client.GetStringAsync("/");
        var days = Regex.Matches(html, "<h2 id=\"day-([0-9-]+)\"").Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(days.OrderDescending(StringComparer.Ordinal), days);

        var older = Regex.Match(html, "href=\"(/\\?before=[0-9-]+)\">Older papers").Groups[1].Value;
        var next = Regex.Match(await site.Client.GetStringAsync(older), "<h2 id=\"day-([0-9-]+)\"").Groups[1].Value;
        Assert.True(string.CompareOrdinal(next, days[^1]) < 0, $"{next} comes after {days[^1]}");
    }

    [Fact]
    public async Task Following_older_from_page_to_page_shows_every_dated_paper()
    {
        var slugs = new HashSet<string>();
        for (var address = "/"; address.Length > 0;)
        {
            var html = await site.Client.GetStringAsync(address);
            foreach (Match match in Regex.Matches(html, "<h3><a href=\"/papers/([^\"]+)\"")) slugs.Add(match.Groups[1].Value);
            address = Regex.Match(html, "href=\"(/\\?before=[0-9-]+)\">Older papers").Groups[1].Value;
        }
        var dated = new Praxis.Feed.Catalogue(site.Store).Days().SelectMany(day => day.Entries).Select(entry => entry.Slug).ToHashSet();
        Assert.Equal(dated.Order(), slugs.Order());
    }

    [Fact]
    public async Task A_day_leads_to_its_neighbours()
    {
        var html = await site.Client.GetStringAsync("/days/2017-10-16");
        var previous = Regex.Match(html, "rel=\"prev\" href=\"/days/([0-9-]+)\"").Groups[1].Value;
        Assert.Contains("rel=\"next\" href=\"/days/2017-10-16\"", await site.Client.GetStringAsync($"/days/{previous}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chosen_day_leads_to_its_page()
    {
        using var response = await site.Client.GetAsync("/days?day=2017-10-16");
        Assert.Equal("/days/2017-10-16", response.Headers.Location!.OriginalString);
    }

    [Theory]
    [InlineData("/nothing", "nothing at this address")]
    [InlineData("/runs/999999", "nothing at this address")]
    [InlineData("/days/yesterday", "nothing at this address")]
    [InlineData("/papers/kaprekr", "/papers/kaprekar")]
    public async Task What_is_not_there_is_said_in_the_site_s_own_look(string address, string says)
    {
        using var response = await site.Client.GetAsync(address);
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains(says, html, StringComparison.Ordinal);
        Assert.Contains("class=\"brand\"", html, StringComparison.Ordinal);
        Assert.True(response.Headers.Contains("Content-Security-Policy"));
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("' OR 1=1 --")]
    [InlineData("NEAR(a b) AND title:*")]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("{}[]^$\\")]
    public async Task Any_words_can_be_searched_for_and_come_back_as_text(string words)
    {
        using var response = await site.Client.GetAsync($"/papers?q={Uri.EscapeDataString(words)}");
        var html = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.Contains($"value=\"{WebUtility.HtmlEncode(words).Replace("&#39;", "&#x27;", StringComparison.Ordinal)}\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Found_words_are_marked_and_everything_else_is_text()
    {
        var html = await site.Client.GetStringAsync("/papers?q=markup+abstracts+script");
        Assert.Contains("A Paper that Wants to be &lt;b&gt;<mark>Markup</mark>&lt;/b&gt;", html, StringComparison.Ordinal);
        Assert.Contains("&lt;<mark>script</mark>&gt;document.title", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_word_is_said_and_what_was_taken_for_it()
    {
        var html = await site.Client.GetStringAsync("/papers?q=kaprekr");
        Assert.Contains("/papers/kaprekar\"", html, StringComparison.Ordinal);
        Assert.Contains("No paper has “kaprekr”; <strong>kaprekar</strong> was searched for.", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_leads_to_similar_ones()
    {
        var html = await site.Client.GetStringAsync("/papers/s4d");
        var similar = html[html.IndexOf("id=\"similar\"", StringComparison.Ordinal)..];
        Assert.Contains("href=\"/papers/perturb-then-diagonalize\"", similar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_search_finds_the_paper_within_its_family_only()
    {
        Assert.Contains("/papers/kaprekar\"", await site.Client.GetStringAsync("/papers?q=kaprekar"), StringComparison.Ordinal);
        Assert.Contains("/papers/kaprekar\"", await site.Client.GetStringAsync("/papers?q=kaprekar&family=theory"), StringComparison.Ordinal);
        Assert.DoesNotContain("/papers/kaprekar\"", await site.Client.GetStringAsync("/papers?q=kaprekar&family=adapters"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Imported_text_is_shown_as_text()
    {
        var html = await site.Client.GetStringAsync(site.HostilePaper);
        Assert.DoesNotContain("<script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", html, StringComparison.Ordinal);
        Assert.Contains("We show &lt;script&gt;document.title = &#x27;taken&#x27;&lt;/script&gt;", html, StringComparison.Ordinal);
        Assert.Contains("in all of n² cases", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Notices_stand_above_the_summary_and_in_the_list()
    {
        var page = await site.Client.GetStringAsync("/papers/malignant-tail");
        Assert.InRange(page.IndexOf("class=\"notice\"", StringComparison.Ordinal), 1, page.IndexOf("class=\"prose\"", StringComparison.Ordinal));
        Assert.Contains("Withdrawn.", page, StringComparison.Ordinal);
        Assert.Contains("Withdrawn.", await site.Client.GetStringAsync("/papers?q=malignant+tail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paper_without_a_study_says_so_and_offers_no_run()
    {
        var html = await site.Client.GetStringAsync("/papers/mkor");
        Assert.Contains("not runnable yet", html, StringComparison.Ordinal);
        Assert.DoesNotContain("class=\"run\"", html, StringComparison.Ordinal);
        Assert.Contains("reduced reach", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_claim_out_of_reach_says_why()
    {
        var paper = Praxis.Lab.PaperLibrary.Load(Praxis.Lab.PaperLibrary.FindFolder()).Rooms
            .First(room => room.Paper.Claims.Any(claim => claim.Reach == Praxis.Lab.Reach.None)).Paper;
        var because = paper.Claims.First(claim => claim.Reach == Praxis.Lab.Reach.None).ReachBecause;
        var html = WebUtility.HtmlDecode(await site.Client.GetStringAsync($"/papers/{paper.Slug}"));
        Assert.Contains("out of reach", html, StringComparison.Ordinal);
        Assert.Contains(because[1..], html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Style_and_script_come_with_the_program_and_may_be_kept()
    {
        var html = await site.Client.GetStringAsync("/");
        foreach (Match match in Regex.Matches(html, "\"(/assets/[^\"]+)\""))
        {
            using var response = await site.Client.GetAsync(match.Groups[1].Value);
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.Contains("immutable", response.Headers.CacheControl!.ToString(), StringComparison.Ordinal);
        }
        Assert.Contains(".chart", await site.Client.GetStringAsync("/assets/praxis.css"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_foreign_name_that_points_here_is_refused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "attacker.example";
        using var response = await site.Client.SendAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task The_site_says_that_it_is_well() => Assert.Equal("ok", await site.Client.GetStringAsync("/healthz"));
}

using System.Net;
using System.Text.RegularExpressions;
using Praxis.Feed;

namespace Praxis.Site.Tests.People;

[Collection(PeopleCollection.Name)]
public sealed class ReadingTests(PeopleFixture people)
{
    private PeopleSite Site => people.Site;

    [Fact]
    public async Task A_paper_is_saved_to_the_first_list_to_a_new_one_and_taken_off()
    {
        var (ada, _, id) = await people.JoinAsync();
        using var saved = await ada.SendAsync("/papers/mkor", "/papers/mkor/save");
        Assert.Equal("/papers/mkor#paper-mkor", saved.Headers.Location!.OriginalString);
        using var named = await ada.SendAsync("/papers/mkor", "/papers/mkor/save", ("name", "  Second   order "));
        var lists = new ReadingLists(Site.Store).Of(id, "mkor");
        Assert.Equal(["Second order", "To read"], lists.Select(list => list.Name));
        Assert.All(lists, list => Assert.True(list.Has));
        Assert.Contains("Take off", await ada.ReadAsync("/papers/mkor"), StringComparison.Ordinal);
        using var off = await ada.SendAsync("/papers/mkor", "/papers/mkor/save", ("list", $"{lists[0].Id}"), ("take", "true"));
        Assert.DoesNotContain("mkor", await ada.ReadAsync($"/lists/{lists[0].Id}"), StringComparison.Ordinal);
        Assert.Contains("/papers/mkor\"", await ada.ReadAsync($"/lists/{lists[1].Id}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_list_is_nowhere_for_others_and_a_public_one_is_read_only()
    {
        var (ada, adaName, adaId) = await people.JoinAsync();
        var (eve, _, _) = await people.JoinAsync();
        using var nobody = Site.Visit();
        var lists = new ReadingLists(Site.Store);
        var hidden = lists.Make(adaId, "Hidden")!.Value;
        var shown = lists.Make(adaId, "Shown", isPublic: true)!.Value;
        lists.Add(adaId, hidden, "kaprekar");
        lists.Add(adaId, shown, "kaprekar");
        foreach (var other in (Visitor[])[eve, nobody, people.Admin])
        {
            using var missing = await other.Client.GetAsync($"/lists/{hidden}");
            Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
            Assert.Contains("kaprekar", await other.ReadAsync($"/lists/{shown}"), StringComparison.Ordinal);
            Assert.Contains(">Shown</a>", await other.ReadAsync($"/people/{adaName}"), StringComparison.Ordinal);
            Assert.DoesNotContain("Hidden", await other.ReadAsync($"/people/{adaName}"), StringComparison.Ordinal);
        }
        foreach (var (handler, fields) in new (string, (string, string)[])[] { ("Change", [("name", "Taken"), ("isPublic", "true")]), ("Delete", []), ("TakeOff", [("slug", "kaprekar")]) })
            foreach (var list in (long[])[hidden, shown])
            {
                using var refused = await eve.SendAsync("/papers/kaprekar", $"/lists/{list}?handler={handler}", fields);
                Assert.Equal(HttpStatusCode.NotFound, refused.StatusCode);
            }
        using var foreign = await eve.SendAsync("/papers/mkor", "/papers/mkor/save", ("list", $"{shown}"));
        Assert.Equal(["kaprekar"], lists.Papers(shown));
        Assert.Equal(["kaprekar"], lists.Papers(hidden));
        Assert.Equal("Hidden", lists.Find(hidden)!.Name);

        using var changed = await ada.SendAsync($"/lists/{hidden}", $"/lists/{hidden}?handler=Change", ("name", "Open now"), ("isPublic", "true"));
        Assert.Contains("Open now", await nobody.ReadAsync($"/lists/{hidden}"), StringComparison.Ordinal);
        using var twice = await ada.SendAsync($"/lists/{hidden}", $"/lists/{hidden}?handler=Change", ("name", "SHOWN"));
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);
        using var deleted = await ada.SendAsync($"/lists/{hidden}", $"/lists/{hidden}?handler=Delete");
        Assert.Null(lists.Find(hidden));
    }

    [Fact]
    public async Task What_is_followed_shows_what_came_since_it_was_last_seen()
    {
        await using var site = await PeopleSite.StartAsync();
        using var ada = await site.JoinAsync("ada");
        foreach (var (kind, value) in new[] { ("family", "theory"), ("author", "Grace O'Hopper"), ("search", "marmot burrows") })
        {
            using var followed = await ada.SendAsync("/following", "/following?handler=Add", ("kind", kind), ("value", value), ("returnUrl", "//evil.example"));
            Assert.Equal("/following", followed.Headers.Location!.OriginalString);
        }
        var before = await ada.ReadAsync("/following");
        Assert.Contains("Nothing new", before, StringComparison.Ordinal);
        Assert.Contains("/papers/kaprekar\"", before, StringComparison.Ordinal);
        Assert.DoesNotContain("/papers/mkor\"", before, StringComparison.Ordinal);

        Arrive(site, "Deep Marmot Burrows", null);
        Arrive(site, "Compilers for Ships", "Ada Byron, Grace O'Hopper");
        Arrive(site, "Grace and Hoppers of Another Kind", "Someone Else");
        var page = await ada.ReadAsync("/following");
        Assert.Contains("2 new papers since", page, StringComparison.Ordinal);
        Assert.Contains("Deep Marmot Burrows", page, StringComparison.Ordinal);
        Assert.Contains("Compilers for Ships", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Another Kind", page, StringComparison.Ordinal);
        Assert.True(page.IndexOf("Compilers for Ships", StringComparison.Ordinal) < page.IndexOf("Deep Marmot", StringComparison.Ordinal));

        using var seen = await ada.SendAsync("/following", "/following?handler=Seen");
        Assert.Contains("Nothing new", await ada.ReadAsync("/following"), StringComparison.Ordinal);
        using var stopped = await ada.SendAsync("/following", "/following?handler=Remove", ("kind", "search"), ("value", "MARMOT burrows"));
        Assert.DoesNotContain("Deep Marmot Burrows", await ada.ReadAsync("/following"), StringComparison.Ordinal);
        Assert.Contains("Following Theory", await ada.ReadAsync("/papers/circular-law-band"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"")]
    [InlineData("' OR 1=1 --")]
    [InlineData("names : x) OR (title : a")]
    [InlineData("a\" OR \"b")]
    [InlineData("NEAR(a b)")]
    [InlineData("*")]
    [InlineData("-")]
    public async Task Nothing_that_is_followed_is_syntax(string value)
    {
        var (ada, _, id) = await people.JoinAsync();
        foreach (var kind in (string[])["author", "search"])
        {
            using var followed = await ada.SendAsync("/following", "/following?handler=Add", ("kind", kind), ("value", value));
            Assert.Equal(HttpStatusCode.Redirect, followed.StatusCode);
        }
        Assert.Equal(2, new Follows(Site.Store, new PaperSearch(Site.Store)).Of(id).Count);
        await ada.ReadAsync("/following");
    }

    [Theory]
    [InlineData("family", "no-such-family")]
    [InlineData("author", " ")]
    [InlineData("everything", "x")]
    public async Task What_cannot_be_followed_is_refused(string kind, string value)
    {
        var (ada, _, _) = await people.JoinAsync();
        using var refused = await ada.SendAsync("/following", "/following?handler=Add", ("kind", kind), ("value", value));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task A_claim_of_authorship_waits_for_the_admin_and_marks_the_author_s_comments()
    {
        var (ada, name, id) = await people.JoinAsync("author");
        using var without = await ada.SendAsync("/papers/kaprekar/claim", "/papers/kaprekar/claim", ("Author", ""), ("Note", "x"));
        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        using var claimed = await ada.SendAsync("/papers/kaprekar/claim", "/papers/kaprekar/claim", ("Author", "D. R. Kaprekar"), ("Note", "My page <b>names</b> this account."));
        Assert.Equal(HttpStatusCode.Redirect, claimed.StatusCode);
        Assert.Contains("waits for the admin", await ada.ReadAsync("/papers/kaprekar/claim"), StringComparison.Ordinal);
        new Comments(Site.Store).Add("kaprekar", id, "I meant the other routine.");
        Assert.DoesNotContain("<span class=\"badge\">author</span>", await ada.ReadAsync("/papers/kaprekar"), StringComparison.Ordinal);

        var page = await people.Admin.ReadAsync("/admin/claims");
        Assert.Contains("My page &lt;b&gt;names&lt;/b&gt; this account.", page, StringComparison.Ordinal);
        var claim = new AuthorClaims(Site.Store).Find("kaprekar", id)!;
        using var own = await ada.SendAsync("/papers/kaprekar", "/admin/claims", ("id", $"{claim.Id}"), ("confirm", "true"));
        Assert.Equal(HttpStatusCode.Forbidden, own.StatusCode);
        using var confirmed = await people.Admin.SendAsync("/admin/claims", "/admin/claims", ("id", $"{claim.Id}"), ("confirm", "true"));
        Assert.Contains("<span class=\"badge\">author</span>", await ada.ReadAsync("/papers/kaprekar"), StringComparison.Ordinal);
        Assert.Contains("You are confirmed as an author of", await ada.ReadAsync("/notifications"), StringComparison.Ordinal);
        Assert.Contains("as D. R. Kaprekar", await ada.ReadAsync($"/people/{name}"), StringComparison.Ordinal);

        // A new thread on the paper is told to its author.
        var (_, _, bobId) = await people.JoinAsync();
        new Comments(Site.Store).Add("kaprekar", bobId, "A question for the author.");
        Assert.Contains("on your paper", await ada.ReadAsync("/notifications"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_claim_is_told_and_may_be_made_anew()
    {
        var (ada, _, id) = await people.JoinAsync();
        var claims = new AuthorClaims(Site.Store);
        claims.Add("mkor", id, "Someone", "first");
        Assert.False(claims.Add("mkor", id, "Someone", "twice"));
        claims.Decide(claims.Find("mkor", id)!.Id, confirm: false);
        Assert.Contains("could not confirm you", await ada.ReadAsync("/notifications"), StringComparison.Ordinal);
        Assert.True(claims.Add("mkor", id, "Someone", "again"));
    }

    [Fact]
    public async Task A_submission_enters_the_feed_when_the_admin_takes_it()
    {
        var (ada, _, _) = await people.JoinAsync();
        using var sent = await ada.SendAsync("/submit", "/submit", ("What", "https://arxiv.org/abs/2401.01234v2"), ("Note", "Worth a look."));
        Assert.Equal(HttpStatusCode.Redirect, sent.StatusCode);
        using var twice = await ada.SendAsync("/submit", "/submit", ("What", "arXiv:2401.01234"));
        Assert.Equal(HttpStatusCode.BadRequest, twice.StatusCode);

        var page = await people.Admin.ReadAsync("/admin/submissions");
        var id = Regex.Match(page[page.IndexOf("arXiv:2401.01234", StringComparison.Ordinal)..], "name=\"id\" value=\"(\\d+)\"").Groups[1].Value;
        using var untitled = await people.Admin.SendAsync("/admin/submissions", "/admin/submissions?handler=Accept", ("id", id), ("title", " "));
        Assert.Equal(HttpStatusCode.BadRequest, untitled.StatusCode);
        using var taken = await people.Admin.SendAsync("/admin/submissions", "/admin/submissions?handler=Accept",
            ("id", id), ("title", "Winter Sleep of Networks"), ("authors", "Ada Byron, Bo Li"), ("published", "2024-01-02"), ("summary", "We let <i>networks</i> sleep."));
        Assert.Equal(HttpStatusCode.Redirect, taken.StatusCode);

        var paper = new Catalogue(Site.Store).Find("winter-sleep-of-networks")!;
        Assert.Equal(("2401.01234", "Ada Byron, Bo Li", "2024-01-02"), (paper.Arxiv, paper.Authors, paper.Published?.ToString()));
        var html = await ada.ReadAsync("/papers/winter-sleep-of-networks");
        Assert.Contains("We let &lt;i&gt;networks&lt;/i&gt; sleep.", html, StringComparison.Ordinal);
        Assert.Contains("Winter Sleep", await ada.ReadAsync("/"), StringComparison.Ordinal);
        Assert.Contains("winter-sleep-of-networks", await ada.ReadAsync("/papers?q=byron"), StringComparison.Ordinal);
        Assert.Contains("in the feed", await ada.ReadAsync("/submit"), StringComparison.Ordinal);
        using var known = await ada.SendAsync("/submit", "/submit", ("What", "2401.01234"));
        Assert.Contains("This paper is here already", await known.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Null(new Submissions(Site.Store).Accept(long.Parse(id), new SubmittedPaper { Title = "Again" }));
    }

    [Fact]
    public async Task A_refused_submission_is_told_with_the_reason()
    {
        var (ada, _, _) = await people.JoinAsync();
        using var sent = await ada.SendAsync("/submit", "/submit", ("What", "https://example.org/paper"), ("PaperTitle", "A Paper Elsewhere"));
        var id = new Submissions(Site.Store).Open().Single(one => one.Title == "A Paper Elsewhere").Id;
        using var refused = await people.Admin.SendAsync("/admin/submissions", "/admin/submissions?handler=Refuse", ("id", $"{id}"), ("answer", "It is <b>no</b> paper."));
        Assert.Contains("A Paper Elsewhere. It is &lt;b&gt;no&lt;/b&gt; paper.", await ada.ReadAsync("/notifications"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("file:///etc/passwd")]
    [InlineData("2413.01234")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public async Task What_is_neither_a_number_nor_an_address_is_not_submitted(string what)
    {
        var (ada, _, _) = await people.JoinAsync();
        using var refused = await ada.SendAsync("/submit", "/submit", ("What", what));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task The_admin_s_form_is_filled_in_where_papers_can_be_asked_for()
    {
        await using var site = await PeopleSite.StartAsync(options => options with { PaperMetadata = new OnePaper() });
        using var admin = await site.SignInAsync("admin");
        var submissions = new Submissions(site.Store);
        foreach (var number in (string[])["2401.01234", "2401.99999"]) submissions.Add(site.Accounts.Find("admin")!.Id, number, null, "", "");
        var waiting = submissions.Open();
        using var filled = await admin.SendAsync("/admin/submissions", "/admin/submissions?handler=Ask", ("id", $"{waiting[0].Id}"));
        var html = await filled.Content.ReadAsStringAsync();
        Assert.Contains("value=\"Of &lt;b&gt;Marmots&lt;/b&gt;\"", html, StringComparison.Ordinal);
        Assert.Contains("value=\"Ada Byron\"", html, StringComparison.Ordinal);
        using var unknown = await admin.SendAsync("/admin/submissions", "/admin/submissions?handler=Ask", ("id", $"{waiting[1].Id}"));
        Assert.Contains("Nothing could be learnt about arXiv:2401.99999", await unknown.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("Fill in from arXiv", await people.Admin.ReadAsync("/admin/submissions"), StringComparison.Ordinal);
    }

    private sealed class OnePaper : IPaperMetadata
    {
        public Task<SubmittedPaper?> FindAsync(string arxiv, CancellationToken cancel) =>
            Task.FromResult(arxiv == "2401.01234" ? new SubmittedPaper { Title = "Of <b>Marmots</b>", Authors = "Ada Byron", Abstract = "They sleep." } : null);
    }

    [Theory]
    [InlineData("2401.01234", "2401.01234")]
    [InlineData("arxiv.org/abs/2401.01234", "2401.01234")]
    [InlineData(" arXiv:2401.01234v3 ", "2401.01234")]
    [InlineData("https://arxiv.org/pdf/0704.0001v1.pdf", "0704.0001")]
    [InlineData("math.GT/0309136", "math/0309136")]
    [InlineData("https://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001")]
    [InlineData("2400.01234", null)]
    [InlineData("2401.123", null)]
    [InlineData("v2", null)]
    [InlineData("https://evil.example/2401.01234", null)]
    public void ArXiv_numbers_are_read_in_all_their_spellings(string typed, string? number) => Assert.Equal(number, ArxivNumber.Read(typed));

    private static void Arrive(PeopleSite site, string title, string? authors)
    {
        var slug = new Importer(site.Store).Import(new FeedPage("test", new DateOnly(2026, 1, 1), [new PageEntry { Line = 1, Title = title, Abstract = "An abstract." }], [])).Entries.Single().Address;
        if (authors is null) return;
        var submissions = new Submissions(site.Store);
        submissions.Add(site.Accounts.Find("admin")!.Id, null, $"https://example.org/{slug}", title, "");
        submissions.Accept(submissions.Open()[0].Id, new SubmittedPaper { Title = title, Abstract = "An abstract.", Authors = authors });
    }
}

using System.Text.RegularExpressions;
using Praxis.Feed;

namespace Praxis.Site.Tests.People;

/// <summary>Markup typed into every field there is, and then every page that shows one of them.</summary>
public sealed class TypedMarkupTests
{
    private const string Markup = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>";

    [Fact]
    public async Task Markup_typed_into_any_field_is_shown_as_text_on_every_page()
    {
        await using var site = await PeopleSite.StartAsync();
        using var admin = await site.SignInAsync("admin");
        using var eve = await site.JoinAsync("eve");
        var eveId = site.Accounts.Find("eve")!.Id;
        var echoes = new List<string>();
        async Task SendAsync(Visitor who, string page, string action, params (string, string)[] fields)
        {
            using var answer = await who.SendAsync(page, action, fields);
            if ((int)answer.StatusCode is not (>= 300 and < 400)) echoes.Add(await answer.Content.ReadAsStringAsync());
        }

        await SendAsync(eve, "/papers/mkor", "/papers/mkor/comments", ("Text", Markup));
        await SendAsync(eve, "/papers/mkor", "/papers/mkor/comments", ("Text", Markup + new string('x', PeopleLimits.LongestComment)));
        var comment = new Comments(site.Store).Of(eveId)[0].Id;
        await SendAsync(eve, "/papers/mkor", $"/comments/{comment}?handler=Edit", ("text", Markup + " edited"));
        await SendAsync(admin, "/papers/mkor", $"/comments/{comment}?handler=Report", ("reason", Markup));
        await SendAsync(admin, "/papers/mkor", $"/comments/{comment}?handler=Report", ("reason", Markup + new string('x', PeopleLimits.LongestNote)));
        await SendAsync(eve, "/papers/mkor", "/papers/mkor/save", ("name", Markup));
        await SendAsync(eve, "/lists", "/lists", ("name", Markup + " too"), ("isPublic", "true"));
        await SendAsync(eve, "/lists", "/lists", ("name", Markup + new string('x', PeopleLimits.LongestName)));
        foreach (var kind in (string[])["author", "search"])
            await SendAsync(eve, "/following", "/following?handler=Add", ("kind", kind), ("value", Markup), ("returnUrl", Markup));
        await SendAsync(eve, "/papers/mkor/claim", "/papers/mkor/claim", ("Author", Markup), ("Note", Markup));
        await SendAsync(eve, "/papers/kaprekar/claim", "/papers/kaprekar/claim", ("Author", Markup), ("Note", ""));
        await SendAsync(eve, "/submit", "/submit", ("What", $"https://example.org/{Markup}"), ("PaperTitle", Markup), ("Note", Markup));
        await SendAsync(eve, "/submit", "/submit", ("What", Markup), ("PaperTitle", Markup), ("Note", Markup));
        await SendAsync(eve, "/account", "/account?handler=Email", ("email", Markup), ("current", PeopleSite.Password));
        await SendAsync(eve, "/account/sign-in", "/account/sign-in", ("Name", Markup), ("Password", Markup), ("ReturnUrl", Markup));
        await SendAsync(eve, "/account/sign-up", "/account/sign-up", ("Name", Markup), ("Password", Markup), ("Email", Markup), ("ReturnUrl", Markup));
        await SendAsync(eve, "/account/forgot", "/account/forgot", ("Who", Markup));
        new AuthorClaims(site.Store).Decide(new AuthorClaims(site.Store).Open()[0].Id, confirm: true);
        var submissions = new Submissions(site.Store);
        await SendAsync(admin, "/admin/submissions", "/admin/submissions?handler=Refuse", ("id", $"{submissions.Open()[0].Id}"), ("answer", Markup));
        submissions.Add(eveId, null, $"https://example.org/{Markup}", Markup, Markup);
        await SendAsync(admin, "/admin/submissions", "/admin/submissions?handler=Accept", ("id", $"{submissions.Open()[0].Id}"), ("title", Markup), ("authors", Markup), ("summary", Markup), ("published", Markup));
        await SendAsync(admin, "/admin/submissions", "/admin/submissions?handler=Accept", ("id", $"{submissions.Open()[0].Id}"), ("title", Markup), ("authors", Markup), ("summary", Markup));
        submissions.Add(eveId, null, $"https://example.org/{Markup}", Markup, Markup);

        using var search = new PaperSearch(site.Store);
        var accepted = search.Search(new SearchRequest("alert")).Entries[0].Slug;
        string[] pages =
        [
            "/", "/papers", "/papers?q=alert", $"/papers/{accepted}", "/papers/mkor", "/papers/mkor/comments", "/papers/mkor/claim", "/papers/kaprekar/claim", $"/papers/{accepted}/claim", $"/comments/{comment}",
            $"/comments/{comment}?do=edit", $"/comments/{comment}?do=reply", "/people/eve", "/lists", "/following", "/notifications", "/submit", "/account", "/account/sign-in?returnUrl=" + Uri.EscapeDataString(Markup),
            "/account/sign-up?returnUrl=" + Uri.EscapeDataString(Markup), .. new ReadingLists(site.Store).Of(eveId).Select(list => $"/lists/{list.Id}"),
        ];
        var shown = 0;
        foreach (var (who, page) in pages.Select(page => (eve, page)).Concat(((string[])["/admin", "/admin/reports", "/admin/claims", "/admin/submissions", "/admin/people?q=" + Uri.EscapeDataString(Markup), $"/comments/{comment}?do=report"]).Select(page => (admin, page))))
        {
            var html = await who.ReadAsync(page);
            if (html.Contains("&lt;script&gt;alert(1)", StringComparison.Ordinal)) shown++;
            Check(page, html);
        }
        foreach (var html in echoes) Check("an answer to a form", html);
        Assert.True(shown >= 15, $"the markup was seen as text on {shown} pages only");
        Assert.True(echoes.Count >= 10, $"only {echoes.Count} forms were shown again");
    }

    private static void Check(string page, string html)
    {
        Assert.False(Regex.IsMatch(html, "<script(?! src=\"/assets/)|<img|<[a-z][^>\"]*(\"[^\"]*\"[^>\"]*)* on[a-z]+="), $"{page} shows markup that a reader typed");
        Assert.DoesNotContain("href=\"javascript:", html, StringComparison.OrdinalIgnoreCase);
    }
}

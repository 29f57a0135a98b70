using System.Net;
using System.Text.RegularExpressions;
using Praxis.Feed;

namespace Praxis.Site.Tests.People;

[Collection(PeopleCollection.Name)]
public sealed class CommentTests(PeopleFixture people)
{
    private const string Paper = "/papers/mkor";

    private PeopleSite Site => people.Site;

    [Fact]
    public async Task A_comment_stands_on_its_paper_is_changed_and_deleted_by_its_writer()
    {
        var (ada, name, _) = await people.JoinAsync("ada");
        var id = await SayAsync(ada, "The *second* bound is `sharp`.");
        var html = await ada.ReadAsync(Paper);
        Assert.Contains("<p>The <em>second</em> bound is <code>sharp</code>.</p>", html, StringComparison.Ordinal);
        Assert.Contains($"href=\"/people/{name}\"", html, StringComparison.Ordinal);

        using var edited = await ada.SendAsync($"/comments/{id}?do=edit", $"/comments/{id}?handler=Edit", ("text", "The third bound is."));
        Assert.Equal($"/papers/mkor#comment-{id}", edited.Headers.Location!.OriginalString);
        Assert.Contains("The third bound is.", await ada.ReadAsync($"/comments/{id}"), StringComparison.Ordinal);
        Assert.Contains(">edited</span>", await ada.ReadAsync($"/comments/{id}"), StringComparison.Ordinal);

        using var deleted = await ada.SendAsync($"/comments/{id}?do=remove", $"/comments/{id}?handler=Remove");
        Assert.Equal("/papers/mkor#discussion", deleted.Headers.Location!.OriginalString);
        Assert.DoesNotContain("third bound", await ada.ReadAsync(Paper), StringComparison.Ordinal);
        Assert.Equal("", new Comments(Site.Store).Find(id)!.Text);
        using var again = await ada.SendAsync(Paper, $"/comments/{id}?handler=Edit", ("text", "back again"));
        Assert.Equal(HttpStatusCode.BadRequest, again.StatusCode);
    }

    [Fact]
    public async Task Only_its_writer_changes_a_comment_and_only_the_admin_removes_another_s()
    {
        var (ada, _, _) = await people.JoinAsync();
        var (eve, _, _) = await people.JoinAsync();
        var id = await SayAsync(ada, "Mine alone.");
        foreach (var handler in (string[])["Edit", "Remove"])
        {
            using var refused = await eve.SendAsync(Paper, $"/comments/{id}?handler={handler}", ("text", "Not yours."));
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }
        using var byAdmin = await people.Admin.SendAsync(Paper, $"/comments/{id}?handler=Edit", ("text", "Not the admin's either."));
        Assert.Equal(HttpStatusCode.Forbidden, byAdmin.StatusCode);
        Assert.Equal("Mine alone.", new Comments(Site.Store).Find(id)!.Text);
        using var removed = await people.Admin.SendAsync(Paper, $"/comments/{id}?handler=Remove");
        Assert.Equal("admin", new Comments(Site.Store).Find(id)!.Removed);
    }

    [Fact]
    public async Task An_answer_and_a_mention_tell_those_they_are_for_once()
    {
        var (ada, adaName, adaId) = await people.JoinAsync("ada");
        var (bob, bobName, bobId) = await people.JoinAsync("bob");
        var (eve, eveName, eveId) = await people.JoinAsync("eve");
        var first = await SayAsync(ada, "What of the second claim?");
        var reply = await SayAsync(bob, $"@{adaName.ToUpperInvariant()}, and @{eveName}: see page 3. (Not `@admin`, nor x@{eveName}.)", first);

        var told = Assert.Single(new Notifications(Site.Store).Of(adaId));
        Assert.Equal(("reply", reply, bobName), (told.Kind, told.Comment, told.Writer));
        Assert.Equal("mention", Assert.Single(new Notifications(Site.Store).Of(eveId)).Kind);
        Assert.Empty(new Notifications(Site.Store).Of(bobId));
        Assert.DoesNotContain(new Notifications(Site.Store).Of(Site.Accounts.Find("admin")!.Id), one => one.Comment == reply);
        Assert.Contains($"<a class=\"mention\" href=\"/people/{eveName}\">@{eveName}</a>", await eve.ReadAsync(Paper), StringComparison.Ordinal);

        Assert.Contains(">1 new</a>", await ada.ReadAsync("/"), StringComparison.Ordinal);
        var page = await ada.ReadAsync("/notifications");
        Assert.Contains("answered you", page, StringComparison.Ordinal);
        var upTo = Regex.Match(page, "name=\"upTo\" value=\"(\\d+)\"").Groups[1].Value;
        using var seen = await ada.SendAsync("/notifications", "/notifications", ("upTo", upTo));
        Assert.DoesNotContain(" new</a>", await ada.ReadAsync("/"), StringComparison.Ordinal);

        // A later change tells those who are new in it, and nobody a second time.
        using var edited = await bob.SendAsync($"/comments/{reply}?do=edit", $"/comments/{reply}?handler=Edit", ("text", $"@{adaName} @{eveName} @{bobName} again"));
        Assert.Single(new Notifications(Site.Store).Of(adaId));
        Assert.Single(new Notifications(Site.Store).Of(eveId));
        // What is deleted tells nothing any more.
        using var deleted = await bob.SendAsync($"/comments/{reply}?do=remove", $"/comments/{reply}?handler=Remove");
        Assert.Empty(new Notifications(Site.Store).Of(adaId));
    }

    [Fact]
    public async Task Answers_stand_below_what_they_answer_also_when_that_was_deleted()
    {
        var (ada, _, _) = await people.JoinAsync("ada");
        var (bob, bobName, _) = await people.JoinAsync("bob");
        var first = await SayAsync(ada, "A question of mine.");
        var second = await SayAsync(bob, "An answer of mine.", first);
        var third = await SayAsync(ada, "Thanks for the answer.", second);
        Assert.Contains($"<span>to {bobName}</span>", await ada.ReadAsync(Paper), StringComparison.Ordinal);
        using var deleted = await ada.SendAsync($"/comments/{first}?do=remove", $"/comments/{first}?handler=Remove");
        var html = await bob.ReadAsync(Paper);
        var places = new[] { $"id=\"comment-{first}\"", "Removed by its writer.", $"id=\"comment-{second}\"", $"id=\"comment-{third}\"" }.Select(part => html.IndexOf(part, StringComparison.Ordinal)).ToList();
        Assert.All(places, place => Assert.True(place > 0));
        Assert.Equal(places.Order(), places);
        Assert.DoesNotContain("A question of mine", html, StringComparison.Ordinal);
        using var late = await bob.SendAsync(Paper, $"{Paper}/comments", ("Text", "To nothing."), ("ReplyTo", $"{first}"));
        Assert.Equal(HttpStatusCode.BadRequest, late.StatusCode);
        using var foreign = await bob.SendAsync(Paper, "/papers/kaprekar/comments", ("Text", "To another paper's."), ("ReplyTo", $"{second}"));
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
        Assert.Contains("To another paper&#x27;s.", await foreign.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_goes_to_the_admin_who_leaves_or_removes_the_comment()
    {
        var (ada, adaName, _) = await people.JoinAsync("ada");
        var (bob, bobName, _) = await people.JoinAsync("bob");
        var kept = await SayAsync(ada, "Harmless words of mine.");
        var bad = await SayAsync(ada, "Harmful words of mine.");
        foreach (var id in (long[])[kept, bad])
        {
            using var reported = await bob.SendAsync($"/comments/{id}?do=report", $"/comments/{id}?handler=Report", ("reason", $"<b>I do not like {id}</b>"));
            Assert.Contains("Thank you", await reported.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        using var empty = await bob.SendAsync($"/comments/{kept}?do=report", $"/comments/{kept}?handler=Report", ("reason", " "));
        Assert.Equal(HttpStatusCode.BadRequest, empty.StatusCode);
        using var own = await ada.SendAsync(Paper, $"/comments/{kept}?handler=Report", ("reason", "myself"));
        Assert.Equal(HttpStatusCode.NotFound, own.StatusCode);

        var page = await people.Admin.ReadAsync("/admin/reports");
        Assert.Contains($"Reported by {bobName}", page, StringComparison.Ordinal);
        Assert.Contains($"by {adaName}", page, StringComparison.Ordinal);
        Assert.Contains($"&lt;b&gt;I do not like {bad}&lt;/b&gt;", page, StringComparison.Ordinal);
        using var leave = await people.Admin.SendAsync("/admin/reports", "/admin/reports?handler=Keep", ("comment", $"{kept}"));
        using var remove = await people.Admin.SendAsync("/admin/reports", "/admin/reports?handler=Remove", ("comment", $"{bad}"));
        Assert.DoesNotContain("words of mine", await people.Admin.ReadAsync("/admin/reports"), StringComparison.Ordinal);
        var paper = await bob.ReadAsync(Paper);
        Assert.Contains("Harmless words of mine", paper, StringComparison.Ordinal);
        Assert.DoesNotContain("Harmful words of mine", paper, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_an_account_discussions_are_read_and_nothing_is_written()
    {
        using var nobody = Site.Visit();
        Assert.Contains("Sign in</a> to comment", await nobody.ReadAsync(Paper), StringComparison.Ordinal);
        using var refused = await nobody.SendAsync("/account/sign-in", $"{Paper}/comments", ("Text", "Hello from nobody."));
        Assert.Equal("/account/sign-in", refused.Headers.Location!.OriginalString);
        Assert.DoesNotContain("Hello from nobody", await nobody.ReadAsync(Paper), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "Write something")]
    [InlineData(" \t\n\u202e ", "Write something")]
    [InlineData("(long)", "at most 5,000 characters")]
    [InlineData("(deep)", "nested too deeply")]
    public async Task What_cannot_be_a_comment_comes_back_with_the_reason(string text, string says)
    {
        var (ada, _, _) = await people.JoinAsync();
        text = text switch { "(long)" => new string('x', 5001), "(deep)" => new string('>', 3000) + " x", _ => text };
        using var answer = await ada.SendAsync(Paper, $"{Paper}/comments", ("Text", text));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Many_threads_are_shown_page_by_page_and_a_link_to_one_finds_it()
    {
        var (ada, _, adaId) = await people.JoinAsync();
        var comments = new Comments(Site.Store);
        const string slug = "circular-law-band";
        var ids = Enumerable.Range(0, 60).Select(number => comments.Add(slug, adaId, $"Thread {number}.")!.Value).ToList();
        Assert.Contains("All 60 threads", await ada.ReadAsync($"/papers/{slug}"), StringComparison.Ordinal);
        var oldest = await ada.ReadAsync($"/comments/{ids[0]}");
        Assert.Contains($"href=\"/papers/{slug}/comments?p=2#comment-{ids[0]}\"", oldest, StringComparison.Ordinal);
        Assert.Contains($"id=\"comment-{ids[0]}\"", await ada.ReadAsync($"/papers/{slug}/comments?p=2"), StringComparison.Ordinal);
        Assert.Contains("60 comments", await ada.ReadAsync($"/papers?q=circular+law"), StringComparison.Ordinal);
    }

    private static async Task<long> SayAsync(Visitor visitor, string text, long? replyTo = null)
    {
        using var answer = await visitor.SendAsync(Paper, $"{Paper}/comments", replyTo is null ? [("Text", text)] : [("Text", text), ("ReplyTo", $"{replyTo}")]);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        return long.Parse(answer.Headers.Location!.OriginalString.Split("#comment-")[1]);
    }
}

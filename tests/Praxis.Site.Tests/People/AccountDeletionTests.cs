using System.Net;
using System.Text.Json;
using Praxis.Feed;

namespace Praxis.Site.Tests.People;

[Collection(PeopleCollection.Name)]
public sealed class AccountDeletionTests(PeopleFixture people)
{
    private const string Page = "/account/delete";

    [Fact]
    public async Task Whoever_deletes_their_account_is_told_before_and_only_nameless_comments_stay()
    {
        var (ada, name, id) = await people.JoinAsync("leaving");
        using var elsewhere = await people.Site.SignInAsync(name);
        var (eve, eveName, _) = await people.JoinAsync("staying");
        var comments = new Comments(people.Site.Store);
        var said = comments.Add("mkor", id, "Said before leaving.")!.Value;
        using var answered = await eve.SendAsync("/papers/mkor/comments", "/papers/mkor/comments", ("Text", "An answer."), ("ReplyTo", $"{said}"));
        new Votes(people.Site.Store).Add("mkor", id);
        var list = new ReadingLists(people.Site.Store).Make(id, "Mine", isPublic: true)!.Value;
        var token = new ApiTokens(people.Site.Store).Make(id, "laptop")!;
        new Submissions(people.Site.Store).Add(id, null, $"https://example.org/{name}", "A paper", "Please");
        using var counts = new PaperCounts(people.Site.Store);
        var votes = counts.Of("mkor").Votes;

        var page = await ada.ReadAsync(Page);
        foreach (var told in (string[])["votes", "reading lists", "a reader who has left", "papers you submitted", "Digests by mail", "cannot be undone"]) Assert.Contains(told, page, StringComparison.Ordinal);
        Assert.NotNull(people.Site.Accounts.Find(id));

        using var deleted = await ada.SendAsync(Page, Page, ("current", PeopleSite.Password));
        Assert.Equal("/account/sign-in?after=deleted", deleted.Headers.Location!.OriginalString);
        Assert.Contains("The account is deleted.", await ada.ReadAsync("/account/sign-in?after=deleted"), StringComparison.Ordinal);
        Assert.Null(people.Site.Accounts.Find(id));
        Assert.Null(people.Site.Accounts.Find(name));
        Assert.False(await ada.IsSignedInAsync());
        Assert.False(await elsewhere.IsSignedInAsync());
        Assert.Null(new ApiTokens(people.Site.Store).Find(token));
        Assert.Equal(votes - 1, counts.Of("mkor").Votes);
        using var gone = await eve.Client.GetAsync($"/lists/{list}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var person = await eve.Client.GetAsync($"/people/{name}");
        Assert.Equal(HttpStatusCode.NotFound, person.StatusCode);
        var discussion = await eve.ReadAsync("/papers/mkor/comments");
        Assert.Contains("Said before leaving.", discussion, StringComparison.Ordinal);
        Assert.Contains("a reader who has left", discussion, StringComparison.Ordinal);
        Assert.DoesNotContain(name, discussion, StringComparison.Ordinal);
        Assert.Contains(eveName, discussion, StringComparison.Ordinal);
        Assert.Contains(new Submissions(people.Site.Store).Open(), one => one.Address == $"https://example.org/{name}" && one.Name is null);

        using var again = people.Site.Visit();
        using var refused = await again.SignInAsync(name, PeopleSite.Password);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
    }

    [Fact]
    public async Task With_the_comments_their_text_is_gone_and_answers_stay()
    {
        var (ada, name, id) = await people.JoinAsync("leaving");
        var (_, _, eve) = await people.JoinAsync("staying");
        var comments = new Comments(people.Site.Store);
        var said = comments.Add("circular-law-band", id, $"Text of {name}.")!.Value;
        var answer = comments.Add("circular-law-band", eve, "An answer.", said)!.Value;
        new CommentReports(people.Site.Store).Add(said, eve, "Why not");
        using var deleted = await ada.SendAsync(Page, Page, ("current", PeopleSite.Password), ("withComments", "true"));
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        Assert.Equal(("", "author", null), (comments.Find(said)!.Text, comments.Find(said)!.Removed, comments.Find(said)!.Name));
        Assert.Equal("An answer.", comments.Find(answer)!.Text);
        Assert.DoesNotContain(new CommentReports(people.Site.Store).Open(), report => report.Comment == said);
        using var connection = people.Site.Store.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT count(*) FROM comments WHERE instr(text, '{name}') > 0";
        Assert.Equal(0L, command.ExecuteScalar());
    }

    [Fact]
    public async Task Without_the_password_nothing_is_deleted()
    {
        var (ada, _, id) = await people.JoinAsync("staying");
        var said = new Comments(people.Site.Store).Add("mkor", id, "Stays.")!.Value;
        foreach (var password in (string[])["not the password", ""])
        {
            using var refused = await ada.SendAsync(Page, Page, ("current", password), ("withComments", "true"));
            Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
            Assert.Contains("The password is not right", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        Assert.True(await ada.IsSignedInAsync());
        Assert.Equal("Stays.", new Comments(people.Site.Store).Find(said)!.Text);
        using var nobody = people.Site.Visit();
        using var asked = await nobody.Client.GetAsync(Page);
        Assert.StartsWith("/account/sign-in", asked.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_admin_stays_until_there_is_another()
    {
        await using var site = await PeopleSite.StartAsync();
        using var admin = await site.SignInAsync("admin");
        var said = new Comments(site.Store).Add("mkor", site.Accounts.Find("admin")!.Id, "Stays.")!.Value;
        var page = await admin.ReadAsync(Page);
        Assert.Contains("You are the last admin", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"current\"", page, StringComparison.Ordinal);
        // A form that was opened before the other admin went.
        using var refused = await admin.SendAsync("/account", Page, ("current", PeopleSite.Password), ("withComments", "true"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Contains("You are the last admin", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("Stays.", new Comments(site.Store).Find(said)!.Text);
        Assert.True(await admin.IsSignedInAsync());

        site.Accounts.SetAdmin(site.Accounts.Add("second", null)!.Id, true);
        using var deleted = await admin.SendAsync(Page, Page, ("current", PeopleSite.Password));
        Assert.Equal(HttpStatusCode.Redirect, deleted.StatusCode);
        Assert.Null(site.Accounts.Find("admin"));
    }

    [Fact]
    public async Task A_reader_takes_along_what_is_theirs_and_nothing_of_others_and_no_secret()
    {
        var (ada, name, id) = await people.JoinAsync("taking");
        var (_, other, otherId) = await people.JoinAsync("other");
        var store = people.Site.Store;
        people.Site.Accounts.SetEmail(id, $"{name}@example.org");
        new Comments(store).Add("mkor", id, "My *own* words, <b>& λ</b>");
        new Comments(store).Add("mkor", otherId, $"Words of {other}, to @{name}", mentions: [name]);
        new Votes(store).Add("kaprekar", id);
        var list = new ReadingLists(store).Make(id, "Mine")!.Value;
        new ReadingLists(store).Add(id, list, "mkor");
        new Follows(store, new PaperSearch(store)).Add(id, FollowKind.Author, "Ada Lovelace");
        new AuthorClaims(store).Add("kaprekar", id, "An Author", "It is me");
        var token = new ApiTokens(store).Make(id, "laptop")!;

        using var answer = await ada.Client.GetAsync("/account/data");
        Assert.Equal("application/json", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", answer.Content.Headers.ContentDisposition!.DispositionType);
        Assert.True(answer.Headers.CacheControl!.NoStore);
        var text = await answer.Content.ReadAsStringAsync();
        var data = JsonElement.Parse(text);
        Assert.Equal((name, $"{name}@example.org", false), (Of("account", "name"), Of("account", "email"), data.GetProperty("account").GetProperty("isAdmin").GetBoolean()));
        Assert.Equal(("My *own* words, <b>& λ</b>", "mkor"), (One("comments", "text"), One("comments", "paper")));
        Assert.Equal(("kaprekar", "Mine", "mkor", "Ada Lovelace", "An Author", "laptop"), (One("votes", "paper"), One("lists", "name"), One("listPapers", "paper"), One("follows", "value"), One("claims", "author"), One("tokens", "label")));
        Assert.Equal("mention", One("notifications", "kind"));
        Assert.Equal(DateTimeOffset.UtcNow.Year, DateTimeOffset.Parse(One("votes", "created"), System.Globalization.CultureInfo.InvariantCulture).Year);
        foreach (var secret in (string[])[other, token, people.Site.Accounts.Find(id)!.PasswordHash!, "hash"]) Assert.DoesNotContain(secret, text, StringComparison.Ordinal);

        using var nobody = people.Site.Visit();
        using var asked = await nobody.Client.GetAsync("/account/data");
        Assert.StartsWith("/account/sign-in", asked.Headers.Location!.PathAndQuery(), StringComparison.Ordinal);

        string Of(string part, string field) => data.GetProperty(part).GetProperty(field).GetString()!;
        string One(string part, string field) => Assert.Single(data.GetProperty(part).EnumerateArray()).GetProperty(field).GetString()!;
    }
}

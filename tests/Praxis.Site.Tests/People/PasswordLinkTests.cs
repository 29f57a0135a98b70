using System.Net;
using System.Text.RegularExpressions;
using Praxis.Feed;

namespace Praxis.Site.Tests.People;

public sealed class PasswordLinkTests : IAsyncLifetime
{
    private PeopleSite _site = null!;

    public async Task InitializeAsync() => _site = await PeopleSite.StartAsync();

    public async Task DisposeAsync() => await _site.DisposeAsync();

    [Fact]
    public async Task A_link_from_the_admin_sets_a_password_once_and_ends_every_sign_in()
    {
        using var admin = await _site.SignInAsync("admin");
        using var ada = await _site.JoinAsync("ada");
        using var made = await admin.SendAsync("/admin/people", "/admin/people?handler=Reset", ("id", $"{_site.Accounts.Find("ada")!.Id}"));
        var token = Token(await made.Content.ReadAsStringAsync());

        using var reader = _site.Visit();
        // Looking at it, as mail programs do, does not use it up.
        await reader.ReadAsync($"/account/reset?t={token}");
        using var weak = await reader.SendAsync($"/account/reset?t={token}", "/account/reset", ("t", token), ("Password", "short"));
        Assert.Equal(HttpStatusCode.BadRequest, weak.StatusCode);
        using var set = await reader.SendAsync($"/account/reset?t={token}", "/account/reset", ("t", token), ("Password", "another wise marmot"));
        Assert.Equal("/account/sign-in?after=password", set.Headers.Location!.OriginalString);
        Assert.False(await ada.IsSignedInAsync());
        using var back = await _site.SignInAsync("ada", "another wise marmot");

        using var gone = await reader.Client.GetAsync($"/account/reset?t={token}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var again = await reader.SendAsync("/account/sign-in", "/account/reset", ("t", token), ("Password", "a third wise marmot"));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        using var still = await _site.SignInAsync("ada", "another wise marmot");
    }

    [Fact]
    public async Task Of_two_that_follow_a_link_at_the_same_moment_one_sets_the_password()
    {
        using var ada = await _site.JoinAsync("ada");
        var links = new AccountLinks(_site.Store, TimeSpan.FromHours(1));
        var token = links.Make(_site.Accounts.Find("ada")!.Id, LinkPurpose.Password);
        var taken = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => links.Take(token, LinkPurpose.Password))));
        Assert.Single(taken, link => link is not null);
    }

    [Fact]
    public async Task Links_are_for_one_purpose_the_newest_only_and_not_for_long()
    {
        using var ada = await _site.JoinAsync("ada");
        var id = _site.Accounts.Find("ada")!.Id;
        var clock = new SettableClock();
        var links = new AccountLinks(_site.Store, TimeSpan.FromHours(1), clock);
        var first = links.Make(id, LinkPurpose.Password);
        var second = links.Make(id, LinkPurpose.Password);
        Assert.Null(links.Look(first, LinkPurpose.Password));
        Assert.Null(links.Look(second, LinkPurpose.Email));
        Assert.NotNull(links.Look(second, LinkPurpose.Password));
        clock.Now += TimeSpan.FromMinutes(61);
        Assert.Null(links.Take(second, LinkPurpose.Password));
        Assert.Null(links.Take(null, LinkPurpose.Password));
        Assert.Null(links.Take("' OR 1=1 --", LinkPurpose.Password));
    }

    [Fact]
    public async Task Asking_for_a_link_answers_the_same_whether_or_not_there_is_such_an_account()
    {
        using var ada = await _site.JoinAsync("ada");
        _site.Accounts.SetEmail(_site.Accounts.Find("ada")!.Id, "ada@example.org");
        using var bob = await _site.JoinAsync("bob");
        var answers = new List<string>();
        foreach (var who in (string[])["ada", "ada@example.org", "ADA@example.org", "bob", "nobody", "nobody@example.org", "\r\nBcc: x@example.org"])
        {
            using var visitor = _site.Visit();
            using var answer = await visitor.SendAsync("/account/forgot", "/account/forgot", ("Who", who));
            answers.Add($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        Assert.Single(answers.Distinct());
        Assert.Equal(3, _site.Mail.Sent.Count);
        Assert.All(_site.Mail.Sent, mail => Assert.Equal("ada@example.org", mail.To));

        // The link in the mail begins with the site's own address, whatever a request says it is.
        Assert.Contains("http://127.0.0.1:0/account/reset?t=", _site.Mail.Sent[^1].Text, StringComparison.Ordinal);
        using var reader = _site.Visit();
        Assert.Contains("<strong>ada</strong>", await reader.ReadAsync($"/account/reset?t={Token(_site.Mail.Sent[^1].Text)}"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_address_belongs_to_an_account_once_its_owner_has_followed_the_link()
    {
        using var ada = _site.Visit();
        using var joined = await ada.SendAsync("/account/sign-up", "/account/sign-up", ("Name", "ada"), ("Password", PeopleSite.Password), ("Email", "ada@example.org"));
        Assert.Equal(HttpStatusCode.Redirect, joined.StatusCode);
        Assert.Null(_site.Accounts.Find("ada")!.Email);
        var token = Token(Assert.Single(_site.Mail.Sent).Text);
        await ada.ReadAsync($"/account/email?t={token}");
        Assert.Null(_site.Accounts.Find("ada")!.Email);
        using var confirmed = await ada.SendAsync($"/account/email?t={token}", "/account/email", ("t", token));
        Assert.Equal("ada@example.org", _site.Accounts.Find("ada")!.Email);
        using var again = await ada.SendAsync("/account", "/account/email", ("t", token));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Whether_a_mail_address_is_known_is_told_to_its_owner_only()
    {
        using var ada = await _site.JoinAsync("ada");
        _site.Accounts.SetEmail(_site.Accounts.Find("ada")!.Id, "ada@example.org");
        async Task<string> JoinAsync(string name, string email)
        {
            using var visitor = _site.Visit();
            using var answer = await visitor.SendAsync("/account/sign-up", "/account/sign-up", ("Name", name), ("Password", PeopleSite.Password), ("Email", email));
            return $"{answer.StatusCode} {answer.Headers.Location} {await answer.Content.ReadAsStringAsync()}";
        }
        Assert.Equal(await JoinAsync("eve1", "new@example.org"), await JoinAsync("eve2", "ada@example.org"));
        Assert.Contains("You need do nothing", _site.Mail.Sent[^1].Text, StringComparison.Ordinal);
        Assert.DoesNotContain("?t=", _site.Mail.Sent[^1].Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ada@example.org\r\nBcc: everyone@example.org")]
    [InlineData("ada@example.org\nX: y")]
    [InlineData("Ada <ada@example.org>")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("ada@@example.org")]
    [InlineData("ada")]
    [InlineData("@example.org")]
    [InlineData("ada@localhost")]
    [InlineData("ada@example.org\u2028x")]
    public async Task What_is_not_one_plain_mail_address_is_refused(string email)
    {
        using var visitor = _site.Visit();
        using var answer = await visitor.SendAsync("/account/sign-up", "/account/sign-up", ("Name", "ada"), ("Password", PeopleSite.Password), ("Email", email));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_site.Mail.Sent);
    }

    [Fact]
    public async Task Changing_the_address_takes_the_password()
    {
        using var ada = await _site.JoinAsync("ada");
        using var refused = await ada.SendAsync("/account", "/account?handler=Email", ("email", "ada@example.org"), ("current", "not the password"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Empty(_site.Mail.Sent);
        using var sent = await ada.SendAsync("/account", "/account?handler=Email", ("email", "ada@example.org"), ("current", PeopleSite.Password));
        Assert.Single(_site.Mail.Sent);
    }

    [Fact]
    public async Task Without_mail_the_page_says_who_makes_links_and_sign_up_asks_for_no_address()
    {
        _site.Mail.IsConfigured = false;
        using var visitor = _site.Visit();
        Assert.Contains("praxis accounts reset", await visitor.ReadAsync("/account/forgot"), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"Email\"", await visitor.ReadAsync("/account/sign-up"), StringComparison.Ordinal);
        using var ada = await _site.JoinAsync("ada");
        Assert.DoesNotContain("Mail address", await ada.ReadAsync("/account"), StringComparison.Ordinal);
    }

    private static string Token(string text) => Regex.Match(text, @"\?t=([A-Za-z0-9_-]{43})").Groups[1].Value;
}

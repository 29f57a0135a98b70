using System.Net;

namespace Praxis.Site.Tests.People;

[Collection(PeopleCollection.Name)]
public sealed class AccountFormTests(PeopleFixture people)
{
    [Theory]
    [InlineData("a", PeopleSite.Password, "A name has")]
    [InlineData("<script>alert(1)</script>", PeopleSite.Password, "A name has")]
    [InlineData("аdmin", PeopleSite.Password, "A name has")] // the first letter is Cyrillic
    [InlineData("Admin", PeopleSite.Password, "is taken")]
    [InlineData("grace", "short", "at least 10")]
    [InlineData("grace", "aaaaaaaaaaaa", "four different")]
    [InlineData("grace-hopper", "Grace-Hopper1", "must not be the name")]
    public async Task What_cannot_be_an_account_is_told_with_its_reason(string name, string password, string says)
    {
        using var visitor = people.Site.Visit();
        using var answer = await visitor.SendAsync("/account/sign-up", "/account/sign-up", ("Name", name), ("Password", password));
        var html = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(says, html, StringComparison.Ordinal);
        Assert.DoesNotContain("<script>", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(password, html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example/")]
    [InlineData("/\\evil.example/")]
    [InlineData("/\t/evil.example/")]
    [InlineData("javascript:alert(1)")]
    [InlineData("~//evil.example")]
    [InlineData("\\\\evil.example")]
    [InlineData("evil.example")]
    [InlineData("")]
    public async Task No_address_to_return_to_leads_out_of_the_site(string target)
    {
        using var visitor = people.Site.Visit();
        using var answer = await visitor.SignInAsync("admin", PeopleSite.Password, target);
        Assert.Equal("/", answer.Headers.Location!.OriginalString);
        using var other = people.Site.Visit();
        var html = await other.ReadAsync($"/account/sign-in?returnUrl={Uri.EscapeDataString(target)}");
        Assert.Contains("name=\"ReturnUrl\" value=\"/\"", html, StringComparison.Ordinal);
        using var joined = await other.SendAsync("/account/sign-up", "/account/sign-up", ("Name", PeopleSite.NewName("newcomer")), ("Password", PeopleSite.Password), ("ReturnUrl", target));
        Assert.Equal("/", joined.Headers.Location!.OriginalString);
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
    [InlineData("ada@exam\u00a0ple.org")]
    [InlineData("ä@example.org")]
    [InlineData("a..da@example.org")]
    [InlineData("ada.@example.org")]
    [InlineData("ada@-example.org")]
    [InlineData("ada@exam_ple.org")]
    [InlineData("ada[at]@example.org")]
    public async Task What_is_not_one_plain_mail_address_is_refused(string email)
    {
        var before = people.Site.Mail.Sent.Count;
        using var visitor = people.Site.Visit();
        using var answer = await visitor.SendAsync("/account/sign-up", "/account/sign-up", ("Name", PeopleSite.NewName("ada")), ("Password", PeopleSite.Password), ("Email", email));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(before, people.Site.Mail.Sent.Count);
        // The account's own page asks the same question, and no way leads round it.
        var (reader, _, id) = await people.JoinAsync();
        using var changed = await reader.SendAsync("/account", "/account?handler=Email", ("email", email), ("current", PeopleSite.Password));
        Assert.Equal(HttpStatusCode.BadRequest, changed.StatusCode);
        Assert.Equal(before, people.Site.Mail.Sent.Count);
        Assert.Throws<ArgumentException>(() => people.Site.Accounts.SetEmail(id, email));
    }

    [Theory]
    [InlineData("ada+praxis@example.org")]
    [InlineData("ada@bücher.example")]
    public async Task What_the_outbox_sends_to_is_taken(string email)
    {
        using var visitor = people.Site.Visit();
        using var answer = await visitor.SendAsync("/account/sign-up", "/account/sign-up", ("Name", PeopleSite.NewName("ada")), ("Password", PeopleSite.Password), ("Email", email));
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal(email, people.Site.Mail.Sent[^1].To);
        Assert.NotNull(Praxis.Feed.MailText.Wire(email));
    }
}

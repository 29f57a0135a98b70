using System.Net;
using System.Text.RegularExpressions;
using Praxis.Feed;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Mail;

public sealed class SubscribeTests : IAsyncLifetime
{
    private PeopleSite _site = null!;

    public async Task InitializeAsync() => _site = await PeopleSite.StartAsync();

    public async Task DisposeAsync() => await _site.DisposeAsync();

    private Subscriptions Subscriptions => new(_site.Store);

    [Fact]
    public async Task A_subscription_begins_when_its_link_was_followed_and_confirmed_and_the_link_works_once()
    {
        using var reader = _site.Visit();
        using var asked = await AskAsync(reader, "ada@example.org", ("family", "theory"), ("searches", "low rank\nconformal"), ("rhythm", "weekly"));
        Assert.Contains("Look into your mailbox", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var mail = Assert.Single(_site.Mail.Sent);
        Assert.Equal("ada@example.org", mail.To);
        var link = Regex.Match(mail.Text, @"/subscribe/confirm\?t=([A-Za-z0-9_-]{43})").Groups[1].Value;
        // Programs that check mails look at every link.
        Assert.Contains("ada@example.org", await reader.ReadAsync($"/subscribe/confirm?t={link}"), StringComparison.Ordinal);
        Assert.Empty(Subscriptions.All());

        using var confirmed = await reader.SendAsync($"/subscribe/confirm?t={link}", "/subscribe/confirm", ("t", link));
        Assert.Contains("every Monday", await confirmed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var subscriber = Assert.Single(Subscriptions.All());
        Assert.Equal(["theory"], subscriber.Topics.Families);
        Assert.Equal(["low rank", "conformal"], subscriber.Topics.Searches);

        using var gone = await reader.Client.GetAsync($"/subscribe/confirm?t={link}");
        Assert.Equal(HttpStatusCode.NotFound, gone.StatusCode);
        using var again = await reader.SendAsync("/subscribe", "/subscribe/confirm", ("t", link));
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task The_answer_is_the_same_whether_an_address_is_known_new_stopped_or_asked_too_often()
    {
        Subscriptions.Confirm(Subscriptions.Ask(new SubscriptionRequest("ada@example.org", DigestRhythm.Daily, DigestTopics.Everything)));
        var answers = new List<string>();
        foreach (var address in (string[])["ada@example.org", "new@example.org", "ada@example.org", "ada@example.org", "ada@example.org"])
        {
            using var visitor = _site.Visit();
            using var answer = await AskAsync(visitor, address);
            answers.Add($"{answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }
        Assert.Single(answers.Distinct());
        // The first question of the day made the subscription above.
        Assert.Equal(MailLimits.RequestsADay - 1, _site.Mail.Sent.Count(mail => mail.To == "ada@example.org"));
    }

    [Theory]
    [InlineData("ada@example.org\r\nBcc: eve@example.org")]
    [InlineData("ada@example.org, eve@example.org")]
    [InlineData("nobody")]
    [InlineData("")]
    public async Task What_is_no_address_gets_no_mail(string address)
    {
        using var visitor = _site.Visit();
        using var answer = await AskAsync(visitor, address);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(_site.Mail.Sent);
    }

    [Fact]
    public async Task Markup_in_a_search_is_text_on_every_page()
    {
        using var reader = _site.Visit();
        using var asked = await AskAsync(reader, "ada@example.org", ("searches", "</textarea><script>alert(1)</script>"));
        var link = Regex.Match(_site.Mail.Sent[^1].Text, @"confirm\?t=([A-Za-z0-9_-]{43})").Groups[1].Value;
        Assert.DoesNotContain("<script>alert", await reader.ReadAsync($"/subscribe/confirm?t={link}"), StringComparison.Ordinal);
        using var confirmed = await reader.SendAsync($"/subscribe/confirm?t={link}", "/subscribe/confirm", ("t", link));
        Assert.DoesNotContain("<script>alert", await confirmed.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var manage = new SubscriberLinks(_site.Store).Make(Subscriptions.All()[0].Id, SubscriberLink.Manage);
        Assert.DoesNotContain("<script>alert", await reader.ReadAsync($"/subscribe/manage?t={manage}"), StringComparison.Ordinal);
        Assert.DoesNotContain("<script>alert", await reader.ReadAsync("/subscribe?q=%3C%2Ftextarea%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_post_without_cookie_or_token_unsubscribes_and_looking_does_not()
    {
        var subscriber = Subscribe("ada@example.org");
        var link = $"/unsubscribe?t={new SubscriberLinks(_site.Store).Make(subscriber.Id, SubscriberLink.Unsubscribe)}";
        using var program = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(_site.Address) };
        Assert.Contains("<button", await program.GetStringAsync(link), StringComparison.Ordinal);
        Assert.NotNull(Subscriptions.Find(subscriber.Id));
        // As RFC 8058 has it, in either form of a body; a second time does no harm.
        using var first = await program.PostAsync(link, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);
        Assert.Null(Subscriptions.Find(subscriber.Id));
        using var second = await program.PostAsync(link, new MultipartFormDataContent { { new StringContent("One-Click"), "List-Unsubscribe" } });
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
    }

    [Fact]
    public async Task Nobody_unsubscribes_or_changes_another()
    {
        var (ada, eve) = (Subscribe("ada@example.org"), Subscribe("eve@example.org"));
        var links = new SubscriberLinks(_site.Store);
        using var visitor = _site.Visit();
        foreach (var token in (string[])[links.Make(eve.Id, SubscriberLink.Unsubscribe).Replace($"{eve.Id}.", $"{ada.Id}.", StringComparison.Ordinal), links.Make(ada.Id, SubscriberLink.Manage), $"{ada.Id}.", ""])
        {
            using var answer = await visitor.PostAsync($"/unsubscribe?t={token}");
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }
        using var seen = await visitor.Client.GetAsync($"/subscribe/manage?t={links.Make(ada.Id, SubscriberLink.Unsubscribe)}");
        Assert.Equal(HttpStatusCode.NotFound, seen.StatusCode);
        Assert.Equal(2, Subscriptions.All().Count);
    }

    [Fact]
    public async Task A_subscription_is_changed_and_ended_by_its_signed_link()
    {
        var ada = Subscribe("ada@example.org");
        var token = new SubscriberLinks(_site.Store).Make(ada.Id, SubscriberLink.Manage);
        using var reader = _site.Visit();
        using var saved = await reader.SendAsync($"/subscribe/manage?t={token}", $"/subscribe/manage?t={token}", ("family", "optimization"), ("family", "no such family"), ("searches", " kfac \n\n"), ("rhythm", "weekly"));
        Assert.Contains("Saved.", await saved.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var now = Subscriptions.Find(ada.Id)!;
        Assert.Equal(DigestRhythm.Weekly, now.Rhythm);
        Assert.Equal(["optimization"], now.Topics.Families);
        Assert.Equal(["kfac"], now.Topics.Searches);
        var button = Regex.Match(await reader.ReadAsync($"/subscribe/manage?t={token}"), "action=\"(/unsubscribe[^\"]+)\"").Groups[1].Value;
        using var ended = await reader.PostAsync(WebUtility.HtmlDecode(button));
        Assert.Equal("/subscribe/ended", ended.Headers.Location!.OriginalString);
        Assert.Empty(Subscriptions.All());
    }

    [Fact]
    public async Task Without_mail_the_page_names_the_feeds()
    {
        _site.Mail.IsConfigured = false;
        using var visitor = _site.Visit();
        var page = await visitor.ReadAsync("/subscribe");
        Assert.Contains("/feeds/newest.atom", page, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"email\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task On_a_public_site_one_visitor_cannot_ask_for_many_addresses()
    {
        await using var site = await PeopleSite.StartAsync(options => options with { IsPublic = true, Limits = new PeopleLimits { LinksPerHour = 2 } });
        using var visitor = site.Visit();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await AskAsync(visitor, $"reader{i}@example.org");
            Assert.Equal(i < 2 ? HttpStatusCode.OK : HttpStatusCode.TooManyRequests, answer.StatusCode);
        }
        Assert.Equal(2, site.Mail.Sent.Count);
    }

    private Subscriber Subscribe(string email) => Subscriptions.Confirm(Subscriptions.Ask(new SubscriptionRequest(email, DigestRhythm.Daily, DigestTopics.Everything)))!;

    private static Task<HttpResponseMessage> AskAsync(Visitor visitor, string email, params (string, string)[] more) => visitor.SendAsync("/subscribe", "/subscribe", [("email", email), .. more]);
}

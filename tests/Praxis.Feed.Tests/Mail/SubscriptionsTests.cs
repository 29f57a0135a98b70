namespace Praxis.Feed.Tests.Mail;

public sealed class SubscriptionsTests : IDisposable
{
    private static readonly SubscriptionRequest Ada = new("ada@example.org", DigestRhythm.Weekly, new DigestTopics(["theory"], ["low rank"]));

    private readonly MailFixture _mail = new();

    public void Dispose() => _mail.Dispose();

    [Fact]
    public void Nobody_is_subscribed_before_the_link_is_followed_and_a_link_works_once()
    {
        var token = _mail.Subscriptions.Ask(Ada)!;
        Assert.Empty(_mail.Subscriptions.All());
        Assert.NotNull(_mail.Subscriptions.Look(token));
        Assert.Empty(_mail.Subscriptions.All());
        var subscriber = _mail.Subscriptions.Confirm(token)!;
        Assert.Equal(("ada@example.org", DigestRhythm.Weekly), (subscriber.Email, subscriber.Rhythm));
        Assert.Equal(["theory"], subscriber.Topics.Families);
        Assert.Equal(["low rank"], subscriber.Topics.Searches);
        Assert.Null(_mail.Subscriptions.Look(token));
        Assert.Null(_mail.Subscriptions.Confirm(token));
        Assert.DoesNotContain(token, _mail.Scalar("SELECT group_concat(token_hash) FROM subscription_requests"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_two_that_follow_a_link_at_the_same_moment_one_subscribes()
    {
        var token = _mail.Subscriptions.Ask(Ada);
        var done = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => _mail.Subscriptions.Confirm(token))));
        Assert.Single(done, one => one is not null);
    }

    [Fact]
    public void A_link_does_not_work_for_ever()
    {
        var token = _mail.Subscriptions.Ask(Ada);
        _mail.Clock.Now += MailLimits.RequestLife + TimeSpan.FromSeconds(1);
        Assert.Null(_mail.Subscriptions.Confirm(token));
        Assert.Null(_mail.Subscriptions.Confirm(null));
        Assert.Null(_mail.Subscriptions.Confirm("' OR 1=1 --"));
    }

    [Fact]
    public void An_address_is_asked_a_few_times_a_day_also_in_other_letters_and_after_following_links()
    {
        for (var i = 0; i < MailLimits.RequestsADay; i++) Assert.NotNull(_mail.Subscriptions.Confirm(_mail.Subscriptions.Ask(Ada with { Email = i == 0 ? "ADA@example.ORG" : "ada@example.org" })));
        Assert.Null(_mail.Subscriptions.Ask(Ada));
        _mail.Outbox.Tidy();
        Assert.Null(_mail.Subscriptions.Ask(Ada));
        Assert.NotNull(_mail.Subscriptions.Ask(Ada with { Email = "bob@example.org" }));
        _mail.Clock.Now += TimeSpan.FromHours(25);
        Assert.NotNull(_mail.Subscriptions.Ask(Ada));
        Assert.Single(_mail.Subscriptions.All());
    }

    [Fact]
    public void Signed_links_are_of_one_store_one_subscriber_and_one_purpose()
    {
        var links = new SubscriberLinks(_mail.Store);
        var token = links.Make(7, SubscriberLink.Unsubscribe);
        Assert.Equal(7, links.Read(token, SubscriberLink.Unsubscribe));
        Assert.Equal(7, new SubscriberLinks(_mail.Store).Read(token, SubscriberLink.Unsubscribe));
        Assert.Null(links.Read(token, SubscriberLink.Manage));
        Assert.Null(links.Read("8" + token[1..], SubscriberLink.Unsubscribe));
        Assert.Null(links.Read(token[..^1], SubscriberLink.Unsubscribe));
        foreach (var wrong in (string?[])[null, "", ".", "7.", "-7.x", "7", new string('7', 200), "7.\u00e9"]) Assert.Null(links.Read(wrong, SubscriberLink.Unsubscribe));
        using var other = new MailFixture();
        Assert.Null(new SubscriberLinks(other.Store).Read(token, SubscriberLink.Unsubscribe));
    }

    [Fact]
    public void Whoever_unsubscribes_is_forgotten_and_gets_nothing_that_was_waiting()
    {
        var ada = _mail.Subscribe("ada@example.org");
        _mail.Import("First Paper");
        _mail.Clock.GoToNow();
        Assert.Equal(1, _mail.Round.Run());
        Assert.True(_mail.Subscriptions.Remove(ada.Id));
        Assert.Null(_mail.Outbox.Take());
        Assert.Equal("0", _mail.Scalar("SELECT count(*) FROM outbox WHERE recipient LIKE 'ada%'"));
        Assert.Equal("0", _mail.Scalar("SELECT count(*) FROM subscription_requests"));
    }

    [Fact]
    public async Task Whose_a_mail_was_is_forgotten_when_it_has_been_sent_or_given_up()
    {
        _mail.Server.Answer = command => command.StartsWith("RCPT TO:<eve", StringComparison.Ordinal) ? "552 5.2.2 full" : null;
        _mail.Outbox.Add(new OutgoingMail("ada@example.org", "One", "Text"));
        _mail.Outbox.Add(new OutgoingMail("eve@example.org", "Two", "Text"));
        var report = await _mail.SendAsync();
        Assert.Equal((1, 1), (report.Sent, report.Failed));
        Assert.Equal("2", _mail.Scalar("SELECT count(*) FROM outbox WHERE recipient = '' AND message IS NULL"));
    }

    [Fact]
    public async Task Whoever_unsubscribes_while_the_mail_is_on_its_way_does_not_get_it()
    {
        var ada = _mail.Subscribe("ada@example.org");
        _mail.Import("First Paper");
        _mail.Clock.GoToNow();
        _mail.Round.Run();
        _mail.Server.Answer = command =>
        {
            if (command == "DATA") _mail.Subscriptions.Remove(ada.Id);
            return null;
        };
        Assert.Equal(0, (await _mail.SendAsync()).Sent);
        Assert.Empty(_mail.Server.Received);
    }
}

using MimeKit;
using Praxis.Lab;

namespace Praxis.Feed.TestHost;

/// <summary>Makes and sends digests as a site does, and stops for good at one step, to be killed there.</summary>
internal sealed class MailHost(PraxisStore store, int port, string stopAt, TimeSpan later) : IDigestWriter
{
    private readonly Later _clock = new(later);

    public async Task RunAsync()
    {
        var settings = new SmtpSettings { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None, From = new MailboxAddress("Praxis", "praxis@example.org") };
        var outbox = new Outbox(store, settings, _clock);
        using var search = new PaperSearch(store);
        var round = new DigestRound(new Subscriptions(store, _clock), outbox, new Catalogue(store), new TopicSearch(store, search), this, _clock);
        Console.WriteLine($"made {round.Run()}");
        At("made");
        if (stopAt == "sender")
        {
            Console.WriteLine("at sender");
            await new OutboxSender(outbox, settings).SendAsync();
            return;
        }
        while (outbox.Take() is { } mail)
        {
            At("taken");
            await using var talk = await SmtpTalk.BeginAsync(settings, CancellationToken.None);
            At("begun");
            await talk.DeliverAsync(mail.Recipient, mail.Message, () =>
            {
                At("text");
                outbox.Hand(mail);
                At("handing");
            }, CancellationToken.None);
            At("answered");
            outbox.Sent(mail);
            At("sent");
        }
    }

    public DigestContent Write(Subscriber subscriber, DateOnly day, IReadOnlyList<CatalogueEntry> papers)
    {
        At("writing");
        return new DigestContent("New papers", $"{papers.Count} papers for {subscriber.Email}\n", $"<p>{papers.Count} papers</p>", "https://example.org/unsubscribe?t=1");
    }

    private void At(string step)
    {
        if (step != stopAt) return;
        Console.WriteLine($"at {step}");
        Thread.Sleep(Timeout.Infinite);
    }

    private sealed class Later(TimeSpan later) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + later;
    }
}

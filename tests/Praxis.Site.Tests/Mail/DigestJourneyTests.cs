using System.Net;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using MimeKit;
using Praxis.Feed;
using Praxis.Feed.Tests.Mail;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Mail;

public sealed class DigestJourneyTests : IDisposable
{
    private readonly FakeMailServer _server = new();

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task Subscribe_confirm_receive_unsubscribe_through_the_serving_site_and_its_mail_server()
    {
        await using var site = await StartAsync();
        using var reader = site.Visit();
        using var asked = await reader.SendAsync("/subscribe", "/subscribe", ("email", "ada@example.org"), ("rhythm", "daily"));
        var ask = await ReceiveAsync(1);
        var link = Regex.Match(ask.TextBody!, @"http://papers\.example\.org(/subscribe/confirm\?t=[A-Za-z0-9_-]{43})").Groups[1].Value;
        using var confirmed = await reader.SendAsync(link, "/subscribe/confirm", ("t", link.Split('=')[1]));
        Assert.Equal(HttpStatusCode.OK, confirmed.StatusCode);

        // As if confirmed a while ago: what came here since is told.
        using (var connection = site.Store.Connect())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "UPDATE subscribers SET covered = 0; DELETE FROM digests; UPDATE papers SET added = 1000 WHERE slug IN ('kaprekar', 'mkor')";
            command.ExecuteNonQuery();
        }
        site.Services.GetRequiredService<DigestRound>().Run();
        var digest = await ReceiveAsync(2);
        Assert.Equal("ada@example.org", Assert.Single(digest.To.Mailboxes).Address);
        Assert.Contains("http://papers.example.org/papers/kaprekar", digest.TextBody, StringComparison.Ordinal);
        Assert.Contains("<table", digest.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("<meta name=\"color-scheme\" content=\"light dark\">", digest.HtmlBody, StringComparison.Ordinal);
        Assert.DoesNotContain("<svg", digest.HtmlBody, StringComparison.Ordinal);
        // The site's address is no https one here.
        Assert.Null(digest.Headers["List-Unsubscribe-Post"]);

        var end = Regex.Match(digest.Headers["List-Unsubscribe"]!, @"<http://papers\.example\.org(/unsubscribe[^>]+)>").Groups[1].Value;
        using var program = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = new Uri(site.Address) };
        using var ended = await program.PostAsync(end, new FormUrlEncodedContent([new("List-Unsubscribe", "One-Click")]));
        Assert.Equal(HttpStatusCode.OK, ended.StatusCode);
        Assert.Empty(new Subscriptions(site.Store).All());
        site.Services.GetRequiredService<DigestRound>().Run();
        Assert.Equal(0, site.Services.GetRequiredService<Outbox>().Counts().Waiting);
    }

    [Fact]
    public async Task Mails_about_accounts_go_the_same_way()
    {
        await using var site = await StartAsync();
        using var ada = site.Visit();
        using var joined = await ada.SendAsync("/account/sign-up", "/account/sign-up", ("Name", "ada"), ("Password", PeopleSite.Password), ("Email", "ada@example.org"));
        Assert.Contains("/account/email?t=", (await ReceiveAsync(1)).TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_imported_is_text_in_the_mail()
    {
        await using var site = await StartAsync();
        var writer = site.Services.GetRequiredService<IDigestWriter>();
        var subscriber = new Subscriber(1, "ada@example.org", DigestRhythm.Daily, new DigestTopics([], ["<b>bold</b>"]), 0, 0);
        var hostile = new CatalogueEntry { Slug = "x", Title = "A <script>alert(1)</script>\r\nBcc: eve@example.org", Summary = "", Abstract = "<img src=x onerror=alert(1)> \"quoted\" & more", Authors = "<i>Eve</i>" };
        var content = writer.Write(subscriber, new DateOnly(2026, 1, 6), [hostile]);
        Assert.DoesNotContain("<script>", content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", content.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>bold", content.Html, StringComparison.Ordinal);
        using var stream = new MemoryStream(MailMessage.Digest(site.Services.GetRequiredService<SmtpSettings>(), subscriber.Email, content, DateTimeOffset.UnixEpoch).Bytes);
        Assert.Empty(MimeMessage.Load(stream).Bcc);
    }

    [Fact]
    public async Task Many_papers_are_cut_and_counted_and_no_mail_is_cut_by_mail_programs()
    {
        await using var site = await StartAsync();
        var catalogue = new Catalogue(site.Store);
        var entry = catalogue.Find("circular-law-band")!;
        var content = site.Services.GetRequiredService<IDigestWriter>().Write(new Subscriber(1, "ada@example.org", DigestRhythm.Daily, DigestTopics.Everything, 0, 0), new DateOnly(2026, 1, 6), [.. Enumerable.Repeat(entry, 200)]);
        Assert.Contains("And 180 more", content.Html, StringComparison.Ordinal);
        Assert.Contains("And 180 more", content.Text, StringComparison.Ordinal);
        // Gmail cuts at 102 kB; the first papers have figures, the last ones words.
        Assert.InRange(System.Text.Encoding.UTF8.GetByteCount(content.Html), 1_000, 100_000);
        Assert.InRange(Regex.Count(content.Html, "<table"), 60, 3 * 4 * 20 - 3);
    }

    private Task<PeopleSite> StartAsync() => PeopleSite.StartAsync(options => options with
    {
        PublicAddress = "http://papers.example.org",
        IsPublic = false,
        // Late, so that the schedule makes none by itself while a test looks.
        DigestTime = new TimeOnly(23, 59, 59),
        Smtp = new SmtpSettings { Host = "127.0.0.1", Port = _server.Port, Security = SmtpSecurity.None, From = new MailboxAddress("Praxis", "praxis@example.org") },
    });

    private async Task<MimeMessage> ReceiveAsync(int count)
    {
        for (var waited = 0; waited < 300 && _server.Received.Count < count; waited++) await Task.Delay(50);
        Assert.Equal(count, _server.Received.Count);
        using var stream = new MemoryStream(System.Text.Encoding.ASCII.GetBytes(_server.Received[^1].Text));
        return await MimeMessage.LoadAsync(stream);
    }
}

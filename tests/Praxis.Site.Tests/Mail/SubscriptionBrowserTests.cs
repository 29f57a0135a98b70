using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using MimeKit;
using Praxis.Feed;
using Praxis.Feed.Tests.Mail;
using Praxis.Site.Tests.Browser;
using Praxis.Site.Tests.CommandLine;
using Praxis.Site.Tests.People;

namespace Praxis.Site.Tests.Mail;

/// <summary>A subscription from its form to its end as a reader sees it: in a browser and in a mailbox behind a mail server, a real one where it is installed.</summary>
public sealed class SubscriptionBrowserTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string Reader = "ada@example.org";
    private const string Public = "http://papers.example.org";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    [SkippableFact]
    public async Task Subscribe_confirm_receive_unsubscribe_and_be_forgotten()
    {
        Skip.If(browser.Browser is null, browser.Missing);
        await using var real = RealMailServer.IsInstalled ? await RealMailServer.StartAsync() : null;
        using var own = real is null ? new FakeMailServer() : null;
        var port = real?.Port ?? own!.Port;
        IReadOnlyList<ReceivedMail> Received() => real?.Received ?? own!.Received;
        await using var site = await PeopleSite.StartAsync(options => options with
        {
            PublicAddress = Public,
            IsPublic = false,
            // What the site's own schedule would send at its time is sent by the command below.
            DigestTime = new TimeOnly(23, 59, 59),
            Smtp = new SmtpSettings { Host = "127.0.0.1", Port = port, Security = SmtpSecurity.None, From = new MailboxAddress("Praxis", "praxis@example.org") },
        });
        await using var context = await browser.Browser!.NewContextAsync(new() { BaseURL = site.Address });
        // As the name's owner would let it point here.
        await context.RouteAsync($"{Public}/**", route => route.FulfillAsync(new() { Status = 302, Headers = new Dictionary<string, string> { ["Location"] = site.Address + route.Request.Url[Public.Length..] } }));
        var page = await context.NewPageAsync();

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Link, new() { Name = "New papers by mail" }).ClickAsync();
        await page.GetByLabel("Your mail address").FillAsync(Reader);
        await page.GetByRole(AriaRole.Button, new() { Name = "Subscribe" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Look into your mailbox");

        var asked = await ReceiveAsync(Received, 1);
        Assert.Empty(new Subscriptions(site.Store).All());
        await page.GotoAsync(Regex.Match(asked.TextBody!, @"http://papers\.example\.org/subscribe/confirm\?t=\S+").Value);
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, subscribe" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync($"Done. All papers, every day with new papers, to {Reader}");

        MakeDue(site);
        Assert.Contains("1 new", await SendAsync(site, port), StringComparison.Ordinal);
        var digest = await ReceiveAsync(Received, 2);
        Assert.Equal(Reader, Assert.Single(digest.To.Mailboxes).Address);
        await page.SetContentAsync(digest.HtmlBody!);
        await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { NameRegex = new("Kaprekar") })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { NameRegex = new("Kaprekar") }).ClickAsync();
        await Assertions.Expect(page).ToHaveURLAsync(new Regex("/papers/kaprekar$"));

        await page.SetContentAsync(digest.HtmlBody!);
        await page.GetByRole(AriaRole.Link, new() { Name = "Unsubscribe" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Unsubscribe" }).ClickAsync();
        await Assertions.Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("your address is forgotten here");

        var outbox = site.Services.GetRequiredService<Praxis.Feed.Outbox>();
        await UntilAsync(() => outbox.Counts().Waiting == 0, "a mail is still waiting");
        Assert.Empty(Mentions(site, Reader));
        Assert.Contains("0 new, 0 sent", await SendAsync(site, port), StringComparison.Ordinal);
        Assert.Equal(2, Received().Count);
    }

    // As if subscribed a while ago: what came here since is told.
    private static void MakeDue(PeopleSite site)
    {
        using var connection = site.Store.Connect();
        using var command = connection.CreateCommand();
        command.CommandText = "UPDATE subscribers SET covered = 0; UPDATE papers SET added = 1000 WHERE slug IN ('kaprekar', 'mkor')";
        command.ExecuteNonQuery();
    }

    private static async Task<string> SendAsync(PeopleSite site, int port)
    {
        using var praxis = new PraxisProcess();
        var (exit, output, error) = await praxis.RunAsync(["digest", "send", "--public", Public, "--data", site.Store.Folder], environment: new Dictionary<string, string>
        {
            ["PRAXIS_PAPERS"] = site.Papers,
            ["PRAXIS_SMTP_HOST"] = "127.0.0.1",
            ["PRAXIS_SMTP_PORT"] = $"{port}",
            ["PRAXIS_SMTP_TLS"] = "none",
            ["PRAXIS_SMTP_FROM"] = "Praxis <praxis@example.org>",
        });
        Assert.True(exit == 0, error);
        return output;
    }

    /// <summary>The columns of the store in which a text stands.</summary>
    private static List<string> Mentions(PeopleSite site, string text)
    {
        using var connection = site.Store.Connect();
        var found = new List<string>();
        foreach (var (table, column) in Read("SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"))
            if (Read($"SELECT count(*), 0 FROM \"{table}\" WHERE instr(CAST(\"{column}\" AS TEXT), '{text}') > 0").Single().First != "0") found.Add($"{table}.{column}");
        return found;

        List<(string First, string Second)> Read(string sql)
        {
            using var command = connection.CreateCommand();
            command.CommandText = sql;
            using var reader = command.ExecuteReader();
            var rows = new List<(string, string)>();
            while (reader.Read()) rows.Add((reader.GetValue(0).ToString()!, reader.GetValue(1).ToString()!));
            return rows;
        }
    }

    private static async Task<MimeMessage> ReceiveAsync(Func<IReadOnlyList<ReceivedMail>> received, int count)
    {
        await UntilAsync(() => received().Count >= count, $"{received().Count} mails came, not {count}");
        using var stream = new MemoryStream(System.Text.Encoding.Latin1.GetBytes(received()[count - 1].Text));
        return await MimeMessage.LoadAsync(stream);
    }

    private static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        for (var waited = TimeSpan.Zero; waited < Patience && !condition(); waited += TimeSpan.FromMilliseconds(50)) await Task.Delay(50);
        Assert.True(condition(), otherwise);
    }
}

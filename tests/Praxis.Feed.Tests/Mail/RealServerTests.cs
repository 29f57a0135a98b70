namespace Praxis.Feed.Tests.Mail;

public sealed class RealServerTests : IDisposable
{
    private readonly MailFixture _mail = new();

    public void Dispose() => _mail.Dispose();

    [SkippableFact]
    public async Task A_real_server_that_takes_refuses_puts_off_stalls_and_drops_gets_each_mail_once()
    {
        Skip.IfNot(RealMailServer.IsInstalled, RealMailServer.Missing);
        await using var server = await RealMailServer.StartAsync();
        _mail.Settings = _mail.Settings with { Port = server.Port, Step = TimeSpan.FromSeconds(5) };
        string[] names = ["ada", "later", "stall", "drop", "gone", "disliked", "bob"];
        foreach (var name in names) _mail.Outbox.Add(new OutgoingMail($"{name}@example.org", "Größe und λ", ".\nA dot, größer als λ\n..\n"));
        var rounds = new List<SendReport>();
        for (var round = 0; round < 4; round++)
        {
            rounds.Add(await _mail.SendAsync());
            _mail.Clock.Now += TimeSpan.FromMinutes(21);
        }
        Assert.Equal(5, rounds.Sum(report => report.Sent));
        Assert.Equal(2, rounds.Sum(report => report.Failed));
        Assert.Equal(3, rounds.Sum(report => report.Again));
        Assert.Equal((0, 5, 2, 1), (_mail.Outbox.Counts().Waiting, _mail.Outbox.Counts().Sent, _mail.Outbox.Counts().Failed, _mail.Outbox.Counts().Stopped));
        await server.StopAsync();
        var taken = server.Taken;
        Assert.Equal(["ada", "bob", "drop", "later", "stall"], taken.Select(mail => mail.GetProperty("to")[0].GetString()!.Split('@')[0]).Order(StringComparer.Ordinal));
        Assert.All(taken, mail => Assert.Equal("Größe und λ", mail.GetProperty("subject").GetString()));
        Assert.All(taken, mail => Assert.Equal(".\nA dot, größer als λ\n..", mail.GetProperty("parts")[0].GetString()!.ReplaceLineEndings("\n").TrimEnd()));
    }
}

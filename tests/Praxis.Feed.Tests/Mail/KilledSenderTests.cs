using System.Diagnostics;

namespace Praxis.Feed.Tests.Mail;

public sealed class KilledSenderTests : IDisposable
{
    private readonly MailFixture _mail = new();

    public void Dispose() => _mail.Dispose();

    [SkippableTheory]
    [InlineData("writing", 1)]
    [InlineData("made", 1)]
    [InlineData("taken", 1)]
    [InlineData("begun", 1)]
    [InlineData("text", 1)]
    [InlineData("handing", 1)]
    // Between the server's answer and the store nobody can know; both copies have one Message-ID, by which a receiver drops the second.
    [InlineData("answered", 2)]
    [InlineData("sent", 1)]
    public void A_process_killed_at_any_step_neither_loses_nor_doubles_a_digest(string step, int copies)
    {
        Skip.If(OperatingSystem.IsWindows(), "kill -9 is a matter of Unix");
        _mail.Subscribe("ada@example.org");
        _mail.Import("First Paper");

        Run(step, seconds: 5, kill: process => Wait(process, $"at {step}"));
        // Before the lease is over the mail may still be in another's hands; after that it is anyone's.
        Run("none", seconds: 400);
        Run("none", seconds: 800);

        Assert.Equal(copies, _mail.Server.Received.Count);
        Assert.Single(_mail.Server.Received.Select(mail => mail.Field("Message-Id")).Distinct());
        Assert.Equal("sent", _mail.Scalar("SELECT state FROM outbox"));
        Assert.Equal(copies > 1 || step == "handing" ? "1" : "0", _mail.Scalar("SELECT doubtful FROM outbox"));
        Assert.Equal("ok", _mail.Scalar("PRAGMA integrity_check"));
    }

    [SkippableFact]
    public void Killed_again_and_again_at_any_moment_every_subscriber_has_a_digest_and_no_id_of_another()
    {
        Skip.If(OperatingSystem.IsWindows(), "kill -9 is a matter of Unix");
        const int subscribers = 40;
        for (var i = 0; i < subscribers; i++) _mail.Subscribe($"reader{i}@example.org");
        _mail.Import("First Paper");
        // Slow enough to be met in the middle.
        _mail.Server.Answer = _ =>
        {
            Thread.Sleep(2);
            return null;
        };
        var random = new Random(5);
        var kills = 0;
        for (; kills < 4; kills++)
        {
            Run("sender", seconds: 5 + (400 * kills), kill: process =>
            {
                Wait(process, "at sender");
                Thread.Sleep(random.Next(20, 250));
            });
        }
        Run("sender", seconds: 5 + (400 * kills));
        Run("sender", seconds: 5 + (400 * (kills + 1)));

        var byReader = _mail.Server.Received.ToLookup(mail => mail.Recipient);
        Assert.Equal(subscribers, byReader.Count);
        Assert.All(byReader, mails => Assert.Single(mails.Select(mail => mail.Field("Message-Id")).Distinct()));
        Assert.Equal(subscribers, _mail.Server.Received.Select(mail => mail.Field("Message-Id")).Distinct().Count());
        // At most the one mail in hand at each kill can have gone twice.
        Assert.InRange(_mail.Server.Received.Count, subscribers, subscribers + kills);
        Assert.Equal($"{subscribers}", _mail.Scalar("SELECT count(*) FROM outbox WHERE state = 'sent'"));
    }

    private void Run(string step, int seconds, Action<Process>? kill = null)
    {
        var host = Path.Combine(AppContext.BaseDirectory, "Praxis.Feed.TestHost.dll");
        var start = new ProcessStartInfo("dotnet", [host, "mail", _mail.Folder, $"{_mail.Server.Port}", step, $"{seconds}"]) { RedirectStandardOutput = true };
        using var process = Process.Start(start)!;
        try
        {
            kill?.Invoke(process);
            if (kill is not null) return;
            Assert.True(process.WaitForExit(60_000), "it did not end in a minute");
            Assert.EndsWith("done", process.StandardOutput.ReadToEnd().Trim(), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
            process.WaitForExit();
        }
    }

    private static void Wait(Process process, string line)
    {
        while (process.StandardOutput.ReadLine() is { } said)
            if (said == line) return;
        Assert.Fail($"it ended before '{line}'");
    }
}

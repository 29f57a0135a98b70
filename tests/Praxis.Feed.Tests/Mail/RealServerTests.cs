using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace Praxis.Feed.Tests.Mail;

public sealed class RealServerTests : IDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly MailFixture _mail = new();

    public void Dispose() => _mail.Dispose();

    [SkippableFact]
    public async Task A_real_server_that_takes_refuses_puts_off_stalls_and_drops_gets_each_mail_once()
    {
        Skip.IfNot(HasServer(), "python3-aiosmtpd is not installed (apt install python3-aiosmtpd)");
        var port = FreePort();
        using var server = Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Mail", "smtp_server.py"), $"{port}"]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        try
        {
            Assert.Equal("ready", await server.StandardOutput.ReadLineAsync());
            _mail.Settings = _mail.Settings with { Port = port, Step = TimeSpan.FromSeconds(2) };
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
        }
        finally
        {
            server.StandardInput.Close();
            if (!server.WaitForExit(5_000)) server.Kill();
        }
        var taken = (await server.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["ada", "bob", "drop", "later", "stall"], taken.Select(mail => mail.GetProperty("to")[0].GetString()!.Split('@')[0]).Order(StringComparer.Ordinal));
        Assert.All(taken, mail => Assert.Equal("Größe und λ", mail.GetProperty("subject").GetString()));
        Assert.All(taken, mail => Assert.Equal(".\nA dot, größer als λ\n..", mail.GetProperty("parts")[0].GetString()!.ReplaceLineEndings("\n").TrimEnd()));
    }

    private static bool HasServer()
    {
        if (!File.Exists(Python)) return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import aiosmtpd.controller"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

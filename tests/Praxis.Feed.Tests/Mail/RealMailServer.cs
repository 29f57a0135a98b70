using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace Praxis.Feed.Tests.Mail;

/// <summary>A real SMTP server, Debian's python3-aiosmtpd, in a process of its own.</summary>
public sealed class RealMailServer : IAsyncDisposable
{
    private const string Python = "/usr/bin/python3";

    private readonly Process _process;
    private readonly ConcurrentQueue<JsonElement> _taken = [];
    private Task _reading = Task.CompletedTask;

    private RealMailServer(Process process) => _process = process;

    /// <summary>Why a test that needs it cannot run.</summary>
    public const string Missing = "python3-aiosmtpd is not installed (apt install python3-aiosmtpd)";

    public int Port { get; private set; }

    /// <summary>What it took, as its own program reads it.</summary>
    public IReadOnlyList<JsonElement> Taken => [.. _taken];

    /// <summary>The same as a test reads it from other servers.</summary>
    public IReadOnlyList<ReceivedMail> Received => [.. _taken.Select(mail => new ReceivedMail(mail.GetProperty("to")[0].GetString()!, mail.GetProperty("text").GetString()!))];

    public static bool IsInstalled { get; } = Find();

    public static async Task<RealMailServer> StartAsync()
    {
        var process = Process.Start(new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "Mail", "smtp_server.py")]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        var server = new RealMailServer(process);
        var ready = await process.StandardOutput.ReadLineAsync();
        Assert.StartsWith("ready ", ready, StringComparison.Ordinal);
        server.Port = int.Parse(ready!["ready ".Length..], CultureInfo.InvariantCulture);
        server._reading = server.ReadAsync();
        return server;
    }

    /// <summary>Ends it; after that everything that it took is there.</summary>
    public async Task StopAsync()
    {
        if (!_process.HasExited) _process.StandardInput.Close();
        await _reading;
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
    }

    private async Task ReadAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
            if (line.Length > 0) _taken.Enqueue(JsonElement.Parse(line));
    }

    private static bool Find()
    {
        if (!File.Exists(Python)) return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import aiosmtpd.smtp"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Praxis.Feed.Tests.Mail;

/// <summary>A mail that a server took.</summary>
/// <param name="Recipient">To whom, as the envelope says.</param>
/// <param name="Text">Head and text, dots unstuffed.</param>
public sealed record ReceivedMail(string Recipient, string Text)
{
    /// <summary>A field of the head, unfolded; null when it is not there.</summary>
    public string? Field(string name)
    {
        var head = Text.Split("\r\n\r\n", 2)[0].Replace("\r\n ", " ", StringComparison.Ordinal).Replace("\r\n\t", " ", StringComparison.Ordinal);
        return head.Split("\r\n").FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)) is { } line ? line[(name.Length + 1)..].Trim() : null;
    }
}

/// <summary>An SMTP server on loopback that does what a test wants, also what no good server would.</summary>
public sealed class FakeMailServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<ReceivedMail> _received = [];
    private readonly ConcurrentQueue<string> _commands = [];
    private readonly CancellationTokenSource _over = new();

    public FakeMailServer()
    {
        _listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What to say to a command in place of the usual; null for the usual, <see cref="Silence"/> for nothing, <see cref="Drop"/> to close. The mail's end is the command ".".</summary>
    public Func<string, string?> Answer { get; set; } = _ => null;

    /// <summary>What EHLO offers.</summary>
    public string[] Offers { get; set; } = [];

    public X509Certificate2? Certificate { get; set; }

    public IReadOnlyList<ReceivedMail> Received => [.. _received];

    public IReadOnlyList<string> Commands => [.. _commands];

    public const string Silence = "(silence)";
    public const string Drop = "(drop)";

    public void Dispose()
    {
        _listener.Dispose();
        _over.Cancel();
        _over.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        try
        {
            using var held = client;
            Stream stream = client.GetStream();
            if (!await SayAsync(stream, Answer("connect") ?? "220 fake")) return;
            var (recipient, command) = ("", "");
            while ((command = await LineAsync(stream)) is { Length: > 0 })
            {
                _commands.Enqueue(command);
                var verb = command.Split(' ', ':')[0].ToUpperInvariant();
                if (verb == "RCPT") recipient = command[(command.IndexOf('<') + 1)..command.IndexOf('>')];
                var usual = verb switch
                {
                    "EHLO" => string.Join("\r\n", new[] { "fake" }.Concat(Offers).Select((offer, i) => $"250{(i < Offers.Length ? "-" : " ")}{offer}")),
                    "DATA" => "354 go on",
                    "QUIT" => "221 bye",
                    "STARTTLS" => "220 now",
                    "AUTH" => command.EndsWith("LOGIN", StringComparison.Ordinal) ? "334 VXNlcm5hbWU6" : "235 come in",
                    _ => "250 ok",
                };
                var answer = Answer(command) ?? usual;
                if (!await SayAsync(stream, answer)) return;
                if (verb == "QUIT") return;
                if (verb == "STARTTLS" && answer == usual)
                {
                    var secure = new SslStream(stream);
                    await secure.AuthenticateAsServerAsync(Certificate!);
                    stream = secure;
                }
                if (verb != "DATA" || answer != usual) continue;
                var text = new StringBuilder();
                string line;
                while ((line = await LineAsync(stream)) != ".") text.Append(line.StartsWith('.') ? line[1..] : line).Append("\r\n");
                var end = Answer(".") ?? "250 taken";
                if (end.StartsWith("250", StringComparison.Ordinal)) _received.Enqueue(new ReceivedMail(recipient, text.ToString()));
                if (!await SayAsync(stream, end)) return;
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or System.Security.Authentication.AuthenticationException or OperationCanceledException)
        {
            // The other side has gone.
        }
    }

    private async Task<bool> SayAsync(Stream stream, string answer)
    {
        if (answer == Drop) return false;
        // Bound to the server's life: a wait that nothing refers to would be collected, and its connection closed.
        if (answer == Silence) await Task.Delay(Timeout.Infinite, _over.Token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer + "\r\n"));
        return true;
    }

    // Null bytes do not occur; at the end of the stream an exception ends the talk.
    private static async Task<string> LineAsync(Stream stream)
    {
        var line = new StringBuilder();
        byte[] one = new byte[1];
        while (true)
        {
            if (await stream.ReadAsync(one) == 0) throw new IOException("closed");
            if (one[0] == '\n') return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : throw new IOException("a bare line feed");
            line.Append((char)one[0]);
        }
    }
}

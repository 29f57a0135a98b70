using System.Buffers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Praxis.Feed;

/// <summary>
/// One talk with a mail server (RFC 5321, STARTTLS of RFC 3207, AUTH of RFC 4954): one command, one answer, so that every failure has its
/// step and it is known whether the mail can have arrived. Several mails may go over one talk.
/// </summary>
public sealed class SmtpTalk : IAsyncDisposable
{
    private static readonly byte[] End = "\r\n.\r\n"u8.ToArray();

    private readonly SmtpSettings _settings;
    private Stream _stream;
    private SmtpLines _lines;
    private IReadOnlyList<string> _abilities = [];

    private SmtpTalk(SmtpSettings settings, Stream stream) => (_settings, _stream, _lines) = (settings, stream, new SmtpLines(stream));

    /// <summary>Connects, makes the talk safe and signs in, as the settings say.</summary>
    /// <exception cref="SmtpException">That did not succeed; another try may.</exception>
    public static async Task<SmtpTalk> BeginAsync(SmtpSettings settings, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(settings);
        SmtpTalk? talk = null;
        try
        {
            return await InTimeAsync(settings, "connecting", async limited =>
            {
                var client = new TcpClient { NoDelay = true };
                try
                {
                    await client.ConnectAsync(settings.Host, settings.Port, limited);
                }
                catch
                {
                    client.Dispose();
                    throw;
                }
                talk = new SmtpTalk(settings, client.GetStream());
                return talk;
            }, cancel) is { } begun ? await begun.GreetAsync(cancel) : throw new InvalidOperationException();
        }
        catch
        {
            if (talk is not null) await talk.DisposeAsync();
            throw;
        }
    }

    /// <summary>Delivers one mail.</summary>
    /// <param name="recipient">The address.</param>
    /// <param name="message">The mail with its head, lines ended by CR LF.</param>
    /// <param name="handing">Called after all but the mail's end was taken, right before its end is sent: from then on the server may have it.</param>
    /// <param name="cancel">Stops it.</param>
    /// <exception cref="SmtpException">The mail was not delivered, or nobody knows.</exception>
    public async Task DeliverAsync(string recipient, ReadOnlyMemory<byte> message, Action? handing, CancellationToken cancel)
    {
        var wire = MailText.Wire(recipient) ?? throw new SmtpException(SmtpOutcome.AddressRefused, "this is no mail address");
        // What refuses the sender says nothing about this mail: it waits until that is mended.
        await AskAsync("MAIL FROM", $"MAIL FROM:<{_settings.From.Address}>", [250], _ => SmtpOutcome.TryAgain, cancel);
        // 5.7 is policy, as for a sender on a block list: about us, not about the address. 5.2.2 is a full mailbox, which will be emptied.
        await AskAsync("RCPT TO", $"RCPT TO:<{wire}>", [250, 251], reply => reply.Status.StartsWith("5.7.", StringComparison.Ordinal) || reply.Status == "5.2.2" ? SmtpOutcome.MailRefused : SmtpOutcome.AddressRefused, cancel);
        await AskAsync("DATA", "DATA", [354], _ => SmtpOutcome.MailRefused, cancel);
        await InTimeAsync(_settings, "sending the mail", async limited =>
        {
            await _stream.WriteAsync(Stuff(message.Span), limited);
            await _stream.FlushAsync(limited);
            return 0;
        }, cancel);
        handing?.Invoke();
        SmtpReply answer;
        try
        {
            answer = await InTimeAsync(_settings, "waiting for the mail to be taken", async limited =>
            {
                await _stream.WriteAsync(End, limited);
                await _stream.FlushAsync(limited);
                return await SmtpReply.ReadAsync(_lines, limited);
            }, cancel);
        }
        catch (SmtpException e)
        {
            throw new SmtpException(SmtpOutcome.TryAgain, e.Message, isDoubtful: true, e);
        }
        if (answer.Code == 250) return;
        throw new SmtpException(
            !answer.IsRefusal ? SmtpOutcome.TryAgain : answer.Status.StartsWith("5.1.", StringComparison.Ordinal) || answer.Status == "5.2.1" ? SmtpOutcome.AddressRefused : SmtpOutcome.MailRefused,
            $"the mail's text: {answer.Reason}");
    }

    /// <summary>Clears what a refused mail has left, so that another can go over the talk.</summary>
    /// <exception cref="SmtpException">The talk is at its end.</exception>
    public Task ResetAsync(CancellationToken cancel) => AskAsync("RSET", "RSET", [250], _ => SmtpOutcome.TryAgain, cancel);

    /// <summary>Says goodbye and closes; a server that does not answer is not waited for long.</summary>
    public async ValueTask DisposeAsync()
    {
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(1));
            await _stream.WriteAsync("QUIT\r\n"u8.ToArray(), limit.Token);
            await SmtpReply.ReadAsync(_lines, limit.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or InvalidOperationException or SocketException)
        {
            // Whatever was to be said has been said.
        }
        await _stream.DisposeAsync();
    }

    /// <summary>A mail's text as it goes over the wire: a dot at the beginning of a line is doubled; the line end before the final dot is left off.</summary>
    internal static byte[] Stuff(ReadOnlySpan<byte> message)
    {
        var wire = new ArrayBufferWriter<byte>(message.Length + 64);
        var atStart = true;
        for (var i = 0; i < message.Length; i++)
        {
            var one = message[i];
            // Whatever stands in the mail, a line ends in one way only: by CR LF. A server that took a bare LF for an end could be told of another mail.
            if (one is (byte)'\r' or (byte)'\n')
            {
                if (one == '\r' && i + 1 < message.Length && message[i + 1] == '\n') i++;
                wire.Write("\r\n"u8);
                atStart = true;
                continue;
            }
            if (atStart && one == '.') wire.Write("."u8);
            atStart = false;
            wire.Write([one]);
        }
        var written = wire.WrittenSpan;
        return (written.EndsWith("\r\n"u8) ? written[..^2] : written).ToArray();
    }

    private async Task<SmtpTalk> GreetAsync(CancellationToken cancel)
    {
        if (_settings.Security == SmtpSecurity.Tls) await SecureAsync(cancel);
        Expect("greeting", await InTimeAsync(_settings, "greeting", limited => SmtpReply.ReadAsync(_lines, limited), cancel), [220], _ => SmtpOutcome.TryAgain);
        await HelloAsync(cancel);
        if (_settings.Security == SmtpSecurity.StartTls)
        {
            if (!Has("STARTTLS")) throw new SmtpException(SmtpOutcome.TryAgain, "the server offers no STARTTLS (PRAXIS_SMTP_TLS says that it must)");
            await AskAsync("STARTTLS", "STARTTLS", [220], _ => SmtpOutcome.TryAgain, cancel);
            // What came before the protection is nobody's word.
            if (_lines.HasMore) throw new SmtpException(SmtpOutcome.TryAgain, "the server spoke between STARTTLS and TLS");
            await SecureAsync(cancel);
            await HelloAsync(cancel);
        }
        if (_settings is { User: { } user, Password: { } password }) await SignInAsync(user, password, cancel);
        return this;
    }

    private async Task SecureAsync(CancellationToken cancel)
    {
        var secure = new SslStream(_stream, leaveInnerStreamOpen: false);
        await InTimeAsync(_settings, "TLS", async limited =>
        {
            var how = new SslClientAuthenticationOptions { TargetHost = _settings.Host };
            if (_settings.Roots is { } roots)
            {
                how.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                how.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
            }
            await secure.AuthenticateAsClientAsync(how, limited);
            return 0;
        }, cancel);
        (_stream, _lines) = (secure, new SmtpLines(secure));
    }

    private async Task HelloAsync(CancellationToken cancel)
    {
        var name = _settings.From.Address[(_settings.From.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        _abilities = (await AskAsync("EHLO", $"EHLO {name}", [250], _ => SmtpOutcome.TryAgain, cancel)).Lines;
    }

    private async Task SignInAsync(string user, string password, CancellationToken cancel)
    {
        if (_settings.Security == SmtpSecurity.None && !_settings.IsLoopback) throw new SmtpException(SmtpOutcome.TryAgain, "no password is sent without TLS");
        var ways = _abilities.FirstOrDefault(ability => ability.StartsWith("AUTH ", StringComparison.OrdinalIgnoreCase))?.ToUpperInvariant().Split(' ') ?? [];
        static string Encode(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
        if (ways.Contains("PLAIN")) await AskAsync("AUTH", $"AUTH PLAIN {Encode($"\0{user}\0{password}")}", [235], _ => SmtpOutcome.TryAgain, cancel);
        else if (ways.Contains("LOGIN"))
        {
            await AskAsync("AUTH", "AUTH LOGIN", [334], _ => SmtpOutcome.TryAgain, cancel);
            await AskAsync("AUTH", Encode(user), [334], _ => SmtpOutcome.TryAgain, cancel);
            await AskAsync("AUTH", Encode(password), [235], _ => SmtpOutcome.TryAgain, cancel);
        }
        else throw new SmtpException(SmtpOutcome.TryAgain, "the server lets nobody sign in by PLAIN or LOGIN");
    }

    private bool Has(string ability) => _abilities.Any(line => line.Equals(ability, StringComparison.OrdinalIgnoreCase));

    // The command itself is in no message: it may be a password.
    private async Task<SmtpReply> AskAsync(string step, string command, int[] wanted, Func<SmtpReply, SmtpOutcome> refused, CancellationToken cancel)
    {
        if (command.AsSpan().IndexOfAny('\r', '\n', '\0') >= 0) throw new SmtpException(SmtpOutcome.MailRefused, $"{step}: a command has one line");
        var reply = await InTimeAsync(_settings, step, async limited =>
        {
            await _stream.WriteAsync(Encoding.ASCII.GetBytes(command + "\r\n"), limited);
            await _stream.FlushAsync(limited);
            return await SmtpReply.ReadAsync(_lines, limited);
        }, cancel);
        return Expect(step, reply, wanted, refused);
    }

    private static SmtpReply Expect(string step, SmtpReply reply, int[] wanted, Func<SmtpReply, SmtpOutcome> refused) =>
        wanted.Contains(reply.Code) ? reply : throw new SmtpException(reply.IsRefusal ? refused(reply) : SmtpOutcome.TryAgain, $"{step}: {reply.Reason}");

    private static async Task<T> InTimeAsync<T>(SmtpSettings settings, string step, Func<CancellationToken, Task<T>> work, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(settings.Step);
        try
        {
            return await work(limit.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new SmtpException(SmtpOutcome.TryAgain, $"{step}: no answer from {settings.Host} within {settings.Step.TotalSeconds:0.#} s", inner: e);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException or ObjectDisposedException)
        {
            throw new SmtpException(SmtpOutcome.TryAgain, $"{step}: {MailText.Line(e.Message, MailLimits.LongestReason)}", inner: e);
        }
    }
}

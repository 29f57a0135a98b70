using MimeKit;
using MimeKit.Utils;

namespace Praxis.Feed;

/// <summary>A mail as it goes over the wire.</summary>
/// <param name="Id">Its Message-ID: the same at every try, so that a receiver that gets it twice can drop one.</param>
/// <param name="Recipient">The address.</param>
/// <param name="Subject">The subject.</param>
/// <param name="Bytes">Head and text, in ASCII, lines ended by CR LF.</param>
public sealed record MailMessage(string Id, string Recipient, string Subject, byte[] Bytes)
{
    private const int LongestSubject = 200;

    /// <summary>A mail of one part.</summary>
    public static MailMessage Plain(SmtpSettings settings, OutgoingMail mail, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(mail);
        return Make(settings, mail.To, mail.Subject, Part("plain", mail.Text), null, now);
    }

    /// <summary>A digest: text and HTML, with the heads by which mail programs unsubscribe (RFC 2369, RFC 8058).</summary>
    public static MailMessage Digest(SmtpSettings settings, string recipient, DigestContent content, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(content);
        return Make(settings, recipient, content.Subject, new MultipartAlternative { Part("plain", content.Text), Part("html", content.Html) }, content.UnsubscribeLink, now);
    }

    private static MailMessage Make(SmtpSettings settings, string to, string subject, MimeEntity body, string? unsubscribe, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var host = settings.From.Address[(settings.From.Address.IndexOf('@', StringComparison.Ordinal) + 1)..];
        var recipient = MailText.Mailbox(to);
        var line = MailText.Line(subject, LongestSubject);
        var message = new MimeMessage { Subject = line, Date = now, MessageId = MimeUtils.GenerateMessageId(host), Body = body };
        message.From.Add(settings.From);
        message.To.Add(recipient);
        // No out-of-office answers to what a program has written.
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        if (unsubscribe is not null)
        {
            var link = MailText.Line(unsubscribe).Replace(' ', '+');
            var ways = settings.UnsubscribeAddress is { } address ? $"<{link}>, <mailto:{address}?subject=unsubscribe>" : $"<{link}>";
            message.Headers.Add("List-Id", $"Praxis digest <digest.{host}>");
            message.Headers.Add(new Header(System.Text.Encoding.ASCII, "List-Unsubscribe", ways));
            // One click is offered over https only, as RFC 8058 demands; by http the link opens a page with a button.
            if (link.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) message.Headers.Add("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
        message.Prepare(EncodingConstraint.SevenBit);
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        using var bytes = new MemoryStream();
        message.WriteTo(format, bytes);
        return new MailMessage(message.MessageId, recipient.Address, line, bytes.ToArray());
    }

    private static MimeKit.TextPart Part(string kind, string text) => new(kind) { ContentTransferEncoding = ContentEncoding.QuotedPrintable, Text = text.ReplaceLineEndings("\r\n") };
}

/// <summary>What a digest says.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Text">The text.</param>
/// <param name="Html">The same as HTML.</param>
/// <param name="UnsubscribeLink">The link that unsubscribes by one POST; mail programs do so where it is an https one.</param>
public sealed record DigestContent(string Subject, string Text, string Html, string UnsubscribeLink);

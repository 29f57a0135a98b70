using System.Globalization;
using System.Security.Cryptography.X509Certificates;
using MimeKit;

namespace Praxis.Feed;

/// <summary>How the talk with the mail server is kept from others.</summary>
public enum SmtpSecurity
{
    /// <summary>STARTTLS, and nothing is sent without it.</summary>
    StartTls,

    /// <summary>TLS from the first byte, as on port 465.</summary>
    Tls,

    /// <summary>No protection; for a server on this machine or in a closed network. No password is sent then but to this machine.</summary>
    None,
}

/// <summary>Through which server mail goes.</summary>
public sealed record SmtpSettings
{
    /// <summary>The server's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 587;

    /// <summary>The name to sign in with, or null.</summary>
    public string? User { get; init; }

    /// <summary>The password; in no log and no message.</summary>
    public string? Password { get; init; }

    /// <summary>The sender: an address, or a name and an address.</summary>
    public required MailboxAddress From { get; init; }

    /// <summary>How the talk is protected.</summary>
    public SmtpSecurity Security { get; init; }

    /// <summary>A mail address to which an unsubscribing mail can be written, or null: only the link.</summary>
    public string? UnsubscribeAddress { get; init; }

    /// <summary>How long one step may take.</summary>
    public TimeSpan Step { get; init; } = MailLimits.Step;

    /// <summary>How long one delivery may take in all.</summary>
    public TimeSpan Delivery { get; init; } = MailLimits.Delivery;

    /// <summary>The only certificates that are believed, in place of those the system trusts.</summary>
    internal X509Certificate2Collection? Roots { get; init; }

    /// <summary>Whether the server is on this machine.</summary>
    public bool IsLoopback => Host is "localhost" or "::1" || Host.StartsWith("127.", StringComparison.Ordinal);

    /// <summary>
    /// The settings of the environment variables PRAXIS_SMTP_HOST, PRAXIS_SMTP_PORT, PRAXIS_SMTP_USER, PRAXIS_SMTP_PASSWORD, PRAXIS_SMTP_FROM,
    /// PRAXIS_SMTP_TLS (starttls, tls or none) and PRAXIS_SMTP_UNSUBSCRIBE; null when no host is named, so that no mail is sent.
    /// </summary>
    /// <param name="variable">Reads a variable; those of the process by default.</param>
    /// <exception cref="MailSettingsException">A variable is wrong or missing; the message names it.</exception>
    public static SmtpSettings? FromEnvironment(Func<string, string?>? variable = null)
    {
        string? Read(string name) => (variable ?? Environment.GetEnvironmentVariable)($"PRAXIS_SMTP_{name}") is { } value && value.Trim() is { Length: > 0 } text ? text : null;
        if (Read("HOST") is not { } host) return null;
        if (Uri.CheckHostName(host) == UriHostNameType.Unknown) throw new MailSettingsException($"PRAXIS_SMTP_HOST: '{host}' is no name of a server.");
        var local = new SmtpSettings { Host = host, From = new MailboxAddress("", "nobody@localhost") }.IsLoopback;
        var security = Read("TLS")?.ToLowerInvariant() switch
        {
            null => Read("PORT") == "465" ? SmtpSecurity.Tls : local ? SmtpSecurity.None : SmtpSecurity.StartTls,
            "starttls" => SmtpSecurity.StartTls,
            "tls" => SmtpSecurity.Tls,
            "none" => SmtpSecurity.None,
            var other => throw new MailSettingsException($"PRAXIS_SMTP_TLS: '{other}' is none of starttls, tls and none."),
        };
        var port = security switch { SmtpSecurity.Tls => 465, SmtpSecurity.None => 25, _ => 587 };
        if (Read("PORT") is { } typed && (!int.TryParse(typed, NumberStyles.None, CultureInfo.InvariantCulture, out port) || port is < 1 or > 65535))
            throw new MailSettingsException($"PRAXIS_SMTP_PORT: '{typed}' is no port from 1 to 65535.");
        if (Read("FROM") is not { } from) throw new MailSettingsException("PRAXIS_SMTP_FROM is missing: the address that mails come from, such as Praxis <papers@example.org>.");
        var settings = new SmtpSettings
        {
            Host = host,
            Port = port,
            User = Read("USER"),
            Password = Read("PASSWORD"),
            From = Sender(from),
            Security = security,
            UnsubscribeAddress = Read("UNSUBSCRIBE") is { } address
                ? MailText.IsAddress(address) ? address : throw new MailSettingsException($"PRAXIS_SMTP_UNSUBSCRIBE: '{address}' is no mail address.")
                : null,
        };
        if ((settings.User is null) != (settings.Password is null)) throw new MailSettingsException("PRAXIS_SMTP_USER and PRAXIS_SMTP_PASSWORD belong together; one of them is missing.");
        return settings.User is null || security != SmtpSecurity.None || local
            ? settings
            : throw new MailSettingsException("PRAXIS_SMTP_TLS is none, but PRAXIS_SMTP_PASSWORD would go over the network for all to read. Use starttls or tls.");
    }

    /// <summary>The settings without the password, as a log may have them.</summary>
    public override string ToString() => $"{Host}:{Port} ({Security}{(User is null ? "" : $", signed in as {User}")}), from {From.Address}";

    private static MailboxAddress Sender(string from)
    {
        const string cure = "write papers@example.org or Praxis <papers@example.org>.";
        if (from.Any(char.IsControl) || !MailboxAddress.TryParse(from, out var sender) || !MailText.IsAddress(sender.Address)) throw new MailSettingsException($"PRAXIS_SMTP_FROM: '{MailText.Line(from)}' is no address; {cure}");
        return sender.Name is { Length: > 0 } ? sender : new MailboxAddress("Praxis", sender.Address);
    }
}

/// <summary>The mail settings are wrong; the message says which and how to mend it, and holds no password.</summary>
public sealed class MailSettingsException(string message) : Exception(message);

using System.Globalization;
using System.Text;
using MimeKit;

namespace Praxis.Feed;

/// <summary>Addresses and lines of a mail's head, which nothing typed can end.</summary>
public static class MailText
{
    private const int LongestAddress = 254;
    private const int LongestLocal = 64;
    private const string Signs = ".!#$%&'*+/=?^_`{|}~-";

    /// <summary>Whether a text is one plain mail address that every server takes: no names, quotes, comments, spaces or line breaks.</summary>
    public static bool IsAddress(string? text)
    {
        if (text is null || text.Length > LongestAddress) return false;
        var at = text.IndexOf('@', StringComparison.Ordinal);
        if (at is < 1 or > LongestLocal || text.IndexOf('@', at + 1) >= 0) return false;
        var (local, host) = (text[..at], text[(at + 1)..]);
        return local.All(sign => char.IsAsciiLetterOrDigit(sign) || Signs.Contains(sign, StringComparison.Ordinal))
            && !local.StartsWith('.') && !local.EndsWith('.') && !local.Contains("..", StringComparison.Ordinal)
            && AsciiHost(host) is { } ascii && local.Length + 1 + ascii.Length <= LongestAddress;
    }

    /// <summary>An address as servers take it, the host's letters of other alphabets written in ASCII; null when it is none.</summary>
    public static string? Wire(string? address)
    {
        if (!IsAddress(address)) return null;
        var at = address!.IndexOf('@', StringComparison.Ordinal);
        return $"{address[..at]}@{AsciiHost(address[(at + 1)..])}";
    }

    /// <summary>What makes two addresses the same one.</summary>
    public static string Key(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        return (Wire(address.Trim()) ?? address.Trim()).ToLowerInvariant();
    }

    /// <summary>A text as one line without control signs, so that it ends no line of a head and of a talk.</summary>
    public static string Line(string? text, int longest = int.MaxValue)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var line = new StringBuilder(Math.Min(text.Length, 1_000));
        foreach (var rune in text.EnumerateRunes())
        {
            var sign = Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator || rune.Value == ' ' ? " " : rune.ToString();
            if (sign == " " && (line.Length == 0 || line[^1] == ' ')) continue;
            if (line.Length + sign.Length > longest) break;
            line.Append(sign);
        }
        return line.ToString().TrimEnd();
    }

    // Names as hosts have them, at least two parts; with letters of other alphabets only what the standard can write in ASCII.
    private static string? AsciiHost(string host)
    {
        // The standard drops or maps signs that are no letters, such as spaces of other widths: what is written here is the host, or it is none.
        if (!host.EnumerateRunes().All(IsHostSign)) return null;
        string ascii;
        try
        {
            ascii = new IdnMapping { UseStd3AsciiRules = true }.GetAscii(host.ToLowerInvariant());
        }
        catch (ArgumentException)
        {
            return null;
        }
        var parts = ascii.Split('.');
        return parts.Length >= 2 && parts.All(part => part.Length is > 0 and <= 63 && part.All(sign => char.IsAsciiLetterOrDigit(sign) || sign == '-') && !part.StartsWith('-') && !part.EndsWith('-')) ? ascii : null;
    }

    private static bool IsHostSign(Rune sign) => sign.Value is '.' or '-' || Rune.GetUnicodeCategory(sign) is UnicodeCategory.LowercaseLetter or UnicodeCategory.UppercaseLetter or UnicodeCategory.OtherLetter
        or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.DecimalDigitNumber;

    /// <summary>A mailbox for a head's To.</summary>
    internal static MailboxAddress Mailbox(string address) =>
        Wire(address) is { } wire ? new MailboxAddress("", wire) : throw new ArgumentException("This is no mail address.", nameof(address));
}

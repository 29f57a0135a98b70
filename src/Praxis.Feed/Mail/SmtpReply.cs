using System.Text;

namespace Praxis.Feed;

/// <summary>A server's answer.</summary>
/// <param name="Code">Its three digits.</param>
/// <param name="Lines">Its lines without the digits.</param>
internal sealed record SmtpReply(int Code, IReadOnlyList<string> Lines)
{
    public bool IsTemporary => Code is >= 400 and < 500;

    public bool IsRefusal => Code is >= 500 and < 600;

    /// <summary>The enhanced status (RFC 3463) such as 5.1.1, or empty.</summary>
    public string Status => Lines[0].Split(' ', 2)[0] is { Length: >= 5 and <= 11 } first && first[0] is '2' or '4' or '5' && Lines[0][1] == '.' ? first : "";

    /// <summary>The answer as a reason: one line, no control signs, not long. Hostile, as all that comes from a server.</summary>
    public string Reason => MailText.Line($"{Code} {string.Join(' ', Lines)}", MailLimits.LongestReason);

    /// <summary>Reads an answer.</summary>
    /// <exception cref="IOException">The other side has gone, or what it says is no answer.</exception>
    public static async Task<SmtpReply> ReadAsync(SmtpLines source, CancellationToken cancel)
    {
        var lines = new List<string>();
        int? code = null;
        while (true)
        {
            var line = await source.ReadLineAsync(cancel);
            if (line.Length < 3 || !char.IsAsciiDigit(line[0]) || !char.IsAsciiDigit(line[1]) || !char.IsAsciiDigit(line[2]) || (line.Length > 3 && line[3] is not (' ' or '-')))
                throw new IOException("the server does not speak SMTP");
            var number = int.Parse(line.AsSpan(0, 3), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture);
            if (code is { } first && first != number) throw new IOException("the server's answer has two codes");
            code = number;
            lines.Add(line.Length > 4 ? line[4..] : "");
            if (line.Length == 3 || line[3] == ' ') return new SmtpReply(number, lines);
            if (lines.Count >= MailLimits.MostReplyLines) throw new IOException("the server's answer does not end");
        }
    }
}

/// <summary>Lines from a stream, of limited length.</summary>
internal sealed class SmtpLines(Stream stream)
{
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Whether bytes are here that nobody has asked for.</summary>
    public bool HasMore => _start < _end;

    public async Task<string> ReadLineAsync(CancellationToken cancel)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end)
            {
                (_start, _end) = (0, await stream.ReadAsync(_buffer, cancel));
                if (_end == 0) throw new IOException("the server closed the connection");
            }
            var next = (char)_buffer[_start++];
            if (next == '\n') return line.Length > 0 && line[^1] == '\r' ? line.ToString(0, line.Length - 1) : line.ToString();
            if (line.Length >= MailLimits.LongestReplyLine) throw new IOException("a line of the server's answer does not end");
            line.Append(next is >= (char)0x80 ? '?' : next);
        }
    }
}

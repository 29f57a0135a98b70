using System.Globalization;
using System.Text;

namespace Praxis.Feed;

/// <summary>A line of a page that is not blank.</summary>
/// <param name="Number">Its number, counted from 1 over all lines.</param>
/// <param name="Text">Its text without blanks at the ends and without characters that only steer a terminal or the writing direction.</param>
/// <param name="AfterBlank">Whether a blank line, or nothing, stands above it.</param>
internal readonly record struct PageLine(int Number, string Text, bool AfterBlank);

/// <summary>Reads hostile text line by line; never holds more than one line beyond what is kept.</summary>
internal static class PageText
{
    private const int LongestLine = 64 * 1024;
    private const int LargestText = 32 * 1024 * 1024;
    private const int MostLines = 200_000;

    public static IReadOnlyList<PageLine> Read(TextReader reader, string name)
    {
        var lines = new List<PageLine>();
        var line = new StringBuilder();
        var buffer = new char[8192];
        var number = 1;
        var total = 0;
        var afterBlank = true;
        var afterReturn = false;
        while (Fill() is var count and > 0)
        {
            total += count;
            if (total > LargestText) throw new FeedException(name, number, $"the text is larger than {LargestText:N0} characters; a Daily Papers page has far less");
            for (var rest = buffer.AsSpan(0, count); !rest.IsEmpty;)
            {
                if (afterReturn && rest[0] == '\n') rest = rest[1..];
                afterReturn = false;
                var end = rest.IndexOfAny('\n', '\r', '\0');
                var part = end < 0 ? rest : rest[..end];
                if (line.Length + part.Length > LongestLine) throw new FeedException(name, number, $"the line is longer than {LongestLine:N0} characters; a Daily Papers page has one short line for each title and abstract");
                line.Append(part);
                if (end < 0) break;
                if (rest[end] == '\0') throw new FeedException(name, number, "there is a zero byte: this is no text; save the page's text as UTF-8");
                afterReturn = rest[end] == '\r';
                EndLine();
                rest = rest[(end + 1)..];
            }
        }
        EndLine();
        return lines;

        int Fill()
        {
            try
            {
                return reader.Read(buffer, 0, buffer.Length);
            }
            catch (DecoderFallbackException e)
            {
                throw new FeedException(name, number, "there are bytes from here on that are no UTF-8 text; save the page's text as UTF-8", e);
            }
        }

        void EndLine()
        {
            var text = Clean(line);
            line.Clear();
            if (text.Length > 0)
            {
                if (lines.Count == MostLines) throw new FeedException(name, number, $"the text has more than {MostLines:N0} lines; a Daily Papers page has a few hundred");
                lines.Add(new PageLine(number, text, afterBlank));
            }
            afterBlank = text.Length == 0;
            number++;
        }
    }

    /// <summary>One line of text without blanks at the ends, and without characters that only steer a terminal or the writing direction.</summary>
    public static string Clean(string text) => Clean(new StringBuilder(text));

    private static string Clean(StringBuilder line)
    {
        var clean = new StringBuilder(line.Length);
        foreach (var chunk in line.GetChunks())
        {
            foreach (var c in chunk.Span)
            {
                if (char.IsWhiteSpace(c)) clean.Append(' ');
                // Joiners carry meaning in several scripts; every other format or control character could hide or turn text.
                else if (c is '\u200C' or '\u200D' || CharUnicodeInfo.GetUnicodeCategory(c) is not (UnicodeCategory.Control or UnicodeCategory.Format)) clean.Append(c);
            }
        }
        return clean.ToString().Trim();
    }
}

using System.Text;

namespace Praxis.Feed;

/// <summary>Reads a list of papers in whatever layout it has: the text or HTML of a Daily Papers page, Hugging Face's JSON, arXiv's Atom, an export of Praxis.</summary>
public static class FeedInput
{
    /// <summary>The most bytes that are read of any input.</summary>
    public const int LargestInput = 32 * 1024 * 1024;

    /// <summary>The days of a list. A list without days, such as arXiv's, gives each paper to the day of its publication.</summary>
    /// <param name="stream">The bytes, UTF-8 or with a byte order mark.</param>
    /// <param name="name">The file's name or the address, for messages and as the source.</param>
    /// <param name="year">The year of a page whose date has none; null for that of <paramref name="today"/>.</param>
    /// <param name="today">The current day.</param>
    /// <exception cref="FeedException">The input is none of these, is too large, or has no papers; the message says where and what to do.</exception>
    public static IReadOnlyList<FeedPage> Read(Stream stream, string name, int? year, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var bytes = Buffer(stream, name);
        return FirstLetter(bytes) switch
        {
            '{' or '[' => JsonLists.Read(bytes, name, today),
            '<' when IsAtom(bytes) => [.. AtomList.Read(bytes, name, today)],
            '<' => HtmlPage.Read(bytes, name, year, today),
            _ => [FeedPage.Parse(bytes, name, year, today)],
        };
    }

    private static MemoryStream Buffer(Stream stream, string name)
    {
        var bytes = new MemoryStream();
        byte[] buffer = new byte[1 << 16];
        for (int read; (read = stream.Read(buffer)) > 0;)
        {
            if (bytes.Length + read > LargestInput) throw new FeedException(name, 1, $"the input is larger than {LargestInput:N0} bytes; a list of daily papers has far less");
            bytes.Write(buffer, 0, read);
        }

        bytes.Position = 0;
        return bytes;
    }

    private static char FirstLetter(MemoryStream bytes) => Beginning(bytes, 64) is { Length: > 0 } text ? text[0] : '\0';

    // What stands at the top decides; a document type or a comment may come before the first element.
    private static bool IsAtom(MemoryStream bytes)
    {
        string text = Beginning(bytes, 4096);
        int feed = text.IndexOf("<feed", StringComparison.OrdinalIgnoreCase), html = text.IndexOf("<html", StringComparison.OrdinalIgnoreCase);
        return feed >= 0 && (html < 0 || feed < html);
    }

    private static string Beginning(MemoryStream bytes, int length)
    {
        using var reader = new StreamReader(bytes, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, leaveOpen: true);
        char[] text = new char[length];
        int read = reader.ReadBlock(text);
        bytes.Position = 0;
        return new string(text, 0, read).TrimStart();
    }
}

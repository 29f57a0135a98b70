using System.Text;
using System.Text.RegularExpressions;

namespace Praxis.Lab;

/// <summary>A book of the English corpus.</summary>
/// <param name="Title">Its title.</param>
/// <param name="Text">A paragraph or verse a line, a blank line between chapters, a line feed at the end.</param>
internal readonly record struct EnglishBook(string Title, string Text);

/// <summary>Takes the files of the English corpus apart into books.</summary>
internal static partial class EnglishBooks
{
    // Milliseconds; a line takes microseconds.
    private const int LongestMatch = 1000;

    /// <summary>Books that stand one after another, each below a line "# Title" and a blank line.</summary>
    public static IReadOnlyList<EnglishBook> Novels(string text) =>
        [.. text.Split("# ", StringSplitOptions.RemoveEmptyEntries)
            .Select(book => book.IndexOf("\n\n", StringComparison.Ordinal) is > 0 and var end
                ? new EnglishBook(book[..end], book[(end + 2)..].TrimEnd('\n') + "\n")
                : throw new DataSetException($"The novel that begins '{book[..Math.Min(book.Length, 40)]}' has no blank line below its title."))];

    /// <summary>The Bible as printed: chapters below headings such as "Genesis 1", numbered verses, lines broken at 80 characters.</summary>
    public static IReadOnlyList<EnglishBook> Bible(string text)
    {
        var books = new List<EnglishBook>();
        string? title = null;
        var book = new StringBuilder();
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (line.IsWhiteSpace()) continue;
            if (Heading().Match(line.ToString()) is { Success: true } heading)
            {
                if (heading.Groups["book"].Value != title)
                {
                    Finish();
                    title = heading.Groups["book"].Value;
                }
                else book.Append("\n\n");
            }
            else if (Verse().EnumerateMatches(line) is var verse && verse.MoveNext())
            {
                if (book.Length > 0 && book[^1] != '\n') book.Append('\n');
                book.Append(line[verse.Current.Length..].TrimEnd());
            }
            else book.Append(' ').Append(line.Trim());
        }
        Finish();
        return books;

        void Finish()
        {
            if (title is not null) books.Add(new EnglishBook(title, book.Append('\n').Replace("  ", " ").ToString()));
            book.Clear();
        }
    }

    [GeneratedRegex("^(?<book>([1-3] )?[A-Z][A-Za-z ]+) [0-9]+$", RegexOptions.CultureInvariant, LongestMatch)]
    private static partial Regex Heading();

    [GeneratedRegex("^ +[0-9]+ ", RegexOptions.CultureInvariant, LongestMatch)]
    private static partial Regex Verse();
}

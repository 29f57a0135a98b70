namespace Praxis.Feed;

/// <summary>What stands below an abstract: who wrote it, when, and how often it was commented on.</summary>
/// <param name="Line">The first line.</param>
/// <param name="Who">The line that names the authors' number or the organisation, or null.</param>
/// <param name="DateLine">The line of the date.</param>
/// <param name="Date">The date, or null when the byline ends before it.</param>
/// <param name="Comments">The number of comments.</param>
/// <param name="Error">Why the byline cannot be read, or null.</param>
internal sealed record PageByline(int Line, string? Who, int DateLine, PageDate? Date, int Comments, RejectedEntry? Error)
{
    private const int LongestWho = 200;
    private const int MostAuthors = 100_000;

    /// <summary>Whether a line is the dot between who and when.</summary>
    public static bool IsDot(string text) => text is "·" or "•" or "∙" or "‧";

    /// <summary>Whether a line can name an organisation or the authors.</summary>
    public static bool CanBeWho(string text) => text.Length <= LongestWho && !IsDot(text);

    /// <summary>Whether a line says <c>17 authors</c>, alone or after a bullet.</summary>
    public static bool IsAuthors(string text) => text.Length <= LongestWho && AuthorsOf(text) is not null;

    /// <summary>
    /// A byline on one line (<c>17 authors · Aug 7, 2023 2</c>, or the dot before its date) as the lines it stands for; any other line as it is.
    /// </summary>
    public static IEnumerable<PageLine> Unfold(PageLine line)
    {
        var dot = line.Text.Length <= 2 * LongestWho ? line.Text.LastIndexOf('·') : -1;
        if (dot < 0 || line.Text.Length == 1 || !PageDate.TryParse(line.Text[(dot + 1)..].Trim(), out _, out _)) return [line];
        var date = new PageLine(line.Number, line.Text[(dot + 1)..].Trim(), false);
        var who = line.Text[..dot].Trim();
        return who.Length == 0
            ? [line with { Text = "·" }, date]
            : [line with { Text = who }, new PageLine(line.Number, "·", false), date];
    }

    /// <summary>The number of authors or the organisation that <see cref="Who"/> names, or why it cannot be read.</summary>
    public (int? Authors, FeedOrganisation? Organisation, string? Error) ReadWho()
    {
        if (Who is null) return default;
        var text = Who;
        int? authors = null;
        if (AuthorsOf(Who) is var (count, before))
        {
            if (count is < 1 or > MostAuthors) return (null, null, $"{count:N0} is no number of authors");
            authors = count;
            text = before;
        }
        var words = text.Split([' ', '•', '·'], StringSplitOptions.RemoveEmptyEntries);
        return words.Length switch
        {
            0 => (authors, null, null),
            1 => (authors, new FeedOrganisation(words[0], words[0]), null),
            _ => (authors, new FeedOrganisation(words[0], string.Join(' ', words[1..])), null),
        };
    }

    // "17 authors" or "Handle Name • 17 authors": the number and what stands before the bullet.
    private static (int Count, string Before)? AuthorsOf(string text)
    {
        var bullet = text.LastIndexOfAny(['•', '·']);
        var words = text[(bullet + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return words is [var number, var noun]
            && (noun.Equals("authors", StringComparison.OrdinalIgnoreCase) || noun.Equals("author", StringComparison.OrdinalIgnoreCase))
            && PageDate.Number(number.Replace(",", "", StringComparison.Ordinal)) is { } count
            ? (count, bullet < 0 ? "" : text[..bullet].Trim())
            : null;
    }
}

namespace Praxis.Feed;

/// <summary>What a title, an abstract or a list of names may be, whatever source it comes from.</summary>
internal static class EntryText
{
    public const int LongestTitle = 300;
    public const int LongestAbstract = 20_000;
    public const int OldestYear = 1900;

    private const int LongestNames = 4_000;
    private const int LongestOrganisation = 200;
    private const int MostCounted = 100_000_000;

    /// <summary>The title on one line, or why it is none.</summary>
    public static (string? Title, string? Error) Title(string? text)
    {
        if (text is { Length: > 10 * LongestTitle }) return (null, $"a title is expected, and {text.Length:N0} characters are too long for one");
        string title = string.Join(' ', PageText.Clean(text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        if (title.Length == 0) return (null, "the title is missing");
        if (title.Length > LongestTitle) return (null, $"a title is expected, and {title.Length:N0} characters are too long for one");
        return TitleText.Key(title).Length == 0 ? (null, $"'{Shorten(title)}' is no title: it has no letters") : (title, null);
    }

    /// <summary>The abstract on one line, or why it is none; a missing one is empty.</summary>
    public static (string? Abstract, string? Error) Abstract(string? text)
    {
        if (text is { Length: > 2 * LongestAbstract }) return (null, $"the abstract has {text.Length:N0} characters; at most {LongestAbstract:N0} are read");
        string clean = string.Join(' ', PageText.Clean(text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries));
        return clean.Length > LongestAbstract ? (null, $"the abstract has {clean.Length:N0} characters; at most {LongestAbstract:N0} are read") : (clean, null);
    }

    /// <summary>Names joined by commas, as many as fit; null for none. A comma within a name becomes a blank.</summary>
    public static string? Names(IEnumerable<string?> names)
    {
        string joined = "";
        foreach (string name in names.Select(name => PageText.Clean(name ?? "").Replace(",", " ", StringComparison.Ordinal)).Where(name => name.Length is > 0 and <= LongestOrganisation))
        {
            if (joined.Length + name.Length + 2 > LongestNames) break;
            joined += joined.Length == 0 ? name : $", {name}";
        }

        return joined.Length == 0 ? null : joined;
    }

    /// <summary>An organisation from its short and its long name; null when neither is there or one is too long.</summary>
    public static FeedOrganisation? Organisation(string? handle, string? name)
    {
        (string shortName, string longName) = (PageText.Clean(handle ?? ""), PageText.Clean(name ?? ""));
        if (shortName.Length > LongestOrganisation || longName.Length > LongestOrganisation || (shortName.Length == 0 && longName.Length == 0)) return null;
        return new FeedOrganisation(shortName.Length > 0 ? shortName : longName, longName.Length > 0 ? longName : shortName);
    }

    /// <summary>A count of votes or comments; null when it is none.</summary>
    public static int? Count(long? number) => number is >= 0 and <= MostCounted ? (int)number : null;

    /// <summary>Whether a day can be one of a paper: not before 1900, not after next year.</summary>
    public static bool IsPossible(DateOnly day, DateOnly today) => day.Year >= OldestYear && day.Year <= today.Year + 1;

    public static string Shorten(string text) => text.Length <= 60 ? text : text[..59] + "…";
}

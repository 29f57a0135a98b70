namespace Praxis.Feed;

/// <summary>Names for papers that have no room to take a name from.</summary>
internal static class PaperSlug
{
    private const int Longest = 60;

    /// <summary>The title's words in plain letters and digits, joined by hyphens and cut at a word's end.</summary>
    public static string Of(string title)
    {
        var slug = "";
        foreach (var word in TitleText.Words(title).Split(' '))
        {
            var plain = string.Concat(word.Where(char.IsAsciiLetterOrDigit));
            if (plain.Length == 0) continue;
            if (slug.Length + plain.Length >= Longest) return slug.Length > 0 ? slug : plain[..Longest];
            slug += slug.Length == 0 ? plain : $"-{plain}";
        }
        return slug.Length > 0 ? slug : "paper";
    }

    /// <summary>The slug itself, or with the first number from 2 on that makes it free.</summary>
    public static string Free(string slug, Func<string, bool> isTaken)
    {
        if (!isTaken(slug)) return slug;
        var number = 2;
        while (isTaken($"{slug}-{number}")) number++;
        return $"{slug}-{number}";
    }

    public static bool IsTaken(Statements statements, string slug) => statements.Holds("SELECT count(*) FROM papers WHERE slug = @a", slug);
}

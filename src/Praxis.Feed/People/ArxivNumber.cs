namespace Praxis.Feed;

/// <summary>arXiv's numbers, such as 2401.01234 and math/0601001.</summary>
public static class ArxivNumber
{
    private const int LongestTyped = 100;

    private static readonly string[] Prefixes = ["https://arxiv.org/abs/", "http://arxiv.org/abs/", "https://arxiv.org/pdf/", "http://arxiv.org/pdf/", "https://www.arxiv.org/abs/", "arxiv.org/abs/", "arxiv:"];

    /// <summary>The number without its version, from the number itself or the address of its page; null when the text is neither.</summary>
    public static string? Parse(string? typed)
    {
        if (string.IsNullOrWhiteSpace(typed) || typed.Length > LongestTyped) return null;
        var text = typed.Trim();
        foreach (var prefix in Prefixes)
            if (text.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
            {
                text = text[prefix.Length..].Trim();
                break;
            }
        if (text.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)) text = text[..^4];
        var version = text.LastIndexOf('v');
        if (version > 0 && version < text.Length - 1 && text[(version + 1)..].All(char.IsAsciiDigit)) text = text[..version];
        return IsNew(text) || IsOld(text) ? text : null;
    }

    // 0704.0001 to 1412.9999, and with five digits since.
    private static bool IsNew(string text) =>
        text.Length is 9 or 10 && text[4] == '.' && text.Where((_, at) => at != 4).All(char.IsAsciiDigit) && text[2..4] is [>= '0' and <= '1', _] month && int.Parse(month) is >= 1 and <= 12;

    // hep-th/9901001, math.GT/0309136
    private static bool IsOld(string text) =>
        text.Split('/') is [{ Length: >= 2 and <= 20 } archive, { Length: 7 } number] && number.All(char.IsAsciiDigit)
        && archive.All(letter => char.IsAsciiLetter(letter) || letter is '-' or '.') && char.IsAsciiLetterLower(archive[0]);
}

namespace Praxis.Feed;

/// <summary>arXiv's numbers of papers: <c>2311.04829</c>, and before 2007 <c>math/0301001</c>.</summary>
public static class ArxivNumber
{
    private const int LongestText = 300;

    /// <summary>The number in a text, which may be an address and may name a version, without both; null when the text is no such thing.</summary>
    public static string? Read(string? text)
    {
        if (text is null or { Length: > LongestText }) return null;
        string rest = text.Trim();
        if (Uri.TryCreate(rest, UriKind.Absolute, out var address) && address.Scheme is "http" or "https")
        {
            if (address.Host is not ("arxiv.org" or "www.arxiv.org" or "export.arxiv.org" or "huggingface.co")) return null;
            string[] parts = address.AbsolutePath.Trim('/').Split('/');
            if (parts.Length < 2 || parts[0] is not ("abs" or "pdf" or "html" or "papers")) return null;
            rest = string.Join('/', parts[1..]);
            if (rest.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)) rest = rest[..^4];
        }
        else if (rest.StartsWith("arxiv:", StringComparison.OrdinalIgnoreCase))
        {
            rest = rest["arxiv:".Length..].Trim();
        }

        int version = rest.LastIndexOf('v');
        if (version > 0 && version + 1 < rest.Length && rest.AsSpan(version + 1).IndexOfAnyExceptInRange('0', '9') < 0) rest = rest[..version];
        return IsNew(rest) || IsOld(rest) ? rest.ToLowerInvariant() : null;
    }

    // 2311.04829: year and month, then four digits, five since 2015.
    private static bool IsNew(string text) =>
        text.Length is 9 or 10 && text[4] == '.' && Digits(text.AsSpan(0, 4)) && Digits(text.AsSpan(5)) && IsMonth(text.AsSpan(2, 2))
        && text.Length == (string.CompareOrdinal(text[..2], "15") < 0 ? 9 : 10);

    // math/0301001 or math.CO/0301001: an archive, then seven digits.
    private static bool IsOld(string text)
    {
        int slash = text.IndexOf('/');
        return slash is > 1 and < 20 && text.Length == slash + 8 && Digits(text.AsSpan(slash + 1)) && IsMonth(text.AsSpan(slash + 3, 2)) && text.AsSpan(0, slash).IndexOfAnyExcept(Archive) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> Archive = System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-.");

    private static bool Digits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;

    private static bool IsMonth(ReadOnlySpan<char> text) => int.Parse(text) is >= 1 and <= 12;
}

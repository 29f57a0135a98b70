namespace Praxis.Web.Rendering;

/// <summary>Finds the end of a C# string: plain, verbatim, raw, and each of these interpolated.</summary>
internal static class StringLiteral
{
    /// <summary>The length of the string at the start of the text, quotes included; 0 when there is none. One that is never closed ends with its line, or with the text when it may span lines.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        int dollars = 0, start = 0;
        var verbatim = false;
        while (start < text.Length && text[start] is '$' or '@')
        {
            if (text[start] == '$') dollars++;
            else if (verbatim) return 0;
            else verbatim = true;
            start++;
        }
        if (start >= text.Length || text[start] != '"') return 0;
        var quotes = Run(text, start, '"');
        if (quotes >= 3 && !verbatim) return Raw(text, start + quotes, quotes);
        return Plain(text, start + 1, verbatim, dollars > 0);
    }

    // A raw string ends at as many quotes as it began with; nothing within it matters, not even what is interpolated.
    private static int Raw(ReadOnlySpan<char> text, int at, int quotes)
    {
        while (at < text.Length)
        {
            if (text[at] != '"')
            {
                at++;
                continue;
            }
            var run = Run(text, at, '"');
            at += run;
            if (run >= quotes) return at;
        }
        return text.Length;
    }

    private static int Plain(ReadOnlySpan<char> text, int at, bool verbatim, bool interpolated)
    {
        // Braces open within interpolated text; quotes inside them belong to strings of their own, which are stepped over flatly.
        var depth = 0;
        var inner = false;
        for (; at < text.Length; at++)
        {
            var c = text[at];
            if (c == '\n' && !verbatim && depth == 0) return at;
            if (c == '\\' && !verbatim && (depth == 0 || inner)) at++;
            else if (depth > 0)
            {
                if (c == '"') inner = !inner;
                else if (!inner && c == '{') depth++;
                else if (!inner && c == '}') depth--;
            }
            else if (c == '"')
            {
                if (!verbatim || at + 1 >= text.Length || text[at + 1] != '"') return at + 1;
                at++;
            }
            else if (interpolated && c == '{')
            {
                if (at + 1 < text.Length && text[at + 1] == '{') at++;
                else depth = 1;
            }
        }
        return text.Length;
    }

    private static int Run(ReadOnlySpan<char> text, int at, char c)
    {
        var length = 0;
        while (at + length < text.Length && text[at + length] == c) length++;
        return length;
    }
}

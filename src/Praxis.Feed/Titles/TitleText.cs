using System.Globalization;
using System.Text;

namespace Praxis.Feed;

/// <summary>
/// Titles and search text reduced to what is said rather than how it is typeset: case, spacing, punctuation, diacritics
/// and TeX do not count, so that <c>$\ell_p$</c>, <c>ell_p</c> and <c>ℓp</c> are the same.
/// </summary>
public static class TitleText
{
    /// <summary>Lower-case words separated by single spaces; symbols and TeX commands become their names.</summary>
    public static string Words(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var words = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            if (text[i] == '\\')
            {
                i += ReadCommand(text.AsSpan(i), words);
                continue;
            }
            // Most characters are plain: they need no tables.
            if (char.IsAsciiLetterOrDigit(text[i]))
            {
                words.Append((char)(char.IsAsciiLetterUpper(text[i]) ? text[i] | 0x20 : text[i]));
                i++;
                continue;
            }
            // A lone surrogate yields the replacement character, which is punctuation like any other.
            Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out var length);
            i += length;
            Append(rune, words);
        }
        return words.ToString().Trim();
    }

    /// <summary>The words run together: equal for two spellings of one title. Empty when the text has no letter and no digit.</summary>
    public static string Key(string title) => Words(title).Replace(" ", "", StringComparison.Ordinal);

    // One backslash command at the start of the text; returns how many characters it takes.
    private static int ReadCommand(ReadOnlySpan<char> text, StringBuilder words)
    {
        var length = 1;
        while (length < text.Length && char.IsAsciiLetter(text[length])) length++;
        if (length == 1)
        {
            if (text.Length == 1) return 1;
            if (text[1] == '&') AppendWord("and", words);
            // An accent (\'e, \"o) belongs to its letter; everything else (\, \; \\ \{ ) is spacing or punctuation.
            else if (text[1] is not ('\'' or '"' or '`' or '^' or '~' or '=' or '.')) Space(words);
            return 2;
        }
        var name = text[1..length].ToString();
        if (!SymbolNames.IsStyle(name)) AppendWord(SymbolNames.OfCommand(name), words);
        return length;
    }

    private static void Append(Rune rune, StringBuilder words)
    {
        if (SymbolNames.OfSymbol(rune) is { } name) AppendWord(name, words);
        else if (LetterForms.Plain(rune) is { } plain) words.Append(plain);
        // An apostrophe stays within its word; dollar, caret and braces are TeX around a letter: A$^2$ATS is A²ATS.
        else if (rune.Value is '\'' or '’' or '$' or '^' or '{' or '}' || Rune.GetUnicodeCategory(rune) == UnicodeCategory.NonSpacingMark) return;
        else if (Rune.IsLetterOrDigit(rune)) words.Append(Rune.ToLowerInvariant(rune).ToString());
        else Space(words);
    }

    private static void AppendWord(string word, StringBuilder words)
    {
        Space(words);
        words.Append(word);
        Space(words);
    }

    private static void Space(StringBuilder words)
    {
        if (words.Length > 0 && words[^1] != ' ') words.Append(' ');
    }
}

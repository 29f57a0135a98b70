using System.Globalization;
using System.Text;

namespace Praxis.Web.Accounts;

/// <summary>Text as readers type it, without signs that are not seen and could pass one text for another.</summary>
internal static class TypedText
{
    /// <summary>One line: every run of white space is one space.</summary>
    public static string Line(string? typed) => string.Join(' ', Visible(typed, keepLines: false).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>Several lines, which end as they do everywhere here.</summary>
    public static string Lines(string? typed) => Visible(typed?.ReplaceLineEndings("\n"), keepLines: true).Trim();

    private static string Visible(string? typed, bool keepLines)
    {
        if (string.IsNullOrEmpty(typed)) return "";
        var text = new StringBuilder(typed.Length);
        foreach (var rune in typed.EnumerateRunes())
        {
            // Half a surrogate pair is no letter.
            if (rune == Rune.ReplacementChar) continue;
            // Marks that turn the direction of what follows can make a line read as another.
            if (rune.Value is (>= 0x202A and <= 0x202E) or (>= 0x2066 and <= 0x2069)) continue;
            if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
            {
                if (rune.Value is '\n' or '\t' && keepLines) text.Append((char)rune.Value);
                else text.Append(' ');
                continue;
            }
            text.Append(rune.ToString());
        }
        return text.ToString();
    }
}

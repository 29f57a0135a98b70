using System.Text;

namespace Praxis.Lab.Figures;

/// <summary>About how wide a text is in the system's sans-serif; as wide as the widest of the usual ones, because the font is not known.</summary>
internal static class TextMetrics
{
    public static double Width(string text, double fontSize) => text.Sum(Em) * fontSize;

    /// <summary>Breaks a text at spaces so that each line fits; a word that is too long stays whole.</summary>
    public static IReadOnlyList<string> Wrap(string text, double width, double fontSize)
    {
        List<string> lines = [];
        StringBuilder line = new();
        foreach (string word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Width(line.ToString(), fontSize) + Width(" " + word, fontSize) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }

            line.Append(line.Length > 0 ? " " : "").Append(word);
        }

        if (line.Length > 0) lines.Add(line.ToString());
        return lines;
    }

    /// <summary>The text, or its beginning and an ellipsis.</summary>
    public static string Shorten(string text, double width, double fontSize)
    {
        if (Width(text, fontSize) <= width) return text;
        int length = text.Length;
        while (length > 1 && Width(text[..length], fontSize) + fontSize > width) length--;
        if (char.IsHighSurrogate(text[length - 1])) length--;
        return text[..length].TrimEnd() + "…";
    }

    private static double Em(char character) => character switch
    {
        'i' or 'j' or 'l' or '.' or ',' or ':' or ';' or '\'' or '|' or '!' or 'I' => 0.31,
        't' or 'f' or 'r' or '(' or ')' or '[' or ']' or '/' or '-' or ' ' => 0.39,
        '⁰' or '¹' or '²' or '³' or '⁴' or '⁵' or '⁶' or '⁷' or '⁸' or '⁹' or '⁻' => 0.42,
        'm' or 'w' or 'M' or 'W' or '%' or '@' => 0.95,
        >= 'A' and <= 'Z' => 0.7,
        '×' or '−' or '+' or '=' or '<' or '>' or '≤' or '≥' => 0.84,
        >= '\u2E80' => 1,
        _ => 0.63,
    };
}

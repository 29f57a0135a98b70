using System.Globalization;
using System.Text;

namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>What follows a backslash in a pattern.</summary>
internal static class PatternEscape
{
    /// <summary>The set that an escape stands for, or null if it stands for one character.</summary>
    public static CodePointSet? Set(string source, ref int position, bool insideOfClass)
    {
        if (position + 1 >= source.Length)
            throw new FormatException("it ends with a lone backslash");
        char letter = source[position + 1];
        if (letter is 'p' or 'P')
            return Property(source, ref position, negated: letter == 'P');
        CodePointSet? set = char.ToLowerInvariant(letter) switch
        {
            's' => CodePointSets.WhiteSpace,
            'w' => insideOfClass ? CodePointSets.Word : CodePointSets.WordOutsideOfClass,
            'd' => CodePointSets.Digits,
            'h' => CodePointSets.HexDigits,
            _ => null,
        };
        if (set is not null)
            position += 2;
        return set is not null && char.IsUpper(letter) ? set.Not() : set;
    }

    /// <summary>The character that an escape stands for.</summary>
    public static int Character(string source, ref int position)
    {
        char letter = source[position + 1];
        if (!char.IsAsciiLetterOrDigit(letter))
        {
            var rune = Rune.GetRuneAt(source, position + 1);
            position += 1 + rune.Utf16SequenceLength;
            return rune.Value;
        }

        int start = position;
        position += 2;
        return letter switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'f' => '\f',
            'v' => '\v',
            'a' => '\a',
            'e' => 0x1B,
            'u' => Hexadecimal(source, ref position, 4),
            'x' when position < source.Length && source[position] == '{' => Braced(source, ref position),
            'x' => Hexadecimal(source, ref position, 2),
            _ => throw new FormatException($"at character {start + 1} the escape \\{letter} is not known here"),
        };
    }

    private static CodePointSet Property(string source, ref int position, bool negated)
    {
        int end = source.IndexOf('}', position);
        if (position + 2 >= source.Length || source[position + 2] != '{' || end < 0)
            throw new FormatException($"at character {position + 1} a property has no name in braces");
        string name = source[(position + 3)..end];
        if (name.StartsWith('^'))
            (name, negated) = (name[1..], !negated);
        var set = CodePointSets.Property(name) ?? throw new FormatException($"at character {position + 1} the property {Files.ModelFileException.Quote(name)} is not known here");
        position = end + 1;
        return negated ? set.Not() : set;
    }

    private static int Braced(string source, ref int position)
    {
        int end = source.IndexOf('}', position);
        position++;
        int codePoint = end < 0 ? -1 : Hexadecimal(source, ref position, end - position);
        position = end + 1;
        return codePoint is >= 0 and <= 0x10FFFF ? codePoint : throw new FormatException("\\x{…} is no code point");
    }

    private static int Hexadecimal(string source, ref int position, int digits)
    {
        if (position + digits > source.Length || digits is < 1 or > 6
            || !int.TryParse(source.AsSpan(position, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value))
            throw new FormatException($"at character {position + 1} hexadecimal digits are missing");
        position += digits;
        return value;
    }
}

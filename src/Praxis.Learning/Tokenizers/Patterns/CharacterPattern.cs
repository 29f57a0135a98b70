using System.Text;

namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>Finds characters of a kind, each of them a match.</summary>
internal sealed class CharacterPattern(Func<Rune, bool> isMatch) : TextPattern
{
    /// <summary>White space.</summary>
    public static CharacterPattern WhiteSpace { get; } = new(Rune.IsWhiteSpace);

    /// <summary>Punctuation; of ASCII also the symbols ($+&lt;=&gt;^`|~).</summary>
    public static CharacterPattern Punctuation { get; } = new(rune => Rune.IsPunctuation(rune) || (rune.IsAscii && Rune.IsSymbol(rune)));

    /// <summary>Numbers: digits, Roman numerals, fractions.</summary>
    public static CharacterPattern Number { get; } = new(Rune.IsNumber);

    /// <inheritdoc/>
    public override void Find(ReadOnlySpan<char> text, List<Segment> segments)
    {
        int end = 0;
        int position = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            int next = position + rune.Utf16SequenceLength;
            if (isMatch(rune))
                Add(segments, ref end, position, next);
            position = next;
        }

        Finish(segments, end, text.Length);
    }
}

using System.Text;
using Praxis.Learning.Tokenizers.Unicode;

namespace Praxis.Learning.Tokenizers.Normalizers;

/// <summary>One of Unicode's normalization forms.</summary>
internal sealed class FormNormalizer(bool compatible, bool compose) : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text) => UnicodeNormalization.Normalize(text, compatible, compose);
}

/// <summary>Lower case.</summary>
internal sealed class LowercaseNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text) => LowerCase.Of(text);
}

/// <summary>Puts a text before every text that is not empty.</summary>
internal sealed class PrependNormalizer(string prefix) : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text) => text.Length == 0 ? text : prefix + text;
}

/// <summary>Removes white space at the ends.</summary>
internal sealed class StripNormalizer(bool left, bool right) : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text)
    {
        if (left)
            text = text.TrimStart();
        return right ? text.TrimEnd() : text;
    }
}

/// <summary>Writes every byte as the character that stands for it.</summary>
internal sealed class ByteLevelNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text) => ByteAlphabet.Encode(text);
}

/// <summary>One normalizer after the other.</summary>
internal sealed class SequenceNormalizer(IReadOnlyList<Normalizer> normalizers) : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text) => normalizers.Aggregate(text, (current, normalizer) => normalizer.Normalize(current));
}

/// <summary>A normalizer that leaves out or replaces single characters.</summary>
internal abstract class CharacterNormalizer : Normalizer
{
    /// <inheritdoc/>
    public override string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Map(rune) is { } mapped)
                result.Append(mapped);
        }

        return result.ToString();
    }

    /// <summary>What takes a character's place; null if nothing does.</summary>
    protected abstract Rune? Map(Rune rune);
}

/// <summary>Removes combining marks.</summary>
internal sealed class StripAccentsNormalizer : CharacterNormalizer
{
    /// <inheritdoc/>
    protected override Rune? Map(Rune rune) => Rune.GetUnicodeCategory(rune)
        is System.Globalization.UnicodeCategory.NonSpacingMark
        or System.Globalization.UnicodeCategory.SpacingCombiningMark
        or System.Globalization.UnicodeCategory.EnclosingMark ? null : rune;
}

/// <summary>SentencePiece's rule for control characters and odd spaces, made for machine translation.</summary>
internal sealed class NmtNormalizer : CharacterNormalizer
{
    /// <inheritdoc/>
    protected override Rune? Map(Rune rune) => rune.Value switch
    {
        (>= 0x01 and <= 0x08) or 0x0B or (>= 0x0E and <= 0x1F) or 0x7F or 0x8F or 0x9F => null,
        0x09 or 0x0A or 0x0C or 0x0D or 0x1680 or (>= 0x200B and <= 0x200F) or 0x2028 or 0x2029 or 0x2581 or 0xFEFF or 0xFFFD => new Rune(' '),
        _ => rune,
    };
}

using System.Globalization;
using System.Text;
using Praxis.Learning.Tokenizers.Unicode;

namespace Praxis.Learning.Tokenizers.Normalizers;

/// <summary>BERT's: removes control characters, sets Chinese characters apart, strips accents, lowers case; each if asked.</summary>
internal sealed class BertNormalizer(bool cleanText, bool separateChinese, bool stripAccents, bool lowerCase) : Normalizer
{
    /// <summary>Reads its fields; accents are stripped where case is lowered, unless the file says otherwise.</summary>
    public static BertNormalizer ReadFrom(TokenizerNode node)
    {
        bool lowers = node.Flag("lowercase", true);
        return new BertNormalizer(node.Flag("clean_text", true), node.Flag("handle_chinese_chars", true), node.Flag("strip_accents", lowers), lowers);
    }

    /// <inheritdoc/>
    public override string Normalize(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (cleanText && IsRemoved(rune))
                continue;
            var kept = cleanText && Rune.IsWhiteSpace(rune) ? new Rune(' ') : rune;
            if (separateChinese && IsChinese(kept.Value))
                result.Append(' ').Append(kept).Append(' ');
            else
                result.Append(kept);
        }

        text = result.ToString();
        if (stripAccents)
            text = WithoutAccents(UnicodeNormalization.Normalize(text, compatible: false, compose: false));
        return lowerCase ? LowerCase.Of(text) : text;
    }

    private static bool IsRemoved(Rune rune) => rune.Value switch
    {
        '\t' or '\n' or '\r' => false,
        0 or 0xFFFD => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse,
    };

    /// <summary>The blocks that BERT takes for Chinese.</summary>
    private static bool IsChinese(int codePoint) => codePoint
        is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F)
        or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);

    private static string WithoutAccents(string text)
    {
        var result = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.NonSpacingMark)
                result.Append(rune);
        }

        return result.ToString();
    }
}

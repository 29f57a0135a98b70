using System.Collections.Frozen;
using System.Text;

namespace Praxis.Feed;

/// <summary>Letters and digits in typographic dress (accents, super- and subscripts, double-struck, full width) as plain lower-case ones.</summary>
/// <remarks>The runtime's own compatibility normalisation needs culture data, which an invariant program does not carry.</remarks>
internal static class LetterForms
{
    // The base letters of U+00C0 to U+017F; '?' where there is none or where it takes two.
    private const string Latin =
        "aaaaaa?ceeeeiiiidnooooo?ouuuuy??aaaaaa?ceeeeiiiidnooooo?ouuuuy?y" +
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkkllllllllllnnnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private static readonly FrozenDictionary<int, string> Others = Build();

    /// <summary>The plain form, or null when the character is already plain or is no dressed letter.</summary>
    public static string? Plain(Rune rune) => rune.Value switch
    {
        < 0xAA => null,
        >= 0xC0 and <= 0x17F when Latin[rune.Value - 0xC0] is var letter and not '?' => letter.ToString(),
        // Mathematical alphabets: twenty-six capitals and twenty-six small letters for each style, then the digits.
        >= 0x1D400 and <= 0x1D6A3 => ((char)('a' + (rune.Value - 0x1D400) % 26)).ToString(),
        >= 0x1D7CE and <= 0x1D7FF => ((char)('0' + (rune.Value - 0x1D7CE) % 10)).ToString(),
        >= 0xFF10 and <= 0xFF19 or >= 0xFF21 and <= 0xFF3A or >= 0xFF41 and <= 0xFF5A => char.ToLowerInvariant((char)(rune.Value - 0xFEE0)).ToString(),
        _ => Others.GetValueOrDefault(rune.Value),
    };

    private static FrozenDictionary<int, string> Build()
    {
        var forms = new Dictionary<int, string>();
        Pair("⁰¹²³⁴⁵⁶⁷⁸⁹ⁱⁿ", "0123456789in");
        Pair("₀₁₂₃₄₅₆₇₈₉ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", "0123456789aehijklmnoprstuvx");
        Pair("ᵃᵇᶜᵈᵉᶠᵍʰʲᵏˡᵐᵒᵖʳˢᵗᵘᵛʷˣʸᶻ", "abcdefghjklmoprstuvwxyz");
        Pair("ℂℊℋℌℍℎℐℑℒℕℙℚℛℜℝℤℬℭℯℰℱℳℴ", "cghhhhiilnpqrrrzbceefmo");
        Pair("ªº", "ao");
        foreach (var (form, plain) in new[] { ("ß", "ss"), ("æ", "ae"), ("Æ", "ae"), ("œ", "oe"), ("Œ", "oe"), ("þ", "th"), ("Þ", "th"), ("ĳ", "ij"), ("Ĳ", "ij"), ("ﬀ", "ff"), ("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl") })
            forms[form[0]] = plain;
        return forms.ToFrozenDictionary();

        void Pair(string dressed, string plain)
        {
            foreach (var (form, letter) in dressed.Zip(plain)) forms[form] = letter.ToString();
        }
    }
}

using System.Globalization;
using System.Text;

namespace Praxis.Learning.Tokenizers.Patterns;

/// <summary>The sets of code points that patterns name.</summary>
internal static class CodePointSets
{
    private static readonly Lazy<Dictionary<string, CodePointSet>> Categories = new(ScanCategories);

    private static readonly Lazy<int[][]> CaseGroups = new(FindCaseGroups);

    // A symbol may be alphabetic without being a letter: circled and squared Latin letters.
    private static readonly CodePointSet AlphabeticSymbols = CodePointSet.Of((0x24B6, 0x24E9), (0x1F130, 0x1F149), (0x1F150, 0x1F169), (0x1F170, 0x1F189));

    private static readonly Dictionary<string, string> LongNames = new(StringComparer.Ordinal)
    {
        ["letter"] = "L", ["uppercaseletter"] = "Lu", ["lowercaseletter"] = "Ll", ["titlecaseletter"] = "Lt", ["modifierletter"] = "Lm",
        ["otherletter"] = "Lo", ["mark"] = "M", ["nonspacingmark"] = "Mn", ["spacingmark"] = "Mc", ["enclosingmark"] = "Me", ["number"] = "N",
        ["decimalnumber"] = "Nd", ["letternumber"] = "Nl", ["othernumber"] = "No", ["punctuation"] = "P", ["symbol"] = "S",
        ["mathsymbol"] = "Sm", ["currencysymbol"] = "Sc", ["modifiersymbol"] = "Sk", ["othersymbol"] = "So", ["separator"] = "Z",
        ["spaceseparator"] = "Zs", ["lineseparator"] = "Zl", ["paragraphseparator"] = "Zp", ["other"] = "C", ["control"] = "Cc", ["format"] = "Cf",
    };

    /// <summary>The property White_Space of Unicode.</summary>
    public static CodePointSet WhiteSpace { get; } = CodePointSet.Of(
        (0x09, 0x0D), (0x20, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A), (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000));

    /// <summary>The hexadecimal digits.</summary>
    public static CodePointSet HexDigits { get; } = CodePointSet.Of(('0', '9'), ('A', 'F'), ('a', 'f'));

    /// <summary>The decimal digits of all scripts.</summary>
    public static CodePointSet Digits => Category("Nd")!;

    /// <summary>Letters and symbols of an alphabet, without marks.</summary>
    public static CodePointSet Alphabetic => Category("L")!.Or(Category("Nl")!).Or(AlphabeticSymbols);

    /// <summary>What a word consists of (\w in a class of Oniguruma's): alphabetic, marks, decimal digits, connecting punctuation.</summary>
    public static CodePointSet Word => Alphabetic.Or(Category("M")!).Or(Digits).Or(Category("Pc")!);

    /// <summary>\w outside of a class: Oniguruma then counts the digits and fractions of Latin-1 too.</summary>
    public static CodePointSet WordOutsideOfClass => Word.Or(CodePointSet.Of((0xB2, 0xB3), (0xB9, 0xB9), (0xBC, 0xBE)));

    /// <summary>\w in Rust's own patterns: the joiners are part of words.</summary>
    public static CodePointSet RustWord => Word.Or(CodePointSet.Of((0x200C, 0x200D)));

    /// <summary>A general category by its one or two letters, or null.</summary>
    public static CodePointSet? Category(string name) => Categories.Value.GetValueOrDefault(name);

    /// <summary>A property by the name that stands in \p{…}, or null when it is not known here.</summary>
    public static CodePointSet? Property(string name)
    {
        string plain = name.Replace("_", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).ToLowerInvariant();
        if (LongNames.TryGetValue(plain, out string? category))
            return Category(category);
        return plain switch
        {
            "any" => CodePointSet.All,
            "han" => Scripts.Han,
            "hiragana" => Scripts.Hiragana,
            "katakana" => Scripts.Katakana,
            "hangul" => Scripts.Hangul,
            _ => Posix(plain) ?? (plain.Length is 1 or 2 ? Category(char.ToUpperInvariant(plain[0]) + plain[1..]) : null),
        };
    }

    /// <summary>A class by the name that stands in [:…:], or null when it is not known here.</summary>
    public static CodePointSet? Posix(string name) => name switch
    {
        "alpha" => Alphabetic.Or(Category("M")!),
        "alnum" => Alphabetic.Or(Category("M")!).Or(Digits),
        "digit" => Digits,
        "lower" => Category("Ll"),
        "upper" => Category("Lu"),
        "space" => WhiteSpace,
        "blank" => Category("Zs")!.Or(CodePointSet.Of('\t')),
        "punct" => Category("P")!.Or(Category("S")!),
        "cntrl" => Category("Cc"),
        "word" => Word,
        "xdigit" => HexDigits,
        _ => null,
    };

    /// <summary>The set with everything that differs from its members in case only.</summary>
    public static CodePointSet IgnoringCase(CodePointSet set) =>
        set.Or(CodePointSet.Of(CaseGroups.Value.Where(group => group.Any(set.Contains)).SelectMany(group => group).Select(member => (member, member))));

    private static Dictionary<string, CodePointSet> ScanCategories()
    {
        var ranges = Enum.GetValues<UnicodeCategory>().ToDictionary(category => category, _ => new List<(int From, int To)>());
        int from = 0;
        var category = CharUnicodeInfo.GetUnicodeCategory(0);
        for (int codePoint = 1; codePoint <= 0x110000; codePoint++)
        {
            var next = codePoint <= 0x10FFFF ? CharUnicodeInfo.GetUnicodeCategory(codePoint) : (UnicodeCategory)(-1);
            if (next == category)
                continue;
            ranges[category].Add((from, codePoint - 1));
            (from, category) = (codePoint, next);
        }

        var sets = ranges.ToDictionary(pair => Abbreviation(pair.Key), pair => CodePointSet.Of(pair.Value), StringComparer.Ordinal);
        foreach (var major in sets.ToArray().GroupBy(pair => pair.Key[..1], StringComparer.Ordinal))
            sets.Add(major.Key, major.Aggregate(CodePointSet.Empty, (all, pair) => all.Or(pair.Value)));
        return sets;
    }

    private static string Abbreviation(UnicodeCategory category) => category switch
    {
        UnicodeCategory.UppercaseLetter => "Lu",
        UnicodeCategory.LowercaseLetter => "Ll",
        UnicodeCategory.TitlecaseLetter => "Lt",
        UnicodeCategory.ModifierLetter => "Lm",
        UnicodeCategory.OtherLetter => "Lo",
        UnicodeCategory.NonSpacingMark => "Mn",
        UnicodeCategory.SpacingCombiningMark => "Mc",
        UnicodeCategory.EnclosingMark => "Me",
        UnicodeCategory.DecimalDigitNumber => "Nd",
        UnicodeCategory.LetterNumber => "Nl",
        UnicodeCategory.OtherNumber => "No",
        UnicodeCategory.SpaceSeparator => "Zs",
        UnicodeCategory.LineSeparator => "Zl",
        UnicodeCategory.ParagraphSeparator => "Zp",
        UnicodeCategory.Control => "Cc",
        UnicodeCategory.Format => "Cf",
        UnicodeCategory.Surrogate => "Cs",
        UnicodeCategory.PrivateUse => "Co",
        UnicodeCategory.ConnectorPunctuation => "Pc",
        UnicodeCategory.DashPunctuation => "Pd",
        UnicodeCategory.OpenPunctuation => "Ps",
        UnicodeCategory.ClosePunctuation => "Pe",
        UnicodeCategory.InitialQuotePunctuation => "Pi",
        UnicodeCategory.FinalQuotePunctuation => "Pf",
        UnicodeCategory.OtherPunctuation => "Po",
        UnicodeCategory.MathSymbol => "Sm",
        UnicodeCategory.CurrencySymbol => "Sc",
        UnicodeCategory.ModifierSymbol => "Sk",
        UnicodeCategory.OtherSymbol => "So",
        _ => "Cn",
    };

    private static int[][] FindCaseGroups()
    {
        var groups = new Dictionary<int, List<int>>();
        foreach (var (from, to) in Category("L")!.Or(AlphabeticSymbols).Or(Category("Nl")!).Ranges)
        {
            for (int codePoint = from; codePoint <= to; codePoint++)
            {
                var rune = new Rune(codePoint);
                var (lower, upper) = (Rune.ToLowerInvariant(rune), Rune.ToUpperInvariant(rune));
                if (lower == rune && upper == rune && codePoint is not (0x17F or 0x212A or 0x212B))
                    continue;
                int folded = codePoint switch { 0x17F => 's', 0x212A => 'k', 0x212B => 0xE5, _ => Rune.ToLowerInvariant(upper).Value };
                (groups.TryGetValue(folded, out var group) ? group : groups[folded] = []).Add(codePoint);
            }
        }

        return [.. groups.Values.Where(group => group.Count > 1).Select(group => group.ToArray())];
    }
}

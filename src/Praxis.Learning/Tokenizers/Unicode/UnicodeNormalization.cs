using System.Runtime.InteropServices;
using System.Text;

namespace Praxis.Learning.Tokenizers.Unicode;

/// <summary>
/// Unicode's normalization forms (Unicode Standard Annex 15). .NET's own need ICU, which the program does without so that it runs alike
/// everywhere.
/// </summary>
internal static class UnicodeNormalization
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28;

    /// <summary>A text in a normalization form.</summary>
    /// <param name="text">The text, well-formed.</param>
    /// <param name="compatible">Whether compatibility decompositions are applied (NFKC, NFKD).</param>
    /// <param name="compose">Whether the result is composed (NFC, NFKC).</param>
    public static string Normalize(string text, bool compatible, bool compose)
    {
        // Below these everything is normalized already.
        char unchanged = compatible ? '\u00A0' : compose ? '\u0300' : '\u00C0';
        if (!text.AsSpan().ContainsAnyExceptInRange('\0', (char)(unchanged - 1)))
            return text;
        var codePoints = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Decompose(rune.Value, compatible, codePoints);
        Order(CollectionsMarshal.AsSpan(codePoints));
        if (compose)
            Compose(codePoints);
        var result = new StringBuilder(codePoints.Count);
        foreach (int codePoint in codePoints)
            result.Append(new Rune(codePoint));
        return result.ToString();
    }

    private static void Decompose(int codePoint, bool compatible, List<int> into)
    {
        var tables = NormalizationTables.Instance;
        int syllable = codePoint - SyllableBase;
        if (syllable is >= 0 and < Leads * Vowels * Tails)
        {
            into.Add(LeadBase + (syllable / (Vowels * Tails)));
            into.Add(VowelBase + (syllable / Tails % Vowels));
            if (syllable % Tails != 0)
                into.Add(TailBase + (syllable % Tails));
        }
        else if (tables.Canonical.TryGetValue(codePoint, out int[]? parts) || (compatible && tables.Compatible.TryGetValue(codePoint, out parts)))
        {
            foreach (int part in parts)
                Decompose(part, compatible, into);
        }
        else
        {
            into.Add(codePoint);
        }
    }

    /// <summary>Sorts each run of marks by combining class; marks of one class keep their order.</summary>
    private static void Order(Span<int> codePoints)
    {
        for (int start = 0; start < codePoints.Length; start++)
        {
            if (Class(codePoints[start]) == 0)
                continue;
            int end = start + 1;
            while (end < codePoints.Length && Class(codePoints[end]) != 0)
                end++;
            if (end - start > 1)
                codePoints[start..end].ToArray().OrderBy(Class).ToArray().CopyTo(codePoints[start..end]);
            start = end;
        }
    }

    private static void Compose(List<int> codePoints)
    {
        int starter = -1, count = 0, previous = 0;
        foreach (int codePoint in codePoints.ToArray())
        {
            int combining = Class(codePoint);
            // A mark is blocked from its starter by a mark before it of the same or a higher class.
            bool blocked = starter < count - 1 && (previous == 0 || previous >= combining);
            if (starter >= 0 && !blocked && Pair(codePoints[starter], codePoint) is { } composed)
            {
                codePoints[starter] = composed;
                continue;
            }

            if (combining == 0)
                starter = count;
            previous = combining;
            codePoints[count++] = codePoint;
        }

        codePoints.RemoveRange(count, codePoints.Count - count);
    }

    private static int? Pair(int first, int second)
    {
        int lead = first - LeadBase, vowel = second - VowelBase;
        if (lead is >= 0 and < Leads && vowel is >= 0 and < Vowels)
            return SyllableBase + (((lead * Vowels) + vowel) * Tails);
        int syllable = first - SyllableBase, tail = second - TailBase;
        if (syllable is >= 0 and < Leads * Vowels * Tails && syllable % Tails == 0 && tail is > 0 and < Tails)
            return first + tail;
        return NormalizationTables.Instance.Compositions.TryGetValue((first, second), out int composed) ? composed : null;
    }

    private static int Class(int codePoint) => NormalizationTables.Instance.Classes.GetValueOrDefault(codePoint);
}

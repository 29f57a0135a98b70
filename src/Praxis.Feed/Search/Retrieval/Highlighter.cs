using System.Buffers;

namespace Praxis.Feed;

/// <summary>A piece of a text, marked when it is what was searched for.</summary>
/// <param name="Text">The piece; plain text, to be encoded where it is shown.</param>
/// <param name="Marked">Whether it is a found word.</param>
public readonly record struct TextPart(string Text, bool Marked);

/// <summary>Marks the words of a query in texts.</summary>
public sealed class Highlighter
{
    private const int LeastLead = 40;
    private const int LongestPlain = 64;
    private const char PlainLimit = (char)128;
    // Of words as short as this stemming may leave one letter.
    private const int LongestUnsure = 4;
    private static readonly SearchValues<char> PlainSigns = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    private readonly HashSet<string> _stems;
    private readonly IReadOnlyList<string> _beginnings;

    // A stem begins as its word does, but that a y may have become an i: two letters turn most words of a text away before they are stemmed.
    private readonly bool[] _pairs = new bool[PlainLimit * PlainLimit];

    internal Highlighter(IEnumerable<string> stems, IReadOnlyList<string> beginnings)
    {
        (_stems, _beginnings) = (new HashSet<string>(stems, StringComparer.Ordinal), beginnings);
        foreach (var start in _stems.Concat(beginnings))
        {
            if (start is not [< PlainLimit and var first, ..]) continue;
            if (start is [_, < PlainLimit and var second, ..]) _pairs[Pair(first, second)] = true;
            else Array.Fill(_pairs, true, first * PlainLimit, PlainLimit);
        }
    }

    /// <summary>Whether there is nothing to mark.</summary>
    public bool IsEmpty => _stems.Count == 0 && _beginnings.Count == 0;

    /// <summary>The whole text in pieces; joined they are the text.</summary>
    public IReadOnlyList<TextPart> Mark(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Parts(text, Found(text));
    }

    /// <summary>The part of a text, of about a length, that has most of the words; its beginning when it has none. Cut ends are shown as an ellipsis.</summary>
    /// <param name="text">Plain text.</param>
    /// <param name="length">Characters, roughly.</param>
    public IReadOnlyList<TextPart> Excerpt(string text, int length)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(length);
        if (text.Length <= length) return Mark(text);
        var found = Found(text);
        var start = Best(found, length);
        start = start <= LeastLead ? 0 : AfterBlank(text, start - LeastLead);
        var end = Math.Min(text.Length, start + length);
        if (end < text.Length && text.LastIndexOf(' ', end - 1, Math.Min(LeastLead, end - start)) is var blank and > 0) end = blank;
        // Never half of a surrogate pair.
        else if (end < text.Length && char.IsHighSurrogate(text[end - 1])) end--;
        var parts = Parts(text[start..end], found.Where(one => one.Start >= start && one.End <= end).Select(one => one with { Start = one.Start - start, End = one.End - start }));
        return [.. start > 0 ? [new TextPart("… ", false)] : Array.Empty<TextPart>(), .. parts, .. end < text.Length ? [new TextPart(" …", false)] : Array.Empty<TextPart>()];
    }

    /// <summary>How many different words of the query a text has.</summary>
    public int Count(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Found(text).DistinctBy(one => one.Stem).Count();
    }

    private readonly record struct Match(int Start, int End, string Stem);

    // Runs of letters and digits whose stem, or beginning, is the query's.
    private List<Match> Found(string text)
    {
        var found = new List<Match>();
        if (IsEmpty) return found;
        for (var i = 0; i < text.Length;)
        {
            if (!IsOfWord(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            while (i < text.Length && IsOfWord(text[i])) i++;
            if (FirstFound(text.AsSpan(start, i - start)) is { } stem) found.Add(new Match(start, i, stem));
        }
        return found;
    }

    // A page has some thousand words, nearly all of plain letters: those are folded here, without a string for each.
    private string? FirstFound(ReadOnlySpan<char> run)
    {
        Span<char> folded = stackalloc char[LongestPlain];
        if (run.Length <= LongestPlain && !run.ContainsAnyExcept(PlainSigns))
        {
            var length = run.ToLowerInvariant(folded);
            if (length > LongestUnsure && !_pairs[Pair(folded[0], folded[1])]) return null;
            var word = SearchWords.Word(folded[..length]);
            return IsMeant(word) ? word.Stem : null;
        }
        foreach (var word in SearchWords.Of(run.ToString()))
            if (IsMeant(word)) return word.Stem;
        return null;
    }

    private static int Pair(char first, char second) => first * PlainLimit + (second == 'y' ? 'i' : second);

    private bool IsMeant(SearchWord word)
    {
        if (_stems.Contains(word.Stem)) return true;
        foreach (var beginning in _beginnings)
            if (word.Text.StartsWith(beginning, StringComparison.Ordinal)) return true;
        return false;
    }

    // A surrogate may be half of a letter; a combining mark belongs to the letter before.
    private static bool IsOfWord(char letter) => char.IsLetterOrDigit(letter) || char.IsSurrogate(letter) || char.GetUnicodeCategory(letter) == System.Globalization.UnicodeCategory.NonSpacingMark;

    // Where the stretch with most different words begins.
    private static int Best(List<Match> found, int length)
    {
        var (best, most) = (0, 0);
        for (var i = 0; i < found.Count; i++)
        {
            var within = found.Skip(i).TakeWhile(one => one.End <= found[i].Start + length - LeastLead).DistinctBy(one => one.Stem).Count();
            if (within > most) (best, most) = (found[i].Start, within);
        }
        return best;
    }

    private static int AfterBlank(string text, int at)
    {
        var blank = text.IndexOf(' ', at, LeastLead);
        return blank >= 0 ? blank + 1 : char.IsLowSurrogate(text[at]) ? at + 1 : at;
    }

    private static List<TextPart> Parts(string text, IEnumerable<Match> found)
    {
        var parts = new List<TextPart>();
        var at = 0;
        foreach (var (start, end, _) in found)
        {
            if (start > at) parts.Add(new TextPart(text[at..start], false));
            parts.Add(new TextPart(text[start..end], true));
            at = end;
        }
        if (at < text.Length) parts.Add(new TextPart(text[at..], false));
        return parts;
    }
}

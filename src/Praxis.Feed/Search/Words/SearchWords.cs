using System.Collections.Concurrent;
using System.Collections.Frozen;

namespace Praxis.Feed;

/// <summary>A word of a text or a query, folded, with its stem.</summary>
/// <param name="Text">Lower-case letters and digits.</param>
/// <param name="Stem">What the index knows it by.</param>
internal readonly record struct SearchWord(string Text, string Stem);

/// <summary>Cuts texts and queries into the same words.</summary>
internal static class SearchWords
{
    private const int LongestWord = 40;
    private const int MostRemembered = 200_000;

    // Words so common that finding them says nothing; they count in phrases only.
    private static readonly FrozenSet<string> Common = (
        "a about above across after again against all almost along already also although always am among an and another any are around as at away be became because become been " +
        "before behind being below between both but by can cannot could did do does doing done down due during each either else etc even ever every few for from further gets give given " +
        "goes had has have having he hence her here him his how however i if in indeed into is it its itself just keep kept last later least less let like made make makes many may me might more " +
        "moreover most much must my neither never no nor not nothing now of off often on one only onto or other others our out over own per quite rather said same say says see seem seems seen shall she " +
        "should show shown shows since so some still such take than that the their them then there therefore these they this those though three through throughout thus to together too toward " +
        "towards two under until up upon us use used uses using very via was we well were what when where whereas whether which while who whom whose why will with within without would yet you your")
        .Split(' ').ToFrozenSet(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, SearchWord> Remembered = new(StringComparer.Ordinal);

    private static readonly ConcurrentDictionary<string, SearchWord>.AlternateLookup<ReadOnlySpan<char>> RememberedSpans =
        Remembered.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The words of a text in order; overlong ones are cut.</summary>
    public static List<SearchWord> Of(string text)
    {
        var words = new List<SearchWord>();
        var folded = TitleText.Words(text).AsSpan();
        foreach (var range in folded.Split(' '))
            if (folded[range] is { IsEmpty: false } word) words.Add(Word(word));
        return words;
    }

    /// <summary>Whether a word says something by itself: not one of the most common, and more than one letter.</summary>
    public static bool Counts(SearchWord word) => word.Text.Length > 1 && !Common.Contains(word.Text);

    /// <summary>One folded word.</summary>
    public static SearchWord Word(ReadOnlySpan<char> text)
    {
        if (text.Length > LongestWord) text = text[..LongestWord];
        if (RememberedSpans.TryGetValue(text, out var known)) return known;
        var word = text.ToString();
        var found = new SearchWord(word, PorterStemmer.Stem(text));
        // Hostile texts may bring words without end: what is remembered has a limit.
        if (Remembered.Count < MostRemembered) Remembered.TryAdd(word, found);
        return found;
    }
}

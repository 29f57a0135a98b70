using System.Collections.Frozen;

namespace Praxis.Feed;

/// <summary>What may be meant by words of a query: from everyday words and phrases to the field's terms. The bundled file says how one is written.</summary>
internal sealed class Thesaurus
{
    private const string FileName = "thesaurus.txt";
    private const int LongestPhrase = 6;

    private readonly FrozenDictionary<string, string[]> _stems;

    private Thesaurus(TextReader reader)
    {
        var stems = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        while (reader.ReadLine() is { } line)
            if (!line.StartsWith('#')) Add(stems, line);
        _stems = stems.ToFrozenDictionary(entry => entry.Key, entry => entry.Value.Distinct(StringComparer.Ordinal).ToArray(), StringComparer.Ordinal);
    }

    /// <summary>The one that searches use.</summary>
    public static Thesaurus Bundled { get; } = ReadBundled();

    /// <summary>Reads a thesaurus of one entry a line.</summary>
    public static Thesaurus Read(string text) => new(new StringReader(text));

    /// <summary>The words and phrases of a query that are known, in order; the longest phrase counts, and within it no shorter one.</summary>
    public IReadOnlyList<ThesaurusMatch> Find(IReadOnlyList<SearchWord> words)
    {
        var found = new List<ThesaurusMatch>();
        for (var start = 0; start < words.Count;)
        {
            var match = LongestAt(words, start);
            if (match.Length > 0) found.Add(match);
            start += Math.Max(1, match.Length);
        }
        return found;
    }

    private ThesaurusMatch LongestAt(IReadOnlyList<SearchWord> words, int start)
    {
        for (var length = Math.Min(LongestPhrase, words.Count - start); length > 0; length--)
            if (_stems.TryGetValue(Key(words.Skip(start).Take(length)), out var stems)) return new ThesaurusMatch(start, length, stems);
        return default;
    }

    private static void Add(Dictionary<string, List<string>> stems, string line)
    {
        var arrow = line.IndexOf('>', StringComparison.Ordinal);
        var said = Terms(arrow < 0 ? line : line[..arrow]);
        var meant = arrow < 0 ? [] : Terms(line[(arrow + 1)..]);
        // Of a phrase that is meant each word counts by itself; one that is said is only looked for.
        string[] all = [.. meant.Concat(said.Where(term => term.Count == 1)).SelectMany(term => term).Where(SearchWords.Counts).Select(word => word.Stem)];
        foreach (var key in said.Select(Key))
        {
            if (!stems.TryGetValue(key, out var known)) stems[key] = known = [];
            known.AddRange(all.Where(stem => stem != key));
        }
    }

    private static List<List<SearchWord>> Terms(string text) => [.. text.Split(',').Select(SearchWords.Of).Where(term => term.Count > 0)];

    private static string Key(IEnumerable<SearchWord> words) => string.Join(' ', words.Select(word => word.Stem));

    private static Thesaurus ReadBundled()
    {
        using var stream = typeof(Thesaurus).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        return new Thesaurus(reader);
    }
}

/// <summary>A word or phrase of a query that the thesaurus knows.</summary>
/// <param name="Start">The place of its first word.</param>
/// <param name="Length">The number of its words.</param>
/// <param name="Stems">What may be meant by it, the likeliest first.</param>
internal readonly record struct ThesaurusMatch(int Start, int Length, IReadOnlyList<string> Stems);

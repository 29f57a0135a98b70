using System.Text.RegularExpressions;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>The words of the King James Bible, in lower case, without verse numbers, marks and chapter headings.</summary>
internal sealed partial class KingJamesWords
{
    private readonly Dictionary<string, int> _starts = [];

    public KingJamesWords(string text)
    {
        var words = new List<string>();
        foreach (var line in text.Split('\n'))
            if (Heading().IsMatch(line)) _starts[line] = words.Count;
            else words.AddRange(Word().Matches(line).Select(word => word.Value.ToLowerInvariant()));
        Words = words;
    }

    public IReadOnlyList<string> Words { get; }

    /// <summary>The index of the first word of a chapter, such as <c>Isaiah 37</c>.</summary>
    public int Start(string chapter) => _starts[chapter];

    /// <summary>The chapter in which a word stands.</summary>
    public string ChapterAt(int word) => _starts.Where(chapter => chapter.Value <= word).MaxBy(chapter => chapter.Value).Key;

    [GeneratedRegex("^([1-3] )?[A-Z][A-Za-z ]+ [0-9]+$")]
    private static partial Regex Heading();

    [GeneratedRegex("[A-Za-z']+")]
    private static partial Regex Word();
}

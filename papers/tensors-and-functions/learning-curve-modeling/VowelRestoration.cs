using System.Text;
using System.Text.RegularExpressions;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>
/// A tagging task that any text labels by itself: words lose their vowels, and a tagger gives them back. As with parts of speech, most tokens are
/// ambiguous or not, known or not, and their neighbours help.
/// </summary>
public sealed partial class VowelRestoration
{
    /// <summary>The taggers, by what they look at beside the token itself.</summary>
    public static IReadOnlyList<string> Taggers { get; } = ["token alone", "token before", "token after", "tokens on both sides"];

    private readonly (int Word, int Skeleton)[][] _lines;

    private VowelRestoration((int Word, int Skeleton)[][] lines) => _lines = lines;

    /// <summary>The novels of Jane Austen, a paragraph a line.</summary>
    public static VowelRestoration Novels(DataFolder data) => Of(data.Text("austen.txt.gz").Split('\n').Where(line => !line.StartsWith('#')));

    /// <summary>The King James Bible, a verse a line.</summary>
    public static VowelRestoration Bible(DataFolder data) => Of(VerseNumber().Split(ChapterHeading().Replace(data.Text("king-james-bible.txt.gz"), "")));

    /// <summary>The task on some lines of text.</summary>
    public static VowelRestoration Of(IEnumerable<string> lines)
    {
        var words = new Dictionary<string, int>();
        var skeletons = new Dictionary<string, int>();
        return new VowelRestoration([.. lines
            .Select(line => Letters().Matches(line.ToLowerInvariant()).Select(match => (Number(words, match.Value), Number(skeletons, Skeleton(match.Value)))).ToArray())
            .Where(line => line.Length > 0)]);

        // 0 stands for the edge of a line.
        static int Number(Dictionary<string, int> known, string text)
        {
            if (!known.TryGetValue(text, out var number)) known.Add(text, number = known.Count + 1);
            return number;
        }
    }

    /// <summary>A word without its vowels.</summary>
    public static string Skeleton(string word)
    {
        var text = new StringBuilder(word.Length);
        foreach (var letter in word)
            if (!"aeiou".Contains(letter, StringComparison.Ordinal)) text.Append(letter);
        return text.ToString();
    }

    /// <summary>One learning curve for each tagger: lines are shuffled, the first make the test, the others the growing training set.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="random">The order of the lines.</param>
    /// <param name="step">Words of kernel and step.</param>
    /// <param name="levels">Levels.</param>
    /// <param name="testWords">Words of the test.</param>
    /// <param name="cancel">Stops between levels.</param>
    public IReadOnlyList<ObservedCurve> Learn(string task, RandomStream random, int step, int levels, int testWords, CancellationToken cancel)
    {
        var order = random.Permutation(_lines.Length);
        var next = 0;
        List<ContextToken> Take(int words)
        {
            var taken = new List<ContextToken>(words + 500);
            while (taken.Count < words && next < order.Length) taken.AddRange(InContext(_lines[order[next++]]));
            return taken;
        }
        var test = Take(testWords);
        var counts = new ContextCounts();
        var sizes = new List<double>();
        var scores = Taggers.Select(_ => new List<double>()).ToArray();
        var seen = 0;
        for (var level = 1; level <= levels; level++)
        {
            cancel.ThrowIfCancellationRequested();
            // Whole lines overshoot a little; the next level takes as much less.
            var more = Take((level * step) - seen);
            if (more.Count == 0) throw new InvalidOperationException($"{task}: the text ends before level {level}.");
            seen += more.Count;
            foreach (var token in more) counts.Add(token);
            sizes.Add(seen);
            for (var tagger = 0; tagger < scores.Length; tagger++)
                scores[tagger].Add(100.0 * test.Count(token => counts.Restore(token, tagger) == token.Word) / test.Count);
        }
        return [.. Taggers.Zip(scores, (tagger, score) => new ObservedCurve(task, tagger, [.. sizes], [.. score]))];
    }

    private static IEnumerable<ContextToken> InContext((int Word, int Skeleton)[] line)
    {
        for (var i = 0; i < line.Length; i++)
            yield return new(line[i].Word, line[i].Skeleton, i > 0 ? line[i - 1].Skeleton : 0, i + 1 < line.Length ? line[i + 1].Skeleton : 0);
    }

    [GeneratedRegex("[a-z]+", RegexOptions.CultureInvariant)]
    private static partial Regex Letters();

    [GeneratedRegex("\n +[0-9]+ ", RegexOptions.CultureInvariant)]
    private static partial Regex VerseNumber();

    [GeneratedRegex("^([1-3] )?[A-Z][A-Za-z ]+ [0-9]+$", RegexOptions.CultureInvariant | RegexOptions.Multiline)]
    private static partial Regex ChapterHeading();
}

/// <summary>A token with what a tagger may look at.</summary>
/// <param name="Word">The word that is to be restored.</param>
/// <param name="Skeleton">What is left of it.</param>
/// <param name="Before">The skeleton before it, 0 at the edge.</param>
/// <param name="After">The skeleton after it, 0 at the edge.</param>
internal readonly record struct ContextToken(int Word, int Skeleton, int Before, int After);

/// <summary>The most frequent word of every context seen, kept while tokens are added.</summary>
internal sealed class ContextCounts
{
    private readonly Dictionary<(ulong Context, int Word), int> _counts = [];
    private readonly Dictionary<ulong, (int Word, int Count)> _best = [];

    /// <summary>Learns a token in all its contexts.</summary>
    public void Add(ContextToken token)
    {
        for (var kind = 0; kind < 4; kind++)
        {
            var context = Context(token, kind);
            ref var count = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, (context, token.Word), out _);
            count++;
            // Of equally frequent words the one that was there first stays.
            ref var best = ref System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_best, context, out _);
            if (count > best.Count) best = (token.Word, count);
        }
    }

    /// <summary>The word a tagger restores, falling back to smaller contexts; 0 where the token was never seen.</summary>
    /// <param name="token">The token; its word is not looked at.</param>
    /// <param name="tagger">0: the token alone, 1: and the one before, 2: and the one after, 3: and both, then one of them.</param>
    public int Restore(ContextToken token, int tagger)
    {
        ReadOnlySpan<int> kinds = tagger switch { 0 => [0], 1 => [1, 0], 2 => [2, 0], _ => [3, 1, 2, 0] };
        foreach (var kind in kinds)
            if (_best.TryGetValue(Context(token, kind), out var best)) return best.Word;
        return 0;
    }

    // Two bits for the kind of context, twenty for each skeleton.
    private static ulong Context(ContextToken token, int kind) =>
        ((ulong)kind << 60) | ((ulong)token.Skeleton << 40)
        | ((kind & 1) != 0 ? (ulong)token.Before << 20 : 0) | ((kind & 2) != 0 ? (ulong)token.After : 0);
}

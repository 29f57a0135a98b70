using System.Diagnostics;
using Praxis.Lab;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>A real text with a large alphabet: passages of the King James Bible with wrong words, found by the number of differing words.</summary>
internal static class BibleExperiment
{
    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        context.Report("King James Bible", 0.93);
        var bible = new KingJamesWords(context.Data.Text("king-james-bible.txt.gz"));
        var numbers = new Dictionary<string, int>();
        var all = HammingInput.FromWords(bible.Words, numbers);
        // The smoke run looks at the prophets only.
        var from = context.Pick(smoke: bible.Start("Isaiah 1"), small: 0, full: 0);
        var to = context.Pick(smoke: bible.Start("Jeremiah 1"), small: all.Length, full: all.Length);
        var text = all[from..to];

        var random = context.Random(context.Seeds[0], "passage");
        var m = context.Pick(smoke: 500, small: 2000, full: 2000);
        var place = random.Next(text.Length - m);
        var passage = text[place..(place + m)];
        foreach (var j in random.Choose(m / 10, m)) passage[j] = random.Next(numbers.Count);
        var start = Stopwatch.GetTimestamp();
        var (distances, work) = Abrahamson.Measure(text, passage, LetterRule.Cheaper, cancel);
        var classical = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        var direct = DirectCount.Distances(text, passage, cancel);
        var directly = Stopwatch.GetElapsedTime(start);
        var nearest = Array.IndexOf(distances, distances.Min());
        found.Remark($"A passage of {m:N0} words with every tenth replaced was found among {text.Length:N0} words ({numbers.Count:N0} different ones) at {(nearest == place ? "its place" : "another place")}, {bible.ChapterAt(from + nearest)}, with {distances[nearest]} differing words; the next best place, elsewhere, has {NextBest(distances, nearest, m):N0}. "
            + $"The classical algorithm took {classical.TotalSeconds:0.00} s and {(double)work.Total / text.Length:0.0} steps a word, direct counting {directly.TotalSeconds:0.00} s; they differed at {EquivalenceExperiment.Differing(direct, distances)} positions.");

        // A chapter that stands in the Bible twice, with small changes: 2 Kings 19 and Isaiah 37.
        var chapter = all[bible.Start("Isaiah 37")..bible.Start("Isaiah 38")];
        var sentence = chapter.AsSpan(0, context.Pick(smoke: 60, small: 100, full: 100));
        var profile = ExactDistances.Distances(text, sentence, cancel);
        found.Add(HammingFigures.Profile(profile, sentence.Length, i => bible.ChapterAt(from + i)));
    }

    private static int NextBest(int[] distances, int nearest, int m) =>
        distances.Where((_, i) => Math.Abs(i - nearest) >= m).DefaultIfEmpty(m).Min();
}

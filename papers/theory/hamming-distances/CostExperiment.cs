using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>C1, not judged: how time and counted steps of the classical algorithm grow, and which letters they are spent on.</summary>
internal static class CostExperiment
{
    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var largest = context.Pick(smoke: 10, small: 13, full: 15);
        List<double> lengths = [], direct = [], classical = [], steps = [];
        for (var exponent = 8; exponent <= largest; exponent++)
        {
            var m = 1 << exponent;
            context.Report($"time against m = {m:N0}", 0.55 + 0.25 * (exponent - 8) / (largest - 7));
            var cost = context.Once($"time, m = {m}", () =>
            {
                var random = context.Random(context.Seeds[0], $"time, m = {m}");
                int n = 16 * m, alphabet = RandomTexts.Root(m); // the alphabet that is worst for the classical algorithm
                int[] text = RandomTexts.Uniform(n, alphabet, random), pattern = RandomTexts.Uniform(m, alphabet, random);
                var (_, work) = Abrahamson.Measure(text, pattern, LetterRule.Cheaper, cancel);
                return new Cost(
                    BoundedExperiment.MedianNanoseconds(() => DirectCount.Distances(text, pattern, cancel)) / n,
                    BoundedExperiment.MedianNanoseconds(() => Abrahamson.Distances(text, pattern, LetterRule.Cheaper, cancel)) / n,
                    (double)work.Total / n);
            });
            lengths.Add(m);
            direct.Add(cost.Direct);
            classical.Add(cost.Classical);
            steps.Add(cost.Steps);
        }
        found.Add(HammingFigures.TimeByLength(lengths, direct, classical, steps));
        found.Remark($"From m = {lengths[0]:N0} to {lengths[^1]:N0} on √m letters, time per letter of text grows like m^{Summary.LogSlope(lengths, direct):0.00} for direct counting and m^{Summary.LogSlope(lengths, classical):0.00} for the classical algorithm, and its counted steps like m^{Summary.LogSlope(lengths, steps):0.00} (theory: 1 and 1/2). A factor √(log m) cannot be told from a power over such a range.");
        WorkByFrequency(context, found, cancel);
    }

    private static void WorkByFrequency(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var m = context.Pick(smoke: 1024, small: 4096, full: 16384);
        var n = 8 * m;
        var random = context.Random(context.Seeds[0], "work by frequency");
        int root = RandomTexts.Root(m), log = (int)Math.Log2(m);
        (string Name, int[] Text, int[] Pattern)[] texts =
        [
            ("√m letters, uniform", RandomTexts.Uniform(n, root, random), RandomTexts.Uniform(m, root, random)),
            ("√(m/log m) letters, uniform", RandomTexts.Uniform(n, root / (int)Math.Sqrt(log), random), RandomTexts.Uniform(m, root / (int)Math.Sqrt(log), random)),
            ("4 letters, uniform", RandomTexts.Uniform(n, 4, random), RandomTexts.Uniform(m, 4, random)),
            ("m letters, frequencies as of words", RandomTexts.Zipf(n, m, random), RandomTexts.Zipf(m, m, random)),
        ];
        found.Add(new FindingsTable(
            $"Counted steps of the classical algorithm per letter of text, m = {m:N0}, n = 8m",
            ["letters", "pairs", "transforms", "share on letters with m ≤ xy ≤ m log m"],
            [.. texts.Select(item =>
            {
                var (_, work) = Abrahamson.Measure(item.Text, item.Pattern, LetterRule.Cheaper, cancel);
                return (IReadOnlyList<string>)[item.Name, $"{(double)work.Pairs / n:0.0}", $"{(double)work.Transforms / n:0.0}", $"{100.0 * work.Middling / work.Total:0} %"];
            })]));
        found.Remark("x and y are a letter's occurrences in a block of text and in the pattern. The paper's saving is on letters with xy between m and m log m; the last column is the share of the classical algorithm's work that it could touch.");
    }

    private sealed record Cost(double Direct, double Classical, double Steps);
}

using Praxis.Lab;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>C2 and C4: on many small random cases every engine and both reductions against direct counting.</summary>
internal static class EquivalenceExperiment
{
    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var cases = context.Pick(smoke: 20, small: 200, full: 500);
        var setting = $"{cases} random cases for each seed, n up to 300";
        long exactWrong = 0;
        foreach (var (seed, s) in context.Seeds.Select((seed, s) => (seed, s)))
        {
            context.Report("random cases", 0.1 * s / context.Seeds.Count);
            var random = context.Random(seed, "random cases");
            int boundedWrong = 0, byDifferencesWrong = 0, byDistancesWrong = 0;
            for (var c = 0; c < cases; c++)
            {
                cancel.ThrowIfCancellationRequested();
                // Edges too: patterns of one letter, as long as the text, alphabets from 1 to m + 1 letters.
                var n = 1 + random.Next(300);
                var m = c % 10 == 0 ? n : c % 10 == 1 ? 1 : 1 + random.Next(n);
                var alphabet = 1 + random.Next(m + 1);
                int[] text = RandomTexts.Uniform(n, alphabet, random), pattern = RandomTexts.Uniform(m, alphabet, random);
                var truth = DirectCount.Distances(text, pattern, cancel);

                exactWrong += Differing(truth, ExactDistances.Distances(text, pattern, cancel));
                foreach (var rule in Enum.GetValues<LetterRule>()) exactWrong += Differing(truth, Abrahamson.Distances(text, pattern, rule, cancel));
                if (alphabet <= BitParallel.MostLetters) exactWrong += Differing(truth, BitParallel.Distances(text, pattern, cancel));

                var k = random.Next(m + 2);
                boundedWrong += Differing([.. truth.Select(h => Math.Min(h, k + 1))], BoundedDistances.Find(text, pattern, k, random, cancel).Distances);
                byDifferencesWrong += Differing(truth, DifferenceCounting.DistancesByDifferences(text, pattern));

                var range = 1 + random.Next(60);
                long universe = 1 + random.Next(20 * range);
                long[] xs = [.. Enumerable.Range(0, random.Next(100)).Select(_ => random.NextInt64(universe))];
                long[] ys = [.. Enumerable.Range(0, random.Next(100)).Select(_ => random.NextInt64(universe))];
                byDistancesWrong += Differing(CountPairs(xs, ys, range), DifferenceCounting.CountByDistances(xs, ys, range, random));
            }
            found.Observe("C2", "bounded-distances", setting, seed, boundedWrong);
            found.Observe("C4", "distances-from-differences", setting, seed, byDifferencesWrong);
            found.Observe("C4", "differences-from-distances", setting, seed, byDistancesWrong);
        }
        found.Remark($"The exact engines (transforms for all letters, for none, for those where it is cheaper, and bit-parallel up to four letters) differed from direct counting at {exactWrong} positions of {cases * context.Seeds.Count:N0} random cases.");
        found.Remark("The differences-from-distances reduction moves every colour by a random amount and needs a few layers where colours meet; that it keeps the running time in expectation is argued, not measured.");
    }

    /// <summary>Every pair, by the definition.</summary>
    private static int[] CountPairs(long[] xs, long[] ys, int range)
    {
        var counts = new int[range];
        foreach (var x in xs)
            foreach (var y in ys)
                if (x - y >= 0 && x - y < range) counts[x - y]++;
        return counts;
    }

    public static int Differing(int[] expected, int[] actual) => expected.Zip(actual).Count(pair => pair.First != pair.Second) + Math.Abs(expected.Length - actual.Length);
}

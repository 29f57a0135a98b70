using System.Diagnostics;
using Praxis.Lab;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>C2: the verification work of the bounded engine against nk/√m, and its time against k.</summary>
internal static class BoundedExperiment
{
    private const int TextPerPattern = 16; // n = 16m

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        Work(context, found, cancel);
        TimeByBound(context, found, cancel);
    }

    private static void Work(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] lengths = context.Pick<int[]>([256], [256, 1024], [256, 1024, 4096]);
        var rows = new List<IReadOnlyList<string>>();
        var done = 0;
        foreach (var m in lengths)
            foreach (var k in new[] { RandomTexts.Root(m), m / 8 })
                foreach (var kind in new[] { "planted copies", "period √m", "period 4, not judged" })
                {
                    var judged = !kind.EndsWith("not judged", StringComparison.Ordinal);
                    var setting = $"m = {m}, k = {k}, {kind}";
                    var measured = context.Once(setting, () => (judged ? context.Seeds : context.Seeds.Take(3)).Select(seed =>
                    {
                        cancel.ThrowIfCancellationRequested();
                        var random = context.Random(seed, setting);
                        var n = TextPerPattern * m;
                        var (text, pattern) = kind == "planted copies" ? RandomTexts.Planted(n, m, k, random)
                            : RandomTexts.Periodic(n, m, k, judged ? RandomTexts.Root(m) : 4, random);
                        var result = BoundedDistances.Find(text, pattern, k, random, cancel);
                        int[] truth = [.. DirectCount.Distances(text, pattern, cancel).Select(h => Math.Min(h, k + 1))];
                        return new WorkResult(seed, (double)result.Candidates / n, (double)result.Jumps / n,
                            result.Jumps / (n + n * k / Math.Sqrt(m)), EquivalenceExperiment.Differing(truth, result.Distances));
                    }).ToList());
                    context.Report(setting, 0.1 + 0.4 * ++done / (6.0 * lengths.Length));

                    if (judged)
                        foreach (var result in measured)
                        {
                            found.Observe("C2", "verification-work", setting, result.Seed, result.AgainstBound);
                            found.Observe("C2", "bounded-distances", setting, result.Seed, result.Wrong);
                        }
                    rows.Add([$"{m:N0}", $"{k}", kind, $"{100 * measured.Average(r => r.CandidateShare):0.00} %", $"{measured.Average(r => r.JumpsPerPosition):0.00}", $"{k / Math.Sqrt(m):0.00}", $"{measured.Average(r => r.AgainstBound):0.00}"]);
                }
        found.Add(new FindingsTable(
            "Verification work of the bounded engine, n = 16m",
            ["m", "k", "text", "positions verified", "jumps per position", "k/√m", "jumps ÷ (n + nk/√m)"], rows));
        found.Remark("Patterns with an approximate period shorter than √m have more positions to verify than the bound allows to verify one by one, as the rows with period 4 show; the paper treats them by other means, which are not run.");
    }

    /// <summary>Time against k on one text with planted copies: with the filter, with kangaroo jumps alone, exact.</summary>
    private static void TimeByBound(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var m = context.Pick(smoke: 256, small: 1024, full: 1024);
        var n = TextPerPattern * m;
        var bounds = new List<double>();
        List<double> filtered = [], jumping = [], exact = [];
        for (var k = 2; k <= m / 4; k *= 2)
        {
            cancel.ThrowIfCancellationRequested();
            var random = context.Random(context.Seeds[0], $"time by bound, k = {k}");
            var (text, pattern) = RandomTexts.Planted(n, m, k, random);
            bounds.Add(k);
            filtered.Add(MedianNanoseconds(() => BoundedDistances.Find(text, pattern, k, random, cancel)) / n);
            jumping.Add(MedianNanoseconds(() => BoundedDistances.Verify(text, pattern, k, new int[n - m + 1], cancel)) / n);
            exact.Add(MedianNanoseconds(() => Abrahamson.Distances(text, pattern, LetterRule.Cheaper, cancel)) / n);
        }
        context.Report("time against k", 0.55);
        found.Add(HammingFigures.TimeByBound(m, bounds, filtered, jumping, exact));
    }

    /// <summary>The median of three runs after one that is not timed: the first run of a program also compiles.</summary>
    public static double MedianNanoseconds(Action action)
    {
        action();
        var times = new double[3];
        for (var repeat = 0; repeat < times.Length; repeat++)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            times[repeat] = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        }
        Array.Sort(times);
        return times[1];
    }

    private sealed record WorkResult(long Seed, double CandidateShare, double JumpsPerPosition, double AgainstBound, int Wrong);
}

using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Theory.HammingDistances;

/// <summary>C3, not judged: error and time of the two earlier approximations, whose cost grows as 1/ε and 1/ε².</summary>
internal static class ApproximationExperiment
{
    private static readonly double[] Epsilons = [0.5, 0.2, 0.1, 0.05, 0.02];
    private const double TrialsEpsilon = 0.1;
    private const int MostTrials = 6;

    public static void Run(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var m = context.Pick(smoke: 256, small: 512, full: 1024);
        var n = 16 * m;
        var seeds = context.Seeds.Take(context.Pick(smoke: 2, small: 5, full: 10)).ToList();
        var tallies = Epsilons.Select(_ => new Tally()).ToArray();
        var reached = new long[MostTrials];
        long positions = 0, above = 0;
        foreach (var (seed, s) in seeds.Select((seed, s) => (seed, s)))
        {
            context.Report("approximation", 0.8 + 0.12 * s / seeds.Count);
            var random = context.Random(seed, "approximation");
            int[] text = RandomTexts.Zipf(n, 1000, random), pattern = RandomTexts.Zipf(m, 1000, random);
            // Copies with between 1 and m/2 changed letters, so that small distances occur.
            for (var (start, changed) = (0, 1); start + m <= n; (start, changed) = (start + 2 * m, Math.Min(2 * changed, m / 2)))
            {
                pattern.CopyTo(text, start);
                foreach (var j in random.Choose(changed, m)) text[start + j] = 1000 + random.Next(1000);
            }
            var truth = DirectCount.Distances(text, pattern, cancel);

            for (var e = 0; e < Epsilons.Length; e++)
            {
                cancel.ThrowIfCancellationRequested();
                int[] bounds = [];
                tallies[e].Nanoseconds.Add(BoundedExperiment.MedianNanoseconds(() => bounds = ApproximateDistances.LowerBounds(text, pattern, Epsilons[e], 1, random, cancel)) / n);
                tallies[e].Bounds.AddRange(Errors(truth, bounds));
                // As many transforms: one round for each image.
                tallies[e].Estimates.AddRange(Errors(truth, ApproximateDistances.Estimates(text, pattern, ApproximateDistances.Images(Epsilons[e]), random, cancel)));
            }

            var best = new int[truth.Length];
            for (var trial = 0; trial < MostTrials; trial++)
            {
                var bounds = ApproximateDistances.LowerBounds(text, pattern, TrialsEpsilon, 1, random, cancel);
                for (var i = 0; i < best.Length; i++) best[i] = Math.Max(best[i], bounds[i]);
                reached[trial] += truth.Zip(best).Count(pair => pair.Second >= (1 - TrialsEpsilon) * pair.First);
            }
            positions += truth.Length;
            above += truth.Zip(best).Count(pair => pair.Second > pair.First);
        }

        found.Add(HammingFigures.Approximation(
            Epsilons, [.. tallies.Select(t => Summary.Quantile(t.Bounds, 0.95))], [.. tallies.Select(t => Summary.Quantile(t.Estimates, 0.95))],
            [.. reached.Select(count => 1 - (double)count / positions)]));
        found.Add(new FindingsTable(
            $"Relative error over positions, m = {m:N0}, n = 16m, letters as frequent as words, one trial; Karloff's estimate with as many transforms",
            ["ε", "images", "95 % of errors below", "largest error", "ns per letter of text", "Karloff: 95 % below", "Karloff: largest"],
            [.. Epsilons.Select((epsilon, e) => (IReadOnlyList<string>)
            [
                $"{epsilon}", $"{ApproximateDistances.Images(epsilon)}",
                $"{Summary.Quantile(tallies[e].Bounds, 0.95):0.000}", $"{tallies[e].Bounds.Max():0.000}", $"{tallies[e].Nanoseconds.Average():N0}",
                $"{Summary.Quantile(tallies[e].Estimates, 0.95):0.000}", $"{tallies[e].Estimates.Max():0.000}",
            ])]));
        found.Remark($"The time of the projection scheme grows like ε^{Summary.LogSlope(Epsilons, [.. tallies.Select(t => t.Nanoseconds.Average())]):0.00} (theory: −1). After {MostTrials} trials with ε = {TrialsEpsilon} its bound was above the distance at {above} positions, and below (1 − ε) of it at {positions - reached[^1]:N0} of {positions:N0} (theory: at most {positions / Math.Pow(2, MostTrials):N0} on average).");
    }

    /// <summary>|estimate − H|/H where H &gt; 0.</summary>
    private static IEnumerable<double> Errors<T>(int[] truth, T[] estimates) where T : struct, IConvertible =>
        truth.Zip(estimates).Where(pair => pair.First > 0).Select(pair => Math.Abs(pair.Second.ToDouble(null) - pair.First) / pair.First);

    private sealed class Tally
    {
        public List<double> Bounds { get; } = [];
        public List<double> Estimates { get; } = [];
        public List<double> Nanoseconds { get; } = [];
    }
}

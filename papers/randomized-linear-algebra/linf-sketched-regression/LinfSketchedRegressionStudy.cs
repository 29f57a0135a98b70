using System.Diagnostics;
using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>
/// Measures the largest coordinate error of sketched solutions: against the theorem's bound at the theorem's own row count, against
/// the number of rows for dense sketches, and for sparse sketches on an instance with coherent rows. The baseline of the sparse
/// sketches is the subsampled Hadamard sketch on the same instance with as many rows.
/// </summary>
[Paper("linf-sketched-regression")]
public sealed class LinfSketchedRegressionStudy : IStudy
{
    private const string Coherent = "coherent identity";
    private const double FailureProbability = 0.1;

    private static readonly SketchFamily Hadamard = SketchFamily.SubsampledHadamard;

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        var trials = new List<SketchTrials>();
        CheckGuarantee(context, found, cancel);
        MeasureCoherent(context, trials, cancel);
        MeasureOthers(context, trials, cancel);
        CheckRows(found, trials);
        CheckSparse(context, found, trials);
        CheckCost(context, found, cancel);

        var dimension = context.Pick(smoke: 32, small: 32, full: 64);
        found.Add(SketchFigures.ErrorAgainstRows([.. trials.Where(t => t.Problem == Coherent && t.D == dimension)], dimension));
        found.Add(SketchFigures.RowsNeeded(trials));
        found.Add(SketchTables.Coherent([.. trials.Where(t => t.Problem == Coherent)]));
        found.Remark("ρ = √m·‖x′ − x*‖∞ / (‖A x* − b‖₂·‖A†‖₂). A residual of unit length that a sketch turns in a random direction gives ρ near √(2 ln d), whatever m; the theorem says at most C·ln^1.5(n/δ).");
        found.Remark("The theorem's row count exceeds n for most sizes one meets (d = 32, ε = ½, n = 8,192: 185,000 rows), so its literal statement is checked only for d ≤ 8 at n up to 131,072, with the hidden constant set to 1; there it holds with a wide margin.");
        found.Remark("Even the dense sketch needs more than a few rows for each column. On the coherent identity the first d columns of the Hadamard matrix take only d different values along its rows (d a power of two), so S A has full rank only when every one of d kinds of rows was picked: with m = 4d rows about d·e⁻⁴ kinds are missing, and S A loses rank in a third to most of the sketches. The logarithm in the row count is needed. A sketch that lost rank never counts as within the bound, and the tail is judged from m = 16d on, above d·ln(n/δ).");
        found.Remark("Rows of the Hadamard matrix are picked with replacement: without it, errors shrink as m nears n, which would flatter the slope.");
        found.Remark("On the coherent identity x* = 0, and (S A)†S b stays small even where S A has lost rank, as CountSketch makes it whenever two rows of the identity share a bucket. With another x* those sketches would fail in the 2-norm too: the instance isolates the coordinate error and is kind to CountSketch.");
        found.Remark("Sparse and Gaussian sketches treat the all-zero rows of the coherent identity as if they were absent, so they are drawn for its 2d other rows; the Hadamard sketch sees all n rows.");
        found.Remark("The earlier bound's d^(1+γ) and the new bound's d are not told apart here: the rows needed for a fixed accuracy grow a little faster than d, which the logarithm of a largest of d coordinates explains and both bounds allow.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1, literally: m = ε⁻² d ln³(n/δ) rows, and every coordinate within the bound.</summary>
    private static void CheckGuarantee(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 1 << 13, small: 1 << 16, full: 1 << 17);
        var count = context.Pick(smoke: 10, small: 10, full: 10);
        (int D, double Accuracy)[] settings = context.Pick<(int, double)[]>(
            smoke: [(2, 0.9)], small: [(2, 0.5), (8, 0.9)], full: [(2, 0.5), (4, 0.5), (8, 0.9), (8, 0.7)]);
        var rows = new List<IReadOnlyList<string>>();
        for (var s = 0; s < settings.Length; s++)
        {
            var (d, accuracy) = settings[s];
            var m = SketchedRegression.RowsFor(d, n, accuracy, FailureProbability);
            var setting = $"d = {d}, ε = {accuracy}, m = {m}, n = {n}";
            context.Report($"the theorem's row count: {setting}", 0.2 * s / settings.Length);
            var perSeed = context.Once($"guarantee, {setting}", () => context.Seeds.Select(seed =>
            {
                var random = context.Random(seed, $"guarantee, d = {d}, {accuracy}");
                var problem = Instances.Spiked(n, d, random.Fork("data"));
                var bound = SketchedRegression.CoordinateBound(problem, accuracy);
                return Enumerable.Range(0, count).Select(i =>
                {
                    cancel.ThrowIfCancellationRequested();
                    var x = SketchedRegression.Solve(problem.A, problem.B, Hadamard.Draw(m, n, random.Fork(i))).X;
                    return (x - problem.Solution).MaxAbs() / bound;
                }).ToArray();
            }).ToArray());
            for (var i = 0; i < context.Seeds.Count; i++)
                found.ObserveShare("C1", "guarantee", setting, context.Seeds[i], perSeed[i].Count(share => share <= 1), count);
            rows.Add([$"{d}", $"{accuracy}", $"{n:N0}", $"{m:N0}", $"{Summary.Median(perSeed.SelectMany(share => share)):0.0000}", $"{perSeed.Max(share => share.Max()):0.0000}"]);
        }
        found.Add(new FindingsTable(
            "Largest coordinate error as a share of the theorem's bound, at the theorem's row count with constant 1 (δ = 0.1, one heavy row for each coordinate)",
            ["d", "ε", "n", "m", "median", "largest"], rows));
    }

    /// <summary>All sketches on the coherent identity, for C1 (dense ones) and C3 (sparse ones).</summary>
    private static void MeasureCoherent(StudyContext context, List<SketchTrials> trials, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 1024, small: 4096, full: 8192);
        var count = context.Pick(smoke: 5, small: 11, full: 11);
        SketchFamily[] all = [Hadamard, SketchFamily.Gaussian, SketchFamily.CountSketch, SketchFamily.Osnap(2), SketchFamily.Osnap(8)];
        SketchFamily[] two = [Hadamard, SketchFamily.CountSketch];
        (int D, int MostRows, SketchFamily[] Families)[] sizes = context.Pick<(int, int, SketchFamily[])[]>(
            smoke: [(32, 1024, all)],
            small: [(32, 2048, all), (64, 2048, two)],
            full: [(32, 2048, all), (64, 8192, all), (128, 4096, two)]);
        for (var s = 0; s < sizes.Length; s++)
        {
            var (d, mostRows, families) = sizes[s];
            var whole = RegressionProblem.Coherent(n, d);
            var compact = RegressionProblem.Coherent(2 * d, d); // its rows that are not zero
            foreach (var family in families)
            {
                context.Report($"{Coherent}, d = {d}, {family.Name}", 0.2 + 0.4 * s / sizes.Length);
                trials.AddRange(context.Once($"{Coherent}, d = {d}, {family.Name}", () => (
                    from m in Doubling(4 * d, mostRows)
                    from seed in context.Seeds
                    select SketchTrials.Run(context, Coherent, family == Hadamard ? whole : compact, family, m, seed, count, cancel)).ToArray()));
            }
        }
    }

    /// <summary>The Hadamard sketch on other problems, for C1.</summary>
    private static void MeasureOthers(StudyContext context, List<SketchTrials> trials, CancellationToken cancel)
    {
        var n = context.Pick(smoke: 1024, small: 4096, full: 8192);
        var count = context.Pick(smoke: 9, small: 11, full: 11);
        var dimensions = context.Pick<int[]>(smoke: [16], small: [16, 64], full: [16, 32, 64, 128]);
        (string Name, Func<int, int, RandomStream, RegressionProblem> Make)[] random = [("normal entries", Instances.Gaussian), ("one heavy row per coordinate", Instances.Spiked)];
        foreach (var (name, make) in random)
            foreach (var d in dimensions)
            {
                context.Report($"{name}, d = {d}", 0.6);
                trials.AddRange(context.Once($"{name}, d = {d}", () => (
                    from seed in context.Seeds
                    let problem = make(n, d, context.Random(seed, $"{name}, {d}"))
                    from m in Doubling(4 * d, 32 * d)
                    select SketchTrials.Run(context, name, problem, Hadamard, m, seed, count, cancel)).ToArray()));
            }

        (string Name, string Target)[] tables = context.Pick<(string, string)[]>(
            smoke: [("diabetes.csv", "progression")],
            small: [("diabetes.csv", "progression"), ("breast-cancer.csv", "benign")],
            full: [("diabetes.csv", "progression"), ("breast-cancer.csv", "benign"), ("digits.csv.gz", "digit")]);
        foreach (var (name, target) in tables)
        {
            var problem = Instances.FromTable(context.Data.Table(name), target);
            var d = problem.Solution.Length;
            context.Report(name, 0.8);
            trials.AddRange(context.Once($"{name}, d = {d}", () => (
                from seed in context.Seeds
                from m in Doubling(4 * d, 16 * d)
                select SketchTrials.Run(context, name, problem, Hadamard, m, seed, 3 * count, cancel)).ToArray())); // small problems: more sketches cost little
        }
    }

    /// <summary>C1: dense sketches keep the rank and ρ below 4√(ln d), and ρ does not grow with m.</summary>
    private static void CheckRows(FindingsBuilder found, List<SketchTrials> trials)
    {
        var dense = trials.Where(t => (t.Sketch == Hadamard.Name || t.Sketch == SketchFamily.Gaussian.Name) && t.M <= 32 * t.D).ToList();
        // Fewer rows than d·ln(n/δ) are outside any guarantee of this kind: on the coherent identity S A then loses rank.
        foreach (var trial in dense.Where(t => t.M >= 16 * t.D))
            found.ObserveShare("C1", "tail", $"{trial.Problem}, d = {trial.D}, {trial.Sketch}, m = {trial.M}", trial.Seed, trial.WithinTail, trial.Largest.Length);
        foreach (var curve in dense.Where(t => t.Sketch == Hadamard.Name).GroupBy(t => (t.Problem, t.D, t.Seed)))
            found.Observe("C1", "row-slope", $"{curve.Key.Problem}, d = {curve.Key.D}", curve.Key.Seed,
                Summary.LogSlope([.. curve.Select(t => (double)t.M)], [.. curve.Select(t => t.MedianLargest)]));
    }

    /// <summary>
    /// C3: with s non-zeros per column, from m = 8s²d (fewer rows: many collisions per coordinate, which average out) up to
    /// m = s²d²/2 (more rows: no collision at all, and the error is 0), ρ grows like √m.
    /// </summary>
    private static void CheckSparse(StudyContext context, FindingsBuilder found, List<SketchTrials> trials)
    {
        (int D, int NonZeros)[] settings = context.Pick<(int, int)[]>(
            smoke: [(32, 1)], small: [(32, 1), (32, 2), (64, 1)], full: [(32, 1), (32, 2), (64, 1), (64, 2), (128, 1)]);
        foreach (var (d, s) in settings)
        {
            var name = (s == 1 ? SketchFamily.CountSketch : SketchFamily.Osnap(s)).Name;
            var within = trials.Where(t => t.Problem == Coherent && t.D == d && t.M >= 8 * s * s * d && t.M <= s * s * d * d / 2).ToList();
            foreach (var seed in context.Seeds)
                found.ObservePair("C3", "slope-gap", $"d = {d}, s = {s}", seed, Slope(name, seed), Slope(Hadamard.Name, seed));

            double Slope(string sketch, long seed)
            {
                var curve = within.Where(t => t.Sketch == sketch && t.Seed == seed).ToList();
                return Summary.LogSlope([.. curve.Select(t => (double)t.M)], [.. curve.Select(t => t.MedianLargest)]);
            }
        }
    }

    /// <summary>C1: the time of applying the Hadamard sketch grows like n log n.</summary>
    private static void CheckCost(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sizes = [.. Doubling(1 << 11, context.Pick(smoke: 1 << 14, small: 1 << 16, full: 1 << 17))];
        const int columns = 8, rows = 256;
        var seconds = new double[sizes.Length, context.Seeds.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            context.Report($"time of the sketch, n = {sizes[i]}", 0.9 + 0.1 * i / sizes.Length);
            for (var s = 0; s < context.Seeds.Count; s++)
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random(context.Seeds[s], $"time, n = {sizes[i]}");
                var a = random.Normal(sizes[i], columns);
                var sketch = Hadamard.Draw(rows, sizes[i], random);
                sketch.Apply(a); // warm
                // The fastest: on a busy machine a run of several milliseconds is interrupted more often than not, a short one is not.
                seconds[i, s] = Enumerable.Range(0, 15).Min(_ =>
                {
                    var start = Stopwatch.GetTimestamp();
                    sketch.Apply(a);
                    return Stopwatch.GetElapsedTime(start).TotalSeconds;
                });
            }
        }
        double[] work = [.. sizes.Select(n => n * Math.Log2(n))];
        for (var s = 0; s < context.Seeds.Count; s++)
            found.Observe("C1", "cost", "", context.Seeds[s], Summary.LogSlope(work, [.. Enumerable.Range(0, sizes.Length).Select(i => seconds[i, s])]));
        found.Add(new FindingsTable(
            $"Time of applying the subsampled Hadamard sketch to n × {columns} (fastest of 15, then median of seeds)",
            ["n", "milliseconds", "nanoseconds per n·d·log₂ n"],
            [.. sizes.Select((n, i) =>
            {
                var median = Summary.Median(Enumerable.Range(0, context.Seeds.Count).Select(s => seconds[i, s]));
                return (IReadOnlyList<string>)[$"{n:N0}", $"{1e3 * median:0.000}", $"{1e9 * median / (work[i] * columns):0.00}"];
            })]));
    }

    private static IEnumerable<int> Doubling(int first, int last)
    {
        for (var m = first; m <= last; m *= 2) yield return m;
    }
}

using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>
/// Ranks and errors of the Chebyshev–Tucker format beside the Tucker decomposition of the sampled grid on three functions; the ranks of
/// long-range potentials as particles are added; the cost of putting the format on a grid.
/// </summary>
[Paper("chebyshev-tucker")]
public sealed class ChebyshevTuckerStudy : IStudy
{
    private static readonly double[] RankTolerances = [1e-4, 1e-6];

    /// <inheritdoc/>
    public Task<Findings> RunAsync(StudyContext context, CancellationToken cancel)
    {
        var found = new FindingsBuilder();
        CompareWithGrid(context, found, cancel);
        GrowClusters(context, found, cancel);
        GrowLattices(context, found, cancel);
        TimeConversion(context, found, cancel);
        TimeBoth(context, found, cancel);
        found.Remark("The paper says that the ranks can be much smaller than the degree m, not that they always are. The check asks for at most half of m for every function and tolerance, which a function for which few nodes suffice does not clearly meet.");
        found.Remark("What is truncated is the Frobenius norm of the coefficients. The error is measured in the largest absolute value; the bound ‖C − Ĉ‖₁ between the two is safe but far from tight.");
        return Task.FromResult(found.Build());
    }

    /// <summary>C1 and C2: ranks against the grid's, errors against the bound.</summary>
    private static void CompareWithGrid(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] grids = context.Pick<int[]>([32], [32, 64], [32, 64, 128]);
        double[] tolerances = context.Pick<double[]>([1e-4, 1e-6], [1e-4, 1e-6, 1e-8], [1e-4, 1e-6, 1e-8]);
        var points = context.Pick(smoke: 1_000, small: 10_000, full: 10_000);
        var all = new List<RankCase[]>();
        foreach (var seed in context.Seeds)
        {
            context.Report("ranks against the grid", 0.35 * all.Count / context.Seeds.Count);
            var cases = context.Once($"functions, seed {seed}", () =>
                TestFunction.Draw(context.Random(seed, "functions")).SelectMany(f => Measure(f, tolerances, grids, points, context.Random(seed, "points"), cancel)).ToArray());
            all.Add(cases);
            var compared = cases.SelectMany(c => c.GridRanks.SelectMany(grid => grid.Zip(c.Ranks, (onGrid, r) => Math.Abs(onGrid - r)))).ToList();
            found.Observe("C1", "against-grid", "", seed, compared.Average(difference => difference <= 2 ? 1.0 : 0.0));
            foreach (var c in cases)
            {
                var setting = $"{c.Function}, ε = {Power(c.Tolerance)}";
                found.Observe("C1", "against-degree", setting, seed, (double)c.Ranks.Max() / c.Nodes);
                found.Observe("C2", "bound", setting, seed, c.Error / c.Bound);
                found.Observe("C2", "error", setting, seed, c.Error / (c.Tolerance * c.Largest));
            }
        }

        string[] head = ["function", "ε", "m", "ranks", .. grids.Select(n => $"ranks, {n}³ grid"), "largest error ÷ max|f|", "bound ÷ max|f|", "samples taken", "numbers stored"];
        found.Add(new FindingsTable($"The three functions drawn with seed {context.Seeds[0]}", head, [.. all[0].Select(c => (IReadOnlyList<string>)
        [
            c.Function, Power(c.Tolerance), $"{c.Nodes}", Ranks(c.Ranks), .. c.GridRanks.Select(Ranks),
            Numbers.Short(c.Error / c.Largest), Numbers.Short(c.Bound / c.Largest), $"{c.Samples:N0}", $"{c.Parameters:N0}",
        ])]));
        found.Add(ChebyshevTuckerFigures.RanksAgainstTolerance(all, grids));
        found.Add(ChebyshevTuckerFigures.ErrorsAgainstTolerance(all));
        found.Remark($"C1 and C2 were looked at for three functions, each drawn anew for {context.Seeds.Count} seeds, ε from {Power(tolerances[0])} to {Power(tolerances[^1])} and grids of up to {grids[^1]}³ points. m is the first of 9, 17, 33, … at which the last tenth of the coefficients sums to less than ε·max|f|, so it may be almost twice what is needed, and rank ÷ m depends on this rule. A first rule, largest coefficient instead of sum, stopped one doubling earlier for some functions: the interpolation error was then 13·ε and the rank of the particles' potential 0.6·m.");
    }

    private static IEnumerable<RankCase> Measure(TestFunction f, double[] tolerances, int[] grids, int count, RandomStream random, CancellationToken cancel)
    {
        var box = CoordinateBox.Cube();
        var points = random.Uniform(count, 3).Map(u => (2 * u) - 1); // (P, 3)
        var exact = f.At(points);
        var onGrids = grids.Select(n =>
        {
            cancel.ThrowIfCancellationRequested();
            return new HigherOrderSvd(f.OnGrid([.. Enumerable.Range(0, 3).Select(l => box.Cells(l, n))]));
        }).ToList();
        foreach (var tolerance in tolerances)
        {
            cancel.ThrowIfCancellationRequested();
            var interpolant = ChebyshevInterpolant.Adaptive(f.OnGrid, box, tolerance);
            var function = interpolant.Compress(tolerance);
            // f̃ itself, for the bound: a Tucker form that leaves nothing out but rounding.
            var whole = new ChebyshevTuckerFunction(box, new HigherOrderSvd(interpolant.Coefficients).Truncate(1e-14));
            var compression = (interpolant.Coefficients - function.Coefficients.Rebuild()).Abs().Sum(); // ‖C − Ĉ‖₁
            yield return new RankCase(
                f.Name, tolerance, interpolant.Coefficients.Shape[0], [.. function.Coefficients.Ranks], [.. onGrids.Select(grid => grid.Ranks(tolerance))],
                (exact - function.Evaluate(points)).MaxAbs(), (exact - whole.Evaluate(points)).MaxAbs() + compression, Math.Max(interpolant.LargestSample, exact.MaxAbs()),
                interpolant.SamplesTaken, function.Coefficients.ParameterCount);
        }
    }

    /// <summary>C3: random particles in a fixed box, the split fixed too; beside it the box that grows with the particles.</summary>
    private static void GrowClusters(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] counts = context.Pick<int[]>([20, 40, 80], [25, 50, 100, 200, 400], [25, 50, 100, 200, 400, 800]);
        var spacing = context.Pick(smoke: 0.3, small: 0.2, full: 0.15);
        // With fewer particles than directions the ranks are limited by the particles, whatever the split.
        var first = context.Pick(smoke: 0, small: 2, full: 2);
        int[] judged = counts[first..];

        var runs = new List<ClusterRanks[]>();
        foreach (var seed in context.Seeds)
        {
            context.Report("ranks of random clusters", 0.35 + (0.35 * runs.Count / context.Seeds.Count));
            runs.Add(context.Once($"clusters, seed {seed}", () => counts.Select(n => Cluster(n, spacing, context.Random(seed, $"cluster, N = {n}"), cancel)).ToArray()));
            for (var e = 0; e < RankTolerances.Length; e++)
                found.Observe("C3", "growth", $"ε = {Power(RankTolerances[e])}", seed,
                    Slope([.. judged.Select(n => Math.Log(Math.Log(n)))], [.. runs[^1].Skip(first).Select(r => Math.Log(r.Ranks[e]))]));
        }
        var dense = new List<ClusterRanks[]>();
        foreach (var seed in context.Seeds.Take(context.Pick(smoke: 1, small: 5, full: 5)))
        {
            context.Report("ranks at constant density", 0.7 + (0.03 * dense.Count));
            dense.Add(context.Once($"constant density, seed {seed}", () =>
                counts.Select(n => Cluster(n, 1.3 / Math.Cbrt(n), context.Random(seed, $"constant density, N = {n}"), cancel)).ToArray()));
        }

        double[] fixedBox = Means(runs), constantDensity = Means(dense);
        found.Add(ChebyshevTuckerFigures.RanksAgainstParticles(counts, spacing, fixedBox, constantDensity, [.. runs[0].Select(r => (double)r.Terms)]));
        found.Add(new FindingsTable(
            $"Largest Tucker rank of long-range potentials at ε = {Power(RankTolerances[^1])}, mean over seeds",
            ["N", "canonical rank, fixed box", "Tucker rank, fixed box", "m", "Tucker rank, constant density", "m"],
            [.. counts.Select((n, i) => (IReadOnlyList<string>)[$"{n}", $"{runs[0][i].Terms:N0}", $"{fixedBox[i]:0.0}", $"{runs[0][i].Nodes}", $"{constantDensity[i]:0.0}", $"{dense[0][i].Nodes}"])]));
        double[] logs = [.. judged.Select(n => Math.Log(n))];
        found.Remark($"C3 is judged where its theorem speaks: box [−1, 1]³ and split (smallest distance {spacing}) stay as they are while N grows from {judged[0]} to {judged[^1]}; at ε = {Power(RankTolerances[^1])} the rank then grows like N to the power {Slope(logs, Log(fixedBox[first..])):0.00}. " +
            $"If instead the density stays constant, as in a molecule that gets larger, the theorem's constant grows with the box: measured is N to the power {Slope(logs, Log(constantDensity[first..])):0.00} (1/3 is growth like the box's side). The split can only fall between two Gaussians of the quadrature, whose widths differ by a factor of 1.57, so that the ranks at constant density rise in steps.");

        double[] Means(List<ClusterRanks[]> seeds) => [.. counts.Select((_, i) => seeds.Average(run => run[i].Ranks[^1]))];
        static double[] Log(double[] values) => [.. values.Select(x => Math.Log(x))];
    }

    private static ClusterRanks Cluster(int count, double spacing, RandomStream random, CancellationToken cancel)
    {
        cancel.ThrowIfCancellationRequested();
        var potential = ParticleSystem.Random(count, spacing, random).LongRangePotential(CoordinateBox.Cube(), NewtonKernel.Sinc());
        return Reduce(potential, count, cancel);
    }

    /// <summary>Path B, once for the finest tolerance; the ranks for the others are cut from the same small core.</summary>
    private static ClusterRanks Reduce(CanonicalFunction potential, int count, CancellationToken cancel)
    {
        var coefficients = potential.Coefficients(0.1 * RankTolerances[^1]);
        cancel.ThrowIfCancellationRequested();
        var reduced = coefficients.Reduce(0.1 * RankTolerances[^1]);
        cancel.ThrowIfCancellationRequested();
        var svd = new HigherOrderSvd(reduced.Core);
        return new ClusterRanks(count, potential.Terms, coefficients.Factors[0].Rows, [.. RankTolerances.Select(tolerance => svd.Ranks(tolerance).Max())]);
    }

    /// <summary>C3: lattices of constant spacing, in a box that grows with them.</summary>
    private static void GrowLattices(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sides = context.Pick<int[]>([4, 8, 12], [4, 8, 12], [4, 6, 8, 12, 16]);
        ClusterRanks[] lattices = [.. sides.Select(side => Reduce(ParticleSystem.LatticePotential(side, NewtonKernel.Sinc()), side * side * side, cancel))];
        for (var e = 0; e < RankTolerances.Length; e++)
            found.Observe("C3", "lattice", $"ε = {Power(RankTolerances[e])}", 0,
                Slope([.. lattices.Select(l => Math.Log(l.Count))], [.. lattices.Select(l => Math.Log(l.Ranks[e]))]));
        found.Add(new FindingsTable(
            "Cubic lattices of unit charges",
            ["L", "N", "Gaussians, the canonical rank once assembled", .. RankTolerances.Select(tolerance => $"Tucker rank, ε = {Power(tolerance)}")],
            [.. lattices.Select((lattice, i) => (IReadOnlyList<string>)[$"{sides[i]}", $"{lattice.Count:N0}", $"{lattice.Terms}", .. lattice.Ranks.Select(r => $"{r}")])]));
        context.Report("lattices", 0.87);
    }

    /// <summary>C2: processor time of the two-level grid form against n.</summary>
    private static void TimeConversion(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        int[] sizes = context.Pick<int[]>([1024, 2048, 4096], [1024, 2048, 4096, 8192, 16384, 32768], [1024, 2048, 4096, 8192, 16384, 32768]);
        var batches = context.Pick(smoke: 1, small: 3, full: 5);
        for (var s = 0; s < context.Seeds.Count; s++)
        {
            context.Report("conversion to a grid", 0.87 + (0.1 * s / context.Seeds.Count));
            var function = ChebyshevInterpolant.Adaptive(TestFunction.Draw(context.Random(context.Seeds[s], "functions"))[2].OnGrid, CoordinateBox.Cube(), 1e-6).Compress(1e-6);
            double[] seconds = [.. sizes.Select(n => ProcessorTime.Of(() => function.OnGrid(n), batches, cancel))];
            found.Observe("C2", "grid-cost", "", context.Seeds[s], Slope([.. sizes.Select(n => Math.Log(n))], [.. seconds.Select(x => Math.Log(x))]));
        }
    }

    /// <summary>The whole way by Chebyshev nodes beside the Tucker decomposition of the grid.</summary>
    private static void TimeBoth(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        const double tolerance = 1e-6;
        int[] sizes = context.Pick<int[]>([32, 64], [32, 64, 128], [32, 64, 128, 256]);
        int[] large = context.Pick<int[]>([1024], [512, 4096, 32768], [512, 4096, 32768]);
        var batches = context.Pick(smoke: 1, small: 1, full: 2);
        var f = TestFunction.Draw(context.Random(context.Seeds[0], "functions"))[2];
        var box = CoordinateBox.Cube();
        var rows = new List<(int N, double Chebyshev, double? Grid, int[] Ranks, int[]? GridRanks)>();
        foreach (var n in (int[])[.. sizes, .. large])
        {
            context.Report($"time at n = {n}", 0.97);
            TuckerTensor? converted = null, decomposed = null;
            var chebyshev = ProcessorTime.Of(() => converted = ChebyshevInterpolant.Adaptive(f.OnGrid, box, tolerance).Compress(tolerance).OnGrid(n), batches, cancel);
            double? grid = n > sizes[^1] ? null : ProcessorTime.Of(
                () =>
                {
                    var samples = f.OnGrid([.. Enumerable.Range(0, 3).Select(l => box.Cells(l, n))]);
                    decomposed = OrthogonalIteration.Refine(samples, new HigherOrderSvd(samples).Truncate(tolerance)).Tensor;
                },
                batches, cancel);
            rows.Add((n, chebyshev, grid, [.. converted!.Ranks], decomposed is null ? null : [.. decomposed.Ranks]));
        }
        found.Add(ChebyshevTuckerFigures.TimeAgainstGrid([.. rows.Select(r => (r.N, r.Chebyshev, r.Grid))]));
        found.Add(new FindingsTable(
            $"{f.Name}, ε = {Power(tolerance)}: sampling, decomposition and grid form, processor time in milliseconds",
            ["n", "by Chebyshev nodes", "Tucker of the n³ grid", "ranks", "ranks of the grid"],
            [.. rows.Select(r => (IReadOnlyList<string>)[$"{r.N}", $"{1000 * r.Chebyshev:0.0}", r.Grid is { } grid ? $"{1000 * grid:0.0}" : "", Ranks(r.Ranks), r.GridRanks is { } ranks ? Ranks(ranks) : ""])]));
        found.Remark($"The decomposition of the grid was not timed beyond {sizes[^1]}³ points; at {large[^1]:N0} points per side the grid itself would need {Math.Pow(large[^1], 3) * 8 / 1e9:N0} gigabytes. Times are of one function drawn with one seed.");
    }

    private static string Power(double tolerance) => $"1e-{-Math.Log10(tolerance):0}";

    private static string Ranks(IReadOnlyList<int> ranks) => string.Join(" × ", ranks);

    // Least squares: slope of y against x.
    private static double Slope(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        double meanX = x.Average(), meanY = y.Average();
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}

/// <summary>One function at one tolerance.</summary>
internal sealed record RankCase(string Function, double Tolerance, int Nodes, int[] Ranks, int[][] GridRanks, double Error, double Bound, double Largest, long Samples, long Parameters);

/// <summary>The largest Tucker rank of a potential at each tolerance.</summary>
internal sealed record ClusterRanks(int Count, int Terms, int Nodes, int[] Ranks);

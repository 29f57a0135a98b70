using Praxis.Lab;

namespace Praxis.Papers.TensorsAndFunctions.AutoKnots;

/// <summary>C2: Gaussians of seven widths at random places on a plateau, interpolated with 0, 1 and 2 refinements.</summary>
internal static class PlateauExperiment
{
    private const double Tolerance = 1e-5;
    private const int MostRefinements = 2;
    private static readonly double[] Widths = [0.2, 0.1, 0.05, 0.02, 0.01, 0.005, 0.002];

    public static void Run(StudyContext context, FindingsBuilder found, int points, CancellationToken cancel)
    {
        var positions = context.Pick(smoke: 4, small: 12, full: 25);
        var measured = context.Once("plateaus", () => context.Seeds.SelectMany((seed, s) =>
        {
            context.Report($"plateaus, seed {seed}", 0.65 + 0.2 * s / context.Seeds.Count);
            return Widths.Zip(MeasureSeed(context, seed, positions, points, cancel), (width, tally) => new WidthResult(seed, width, tally));
        }).ToList());

        foreach (var bySeed in measured.GroupBy(result => result.Seed))
        {
            found.ObservePair("C2", "success-rate", "", bySeed.Key,
                bySeed.Average(r => (double)r.Tally.Successes[1] / positions), bySeed.Average(r => (double)r.Tally.Successes[0] / positions));
            found.ObserveShare("C2", "failures-removed", "", bySeed.Key, bySeed.Sum(r => r.Tally.Repaired), bySeed.Sum(r => r.Tally.MetFailures));
        }

        var trials = positions * context.Seeds.Count;
        var rows = Widths.Select(width => measured.Where(r => r.Width == width).Select(r => r.Tally).ToList()).ToList();
        found.Add(AutoKnotsFigures.PlateauSuccess(
            Widths,
            [.. rows.Select(row => Enumerable.Range(0, MostRefinements + 1).Select(k => (double)row.Sum(t => t.Successes[k]) / trials).ToArray())],
            [.. rows.Select(row => (double)row.Sum(t => t.Met) / trials)]));
        found.Add(new FindingsTable(
            $"Gaussians on a plateau, {trials} random positions, δ = {Tolerance:0e0}: successes and mean knots",
            ["standard deviation", "met by the first eleven values", "no refinement", "one", "two", "failures met, no refinement", "of them repaired by one", "knots, none", "knots, one", "knots, two"],
            [.. Widths.Zip(rows, (width, row) => (IReadOnlyList<string>)
            [
                $"{width}", $"{row.Sum(t => t.Met)}",
                .. Enumerable.Range(0, MostRefinements + 1).Select(k => $"{row.Sum(t => t.Successes[k])}"),
                $"{row.Sum(t => t.MetFailures)}", $"{row.Sum(t => t.Repaired)}",
                .. Enumerable.Range(0, MostRefinements + 1).Select(k => $"{(double)row.Sum(t => t.Knots[k]) / trials:0}"),
            ])]));

        var tallies = measured.Select(r => r.Tally).ToList();
        int all = trials * Widths.Length, failed = all - tallies.Sum(t => t.Successes[0]), failedStill = all - tallies.Sum(t => t.Successes[1]);
        found.Remark($"Of {all:N0} plateaus {failed:N0} missed the tolerance without refinement, {all - tallies.Sum(t => t.Met):N0} of them because none of the first eleven values met the Gaussian; "
            + $"with one refinement {failedStill:N0} missed it. One refinement turned {tallies.Sum(t => t.Broken)} successes into failures.");
    }

    /// <summary>Tallies of one seed, one for each width.</summary>
    /// <remarks>Rounds of all widths go on beyond the planned positions until one failure was met, for a share of no failures is no number; such rounds count for that share only.</remarks>
    private static PlateauTally[] MeasureSeed(StudyContext context, long seed, int positions, int points, CancellationToken cancel)
    {
        PlateauTally[] tallies = [.. Widths.Select(_ => new PlateauTally())];
        var random = context.Random(seed, "plateaus");
        for (var round = 0; round < positions || tallies.Sum(t => t.MetFailures) == 0; round++)
            foreach (var (width, tally) in Widths.Zip(tallies))
            {
                cancel.ThrowIfCancellationRequested();
                var f = TestFunction.Plateau(random.NextDouble(), width);
                var grid = new DenseGrid(f, points);
                var succeeded = new bool[MostRefinements + 1];
                var met = false;
                for (var refinements = 0; refinements <= MostRefinements; refinements++)
                {
                    var auto = AutoKnotsMethod.Interpolate(f.Function, f.From, f.To, f.OptionsFor(Tolerance) with { Refinements = refinements }, cancel);
                    succeeded[refinements] = auto.Converged && grid.Measure(auto.Spline, Tolerance).Succeeds;
                    met |= auto.SawStructure;
                    if (round >= positions) continue;
                    tally.Knots[refinements] += auto.Knots;
                    if (succeeded[refinements]) tally.Successes[refinements]++;
                }
                if (met && !succeeded[0]) tally.MetFailures++;
                if (met && !succeeded[0] && succeeded[1]) tally.Repaired++;
                if (met && round < positions) tally.Met++;
                if (succeeded[0] && !succeeded[1]) tally.Broken++;
            }
        return tallies;
    }

    private sealed record WidthResult(long Seed, double Width, PlateauTally Tally);

    /// <summary>Counts over the positions of one seed and width; arrays by the number of refinements.</summary>
    private sealed record PlateauTally
    {
        public int[] Successes { get; init; } = new int[MostRefinements + 1];
        public int[] Knots { get; init; } = new int[MostRefinements + 1];
        public int Met { get; set; }
        public int MetFailures { get; set; }
        public int Repaired { get; set; }
        public int Broken { get; set; }
    }
}

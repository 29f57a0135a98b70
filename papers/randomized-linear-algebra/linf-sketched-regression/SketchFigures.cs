using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LinfSketchedRegression;

/// <summary>The figures of the study.</summary>
internal static class SketchFigures
{
    /// <summary>ρ and ρ₂ against m on the coherent identity, one line a sketch.</summary>
    public static Figure ErrorAgainstRows(IReadOnlyList<SketchTrials> trials, int d)
    {
        var rows = trials.Select(t => (double)t.M).Distinct().Order().ToList();
        return new Figure
        {
            Title = $"Coordinate error against sketch size, coherent identity, d = {d}",
            Description = "Two panels over the number of sketched rows m. Left, the largest coordinate error times √m: flat for subsampled Hadamard and Gaussian sketches, growing like √(m/d) for CountSketch. Right, the 2-norm error times √(m/d): near 1 for all sketches.",
            Panels =
            [
                Panel("largest coordinate, ρ", "ρ = √m · largest error", t => t.MedianLargest,
                    [new Line(rows, [.. rows.Select(m => Math.Sqrt(m / d))], Dashed: true) { Name = "√(m/d)" }]),
                Panel("2-norm, ρ₂", "ρ₂ = √(m/d) · 2-norm error", t => t.MedianEuclidean, []),
            ],
        };

        Panel Panel(string title, string label, Func<SketchTrials, double> value, IReadOnlyList<Mark> more) => new()
        {
            Title = title,
            X = new Axis("sketched rows m", AxisScale.Log),
            Y = new Axis(label, AxisScale.Log),
            Marks =
            [
                .. trials.GroupBy(t => t.Sketch).Select(sketch =>
                {
                    var byRows = sketch.GroupBy(t => t.M).OrderBy(group => group.Key).ToList();
                    return new Line([.. byRows.Select(group => (double)group.Key)], [.. byRows.Select(group => Summary.Median(group.Select(value)))], Points: true) { Name = sketch.Key };
                }),
                .. more,
            ],
        };
    }

    /// <summary>For fixed ε, the rows with which 95 % of Hadamard sketches are within ε/√d, against d.</summary>
    public static Figure RowsNeeded(IReadOnlyList<SketchTrials> trials)
    {
        var curves = trials
            .Where(t => t.Sketch == SketchFamily.SubsampledHadamard.Name && t.M >= 16 * t.D && t.M <= 32 * t.D && !t.Problem.Contains(".csv", StringComparison.Ordinal))
            .GroupBy(t => t.Problem)
            .Select(problem => (problem.Key, Needed: problem.GroupBy(t => t.D).OrderBy(g => g.Key).Select(g => (D: (double)g.Key, Rows: RowsFor(g))).ToList()))
            .ToList();
        var dimensions = curves.SelectMany(curve => curve.Needed.Select(point => point.D)).Distinct().Order().ToList();
        var slopes = curves.Where(curve => curve.Needed.Count > 1)
            .Select(curve => $"{curve.Key}: {Summary.LogSlope([.. curve.Needed.Select(p => p.D)], [.. curve.Needed.Select(p => p.Rows)]):0.00}");
        return new Figure
        {
            Title = "Rows needed for a fixed accuracy (ε = 1) against d",
            Description = $"Log-log: the number of rows with which 95 % of subsampled Hadamard sketches keep every coordinate within 1/√d of exact, in units of the residual and ‖A†‖. The dashed line is proportional to d. Slopes: {string.Join("; ", slopes.DefaultIfEmpty("one size only"))}.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("columns d", AxisScale.Log),
                    Y = new Axis("rows m", AxisScale.Log),
                    Marks =
                    [
                        .. curves.Select(curve => new Line([.. curve.Needed.Select(p => p.D)], [.. curve.Needed.Select(p => p.Rows)], Points: true) { Name = curve.Key }),
                        new Line(dimensions, [.. dimensions.Select(d => 10 * d)], Dashed: true) { Name = "10 d" },
                    ],
                },
            ],
        };

        // ρ hardly depends on m, so m with ρ₉₅·√(d/m) = ε is d·(ρ₉₅/ε)², here with ε = 1 and ρ₉₅ from m = 16d and 32d.
        static double RowsFor(IEnumerable<SketchTrials> sameSize)
        {
            var list = sameSize.ToList();
            double[] sorted = [.. list.SelectMany(t => t.Largest).Order()];
            var quantile = sorted[(int)Math.Ceiling(0.95 * sorted.Length) - 1];
            return list[0].D * quantile * quantile;
        }
    }
}

/// <summary>The tables of the study.</summary>
internal static class SketchTables
{
    /// <summary>Median errors on the coherent identity.</summary>
    public static FindingsTable Coherent(IReadOnlyList<SketchTrials> trials) => new(
        "Coherent identity: medians over sketches",
        ["d", "sketch", "m", "ρ", "ρ₂", "sketches that lost rank"],
        [.. trials.GroupBy(t => (t.D, t.Sketch, t.M)).Select(group => (IReadOnlyList<string>)
        [
            $"{group.Key.D}", group.Key.Sketch, $"{group.Key.M}",
            $"{Summary.Median(group.SelectMany(t => t.Largest)):0.00}",
            $"{Summary.Median(group.SelectMany(t => t.Euclidean)):0.00}",
            $"{100.0 * group.Sum(t => t.Deficient) / group.Sum(t => t.Largest.Length):0} %",
        ])]);
}

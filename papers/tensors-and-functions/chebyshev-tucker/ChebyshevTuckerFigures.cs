using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.ChebyshevTucker;

/// <summary>The figures of the study.</summary>
internal static class ChebyshevTuckerFigures
{
    /// <summary>Largest rank against ε, coefficients and grid.</summary>
    public static Figure RanksAgainstTolerance(IReadOnlyList<RankCase[]> seeds, int[] grids) => new()
    {
        Title = "Tucker ranks of coefficients and of the grid",
        Description = $"For each of three functions the largest Tucker rank against the tolerance ε, mean over the seeds: of the Chebyshev coefficients, of the {grids[^1]}³ grid, and the number of nodes m. The two ranks lie close together, m above them by a factor from about two to nine.",
        Panels =
        [
            .. seeds[0].Select(c => c.Function).Distinct().Select(name =>
            {
                var (tolerances, cases) = ByTolerance(seeds, name);
                return new Panel
                {
                    Title = name,
                    X = new Axis("ε", AxisScale.Log),
                    Y = new Axis("largest rank", Low: 0),
                    Marks =
                    [
                        new Line(tolerances, [.. cases.Select(group => group.Average(c => c.Ranks.Max()))], Points: true) { Name = "coefficients" },
                        new Line(tolerances, [.. cases.Select(group => group.Average(c => c.GridRanks[^1].Max()))], Dashed: true, Points: true) { Name = $"{grids[^1]}³ grid" },
                        new Line(tolerances, [.. cases.Select(group => group.Average(c => c.Nodes))], Points: true) { Name = "nodes m" },
                    ],
                };
            }),
        ],
    };

    /// <summary>Error and bound against ε.</summary>
    public static Figure ErrorsAgainstTolerance(IReadOnlyList<RankCase[]> seeds) => new()
    {
        Title = "Error at random points and its bound",
        Description = "For each of three functions the largest error over max|f| against ε on logarithmic axes, largest over the seeds, with the smallest bound and the line error = ε: errors stay near that line and below the bound.",
        Panels =
        [
            .. seeds[0].Select(c => c.Function).Distinct().Select(name =>
            {
                var (tolerances, cases) = ByTolerance(seeds, name);
                return new Panel
                {
                    Title = name,
                    X = new Axis("ε", AxisScale.Log),
                    Y = new Axis("over max|f|", AxisScale.Log),
                    Marks =
                    [
                        new Line(tolerances, [.. cases.Select(group => group.Max(c => c.Error / c.Largest))], Points: true) { Name = "largest error" },
                        new Line(tolerances, [.. cases.Select(group => group.Min(c => c.Bound / c.Largest))], Points: true) { Name = "smallest bound" },
                        new Line(tolerances, tolerances, Dashed: true) { Name = "ε" },
                    ],
                };
            }),
        ],
    };

    /// <summary>Rank against N.</summary>
    public static Figure RanksAgainstParticles(int[] counts, double spacing, double[] fixedBox, double[] constantDensity, double[] terms)
    {
        double[] n = [.. counts.Select(count => (double)count)];
        return new Figure
        {
            Title = "Ranks of long-range potentials as particles are added",
            Description = "Largest Tucker rank at ε = 1e-6 against the number of particles on logarithmic axes: in a fixed box with a fixed split it levels off; at constant density it goes on rising in steps, about like the box's side. The second panel shows the canonical rank, which rises like N.",
            Panels =
            [
                new Panel
                {
                    Title = "Tucker rank",
                    X = new Axis("particles N", AxisScale.Log),
                    Y = new Axis("rank", AxisScale.Log),
                    Marks =
                    [
                        new Line(n, fixedBox, Points: true) { Name = $"fixed box, distance {spacing}" },
                        new Line(n, constantDensity, Points: true) { Name = "constant density" },
                    ],
                },
                new Panel
                {
                    Title = "Beside the canonical rank",
                    X = new Axis("particles N", AxisScale.Log),
                    Y = new Axis("rank", AxisScale.Log),
                    Marks =
                    [
                        new Line(n, fixedBox, Points: true) { Name = "Tucker, fixed box" },
                        new Line(n, terms, Dashed: true) { Name = "canonical, N × Gaussians", Color = 2 },
                    ],
                },
            ],
        };
    }

    /// <summary>Time against n.</summary>
    public static Figure TimeAgainstGrid(IReadOnlyList<(int N, double Chebyshev, double? Grid)> times)
    {
        var onGrid = times.Where(t => t.Grid is not null).ToList();
        return new Figure
        {
            Title = "Time to a Tucker tensor on n³ points",
            Description = "Processor time against grid points per side on logarithmic axes: by way of the Chebyshev nodes it is flat at first and then linear in n; the decomposition of the sampled grid grows at least like n³.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("grid points per side n", AxisScale.Log),
                    Y = new Axis("processor time (s)", AxisScale.Log),
                    Marks =
                    [
                        new Line([.. times.Select(t => (double)t.N)], [.. times.Select(t => t.Chebyshev)], Points: true) { Name = "by Chebyshev nodes" },
                        new Line([.. onGrid.Select(t => (double)t.N)], [.. onGrid.Select(t => t.Grid!.Value)], Points: true) { Name = "Tucker of the grid" },
                    ],
                },
            ],
        };
    }

    private static (double[] Tolerances, RankCase[][] Cases) ByTolerance(IReadOnlyList<RankCase[]> seeds, string name)
    {
        var groups = seeds.SelectMany(cases => cases).Where(c => c.Function == name).GroupBy(c => c.Tolerance).OrderBy(group => group.Key).ToList();
        return ([.. groups.Select(group => group.Key)], [.. groups.Select(group => group.ToArray())]);
    }
}

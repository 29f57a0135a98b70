using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RobustAlternatingMinimization;

/// <summary>The figures of the study.</summary>
internal static class CompletionFigures
{
    /// <summary>dist against iterations.</summary>
    public static Figure Convergence(IReadOnlyList<(string Name, double[][][] Distances)> settings, double[] sizes) => new()
    {
        Title = "Distance to the true column space with an error in every regression",
        Description = "Median over seeds of the sine of the largest principal angle against iterations, on a logarithmic axis, one line for each error size η. All lines fall together, and each one stops falling at a level in proportion to its η; without errors it goes on to rounding.",
        Panels = [.. settings.Select(setting => new Panel
        {
            Title = setting.Name,
            X = new Axis("iterations"),
            Y = new Axis("sin θ to the true column space", AxisScale.Log, Low: 1e-14),
            Marks = [.. sizes.Select((size, s) =>
            {
                var count = setting.Distances[0][s].Length;
                return new Line(
                    [.. Enumerable.Range(0, count).Select(t => (double)t)],
                    [.. Enumerable.Range(0, count).Select(t => Summary.Median(setting.Distances.Select(seed => seed[s][t])))])
                { Name = size == 0 ? "exact" : $"η = {Numbers.Short(size)}" };
            })],
        })],
    };

    /// <summary>Final level against η.</summary>
    public static Figure Floors(IReadOnlyList<(string Name, double[][][] Distances)> settings, double[] sizes) => new()
    {
        Title = "Final level against the size of the errors",
        Description = "Log-log: the level at which the distance stops falling is proportional to η; the dashed line is η itself.",
        Panels =
        [
            new Panel
            {
                X = new Axis("error size η (length η/κ of the solution's)", AxisScale.Log),
                Y = new Axis("final sin θ", AxisScale.Log),
                Marks =
                [
                    .. settings.Select(setting => new Line(
                        sizes[1..],
                        [.. Enumerable.Range(1, sizes.Length - 1).Select(s => Summary.Median(setting.Distances.Select(seed => Summary.Median(seed[s].TakeLast(5)))))],
                        Points: true)
                    { Name = setting.Name }),
                    new Line(sizes[1..], sizes[1..], Dashed: true) { Name = "η" },
                ],
            },
        ],
    };

    /// <summary>Shares of recovered problems against the number of entries.</summary>
    public static Figure Success(IReadOnlyList<SuccessRate> rates, int n) => new()
    {
        Title = $"Share of problems recovered against the number of entries, n = {n}",
        Description = "One panel for each rank and condition number: the share of seeds with a relative error below 1 % against c, where c·k·2n entries are observed. Whether the approximate lines leave the exact one shows what approximation costs in entries.",
        Panels = [.. rates.GroupBy(rate => (rate.Rank, rate.Condition)).Select(group => new Panel
        {
            Title = $"k = {group.Key.Rank}, κ = {group.Key.Condition}",
            X = new Axis("c = entries / (k·2n)"),
            Y = new Axis("share recovered", Low: 0, High: 1),
            Marks =
            [
                Series(group, "exact", rate => rate.Exact, dashed: false),
                Series(group, "errors of 10⁻³/κ", rate => rate.Perturbed, dashed: true),
                Series(group, "approximate solver", rate => rate.Solver, dashed: true),
            ],
        })],
    };

    /// <summary>Operations against the rank.</summary>
    public static Figure Operations(int[] ranks, IReadOnlyList<IReadOnlyList<RankCost>> bySeed)
    {
        double[] sizes = [.. ranks.Select(rank => (double)rank)];
        return new Figure
        {
            Title = "Operations per observed entry against the rank",
            Description = "Log-log: operations on observed entries grow like k with the approximate solver and like k² with normal equations. The solver's other operations (QR of the sketch) are shown apart; at 10k entries a row they are as many.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("rank k", AxisScale.Log),
                    Y = new Axis("operations per entry", AxisScale.Log),
                    Marks =
                    [
                        Curve("approximate solver, on entries", cost => cost.PerEntry),
                        Curve("approximate solver, other", cost => cost.OtherPerEntry),
                        Curve("normal equations, on entries", cost => cost.ExactPerEntry),
                    ],
                },
            ],
        };

        Line Curve(string name, Func<RankCost, double> value) =>
            new(sizes, [.. ranks.Select((_, r) => bySeed.Average(seed => value(seed[r])))], Points: true) { Name = name };
    }

    private static Line Series(IEnumerable<SuccessRate> rates, string name, Func<SuccessRate, double> value, bool dashed) =>
        new([.. rates.Select(rate => rate.Oversampling)], [.. rates.Select(value)], Dashed: dashed, Points: true) { Name = name };
}

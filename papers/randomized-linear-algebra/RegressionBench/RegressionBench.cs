using System.Diagnostics;
using System.Reflection;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra;

/// <summary>Regression from a few rows: every method of the family that solves min ‖A x − b‖ₚ from less than the whole table.</summary>
[Bench("randomized-linear-algebra")]
public sealed class RegressionBench : IBench<RegressionBenchOptions>
{
    /// <inheritdoc/>
    public string Title => "Regression from a few rows";

    /// <inheritdoc/>
    public string Says => "Compare what sketches and row samples lose in regression: error against time against rows kept.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "table.csv --target price",
        "--p 1 --seeds 40",
    ];

    /// <inheritdoc/>
    public Leaderboard Run(RegressionBenchOptions options, ToolContext context, CancellationToken cancel)
    {
        var all = Entries();
        var entries = all.Where(entry => entry.Method.Takes(options.P)).ToList();
        var inputs = options.Table is { } file ? [RegressionInput.Of(file.Table(), options.Target)] : RegressionInput.Bundled(context);
        double[] budgets = [.. options.Budgets.Distinct().Order()];
        var shown = budgets[budgets.Length / 2];

        List<LeaderboardTable> tables = [];
        List<Panel> byRows = [], byTime = [];
        var done = 0;
        foreach (var input in inputs)
        {
            var problem = new LpProblem(input.A, input.B, options.P);
            var exactSeconds = Summary.Median([.. Enumerable.Range(0, options.P == 2 ? 5 : 1).Select(_ => SecondsOfSolving(problem))]);
            var least = problem.Cost(problem.Solve());
            if (!(least > 1e-20 * problem.Cost(Tensor.Zeros(input.A.Columns)))) throw new ToolException($"{input.Name}: the table is explained without a residual, so a relative error says nothing. Add noise, or another target.");

            var fitting = budgets.Where(budget => budget * input.A.Columns <= input.A.Rows).ToArray();
            List<(IRegressionEntry Method, string? Slug, Trials[] Trials)> results = [];
            foreach (var (method, slug) in entries)
            {
                context.Report($"{input.Name}: {method.Name}", (double)done++ / (inputs.Count * entries.Count));
                results.Add((method, slug, [.. fitting.Select(budget => Trials.Run(method, problem, least, (int)(budget * input.A.Columns), options.Seeds, context, input.Name, cancel))]));
            }

            var place = Array.IndexOf(fitting, shown);
            if (place < 0) place = fitting.Length - 1;
            tables.Add(new LeaderboardTable(
                $"{input.Name}: {Numbers.Short(fitting[place])} rows for every coefficient ({(int)(fitting[place] * input.A.Columns)} of {input.A.Rows}); all rows take {Numbers.Short(1000 * exactSeconds)} ms",
                [.. results.Select(result => result.Trials[place].Row(result.Method.Name, result.Slug)).OrderBy(row => row.Cells[0].Value ?? double.PositiveInfinity)]));
            byRows.Add(new Panel
            {
                Title = input.Name,
                X = new Axis("rows kept for every coefficient", AxisScale.Log),
                Y = new Axis("relative excess cost", AxisScale.Log),
                Marks = [.. results.Select(result => new Line([.. fitting], [.. result.Trials.Select(trials => trials.MedianExcess)], Points: true) { Name = result.Method.Name })],
            });
            byTime.Add(byRows[^1] with
            {
                X = new Axis("seconds", AxisScale.Log),
                Marks = [.. results.Select(result => new Line([.. result.Trials.Select(trials => trials.MedianSeconds)], [.. result.Trials.Select(trials => trials.MedianExcess)], Points: true) { Name = result.Method.Name })],
            });
        }
        return new Leaderboard
        {
            Protocol =
            [
                $"Task: min ‖A x − b‖ₚ with p = {Numbers.Short(options.P)}; columns standardised, with a constant term (the made-up table as it is).",
                $"Every method gets the same number of rows, {string.Join(", ", budgets.Select(Numbers.Short))} times the number of coefficients, and the same {options.Seeds} seeds; samplers keep that many rows in expectation or exactly, sketches mix all rows into that many.",
                "Error: relative excess cost, ‖A x′ − b‖ₚᵖ over the smallest possible, minus 1. Values are medians over the seeds with their quartiles.",
                "Time: from the whole table to x′, scoring and solving included, one solve at a time.",
            ],
            Columns =
            [
                new("relative excess cost", "", Better.Lower),
                new("largest excess", "", Better.Lower),
                new("time", "ms", Better.Lower),
                new("rows kept", "", Better.Neither),
            ],
            Tables = tables,
            Figures =
            [
                new Figure { Title = "Error against rows kept", Description = "Median relative excess cost of each method, falling as more rows are kept; lower is better.", Panels = byRows },
                new Figure { Title = "Error against time", Description = "The same errors against the time they took; lower left is better.", Panels = byTime },
            ],
            Remarks = entries.Count == all.Count ? [] : [$"Not in this table, because they are for another loss: {string.Join(", ", all.Except(entries).Select(entry => entry.Method.Name))}."],
        };
    }

    private static double SecondsOfSolving(LpProblem problem)
    {
        var clock = Stopwatch.StartNew();
        problem.Solve();
        return clock.Elapsed.TotalSeconds;
    }

    // The hall's baselines and whatever the rooms bring.
    private static IReadOnlyList<(IRegressionEntry Method, string? Slug)> Entries() =>
    [
        .. typeof(IRegressionEntry).Assembly.GetTypes()
            .Where(type => typeof(IRegressionEntry).IsAssignableFrom(type) && type is { IsAbstract: false, IsInterface: false })
            .OrderBy(type => type.FullName, StringComparer.Ordinal)
            .Select(type => ((IRegressionEntry)Activator.CreateInstance(type)!, type.GetCustomAttribute<PaperAttribute>()?.Slug)),
    ];

    // One method with one budget, one value for each seed.
    private sealed record Trials(double[] Excess, double[] Seconds, int Kept)
    {
        // An exact solution has an excess of rounding size; a logarithmic axis needs something above zero.
        private const double Floor = 1e-16;

        public double MedianExcess => Summary.Median(Excess);

        public double MedianSeconds => Summary.Median(Seconds);

        public static Trials Run(IRegressionEntry method, LpProblem problem, double least, int rows, int seeds, ToolContext context, string input, CancellationToken cancel)
        {
            var (excess, seconds) = (new double[seeds], new double[seeds]);
            for (var seed = 0; seed < seeds; seed++)
            {
                cancel.ThrowIfCancellationRequested();
                var random = context.Random($"{input}, m = {rows}, {method.Name}").Fork(seed);
                var clock = Stopwatch.StartNew();
                var x = method.Solve(problem, rows, random); // (d)
                seconds[seed] = clock.Elapsed.TotalSeconds;
                excess[seed] = Math.Max(Floor, (problem.Cost(x) / least) - 1);
            }
            return new Trials(excess, seconds, rows);
        }

        public LeaderboardRow Row(string name, string? slug) => new(name, slug,
        [
            LeaderboardCell.Of(Excess),
            new(Excess.Max()),
            LeaderboardCell.Of([.. Seconds.Select(value => 1000 * value)]),
            new(Kept),
        ]);
    }
}

using System.Globalization;
using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>The ceiling and the forecast of the reader's own learning curve, and whether it may be trusted yet.</summary>
[Paper("learning-curve-modeling")]
public sealed class LearningCurveTool : ITool<LearningCurveToolOptions>
{
    private const int FewestLevels = 5;

    /// <inheritdoc/>
    public string Says => "Forecast what more training data would bring, and say whether the forecast can be trusted yet.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "scores.csv",
        "scores.csv --at 20000,50000 --threshold 0.5 -o forecast.csv",
        "runs.csv --size words --score accuracy --anchors --html forecast.html",
    ];

    /// <inheritdoc/>
    public ToolReport Use(LearningCurveToolOptions options, ToolContext context, CancellationToken cancel)
    {
        var table = options.Scores.Table();
        var (sizes, scores, scale) = Read(table, options);
        var settings = new TraceOptions { LargestSlope = options.Slope, LookAhead = options.LookAhead, Anchors = options.Anchors };
        cancel.ThrowIfCancellationRequested();
        var trace = LearningTrace.Of(sizes, scores, settings);
        var last = trace.Trend(trace.Levels);
        double largest = sizes[^1], proximity = trace.Proximity(trace.Levels);
        double[] at = options.At.Length > 0 ? [.. options.At.Order()] : [1.5 * largest, 2 * largest, 4 * largest, 10 * largest];
        var converged = trace.ConvergenceLevel(options.Threshold);
        double[] residuals = [.. sizes.Zip(scores, (size, score) => score - last.Evaluate(size))];
        var onePoint = last.SizeFor(last.Evaluate(largest) + 1);
        var held = HeldOutError(sizes, scores);

        List<string> remarks = [];
        if (last.Asymptote > settings.Ceiling) remarks.Add($"The fitted ceiling, {Numbers.Short(last.Asymptote)} %, is above 100 %: the curve has not bent enough for a ceiling to be read from it. Forecasts near the observed sizes are still of use.");
        if (last.B <= 1.01 * SaturatingFit.LeastPower) remarks.Add("The exponent b ended at its bound of 0.01: over these sizes the scores rise like ln x, and no ceiling is determined.");
        if (last.A == 0) remarks.Add("The scores do not rise with the training size: the trend is flat, and its ceiling is their mean.");
        if (scale != 1) remarks.Add("Scores between 0 and 1 were taken as shares; everything here is in percent.");
        if (at.Any(size => size > 10 * largest)) remarks.Add($"Sizes beyond ten times the largest observed ({Numbers.Short(largest)}) are far outside what a fit can vouch for.");
        if (at[0] < sizes[0]) remarks.Add("A requested size lies below the first observed one; the pattern says nothing of the very beginning of training.");
        remarks.Add("A power law is a hypothesis. Residuals with a pattern (see the figure) or a second rise (double descent) void the forecast.");

        return new ToolReport
        {
            Headline = $"Ceiling {Percent(last.Asymptote)} after {trace.Levels} levels up to {Numbers.Short(largest)}; at {Numbers.Short(at[^1])} expect {Percent(last.Evaluate(at[^1]))} (now {Percent(last.Evaluate(largest))})."
                + (trace.ForecastLevel is null ? " Not to be trusted yet: the ceiling still moves." : ""),
            Guarantee = trace.ForecastLevel is { } level
                ? $"The ceiling has been steady since {Numbers.Short(sizes[trace.WorkingLevel!.Value - 1])} (forecasts from {Numbers.Short(sizes[level - 1])} on). If scores go on along a power law, later trends stay within ε = {Numbers.Short(proximity)} points of this one; that is a working hypothesis, no proof."
                : $"None yet: the ceiling must move by at most {Numbers.Short(options.Slope)} points a level on {options.LookAhead + 1} levels in a row{(trace.WorkingLevel is null ? "" : " and be at most 100 %")}, and has not. Add levels, or train further.",
            Measures =
            [
                new("held-out error", held, "points", "mean absolute error for the last quarter of the levels, forecast without them"),
                new("residual", Math.Sqrt(residuals.Average(residual => residual * residual)), "points", "root mean square, last trend"),
                new("proximity ε", proximity, "points", "how far later trends may move"),
                new("ceiling c", last.Asymptote, "%"),
                new("exponent b", last.B),
                .. double.IsFinite(onePoint) ? [new("one point more at", onePoint, "items", $"{Numbers.Short(onePoint / largest)} times the present size")] : Array.Empty<ToolMeasure>(),
                .. converged is { } stop ? [new("could have stopped at", sizes[stop - 1], "items", $"first ε within {Numbers.Short(options.Threshold)} points")] : Array.Empty<ToolMeasure>(),
            ],
            Tables =
            [
                new FindingsTable("Forecast", ["training size", "score, %", "gain over now, points", "with the last trend but one, %"],
                    [.. at.Select(size => (IReadOnlyList<string>)
                    [
                        size.ToString("#,0.##", CultureInfo.InvariantCulture), $"{last.Evaluate(size):0.00}", $"{last.Evaluate(size) - last.Evaluate(largest):+0.00;-0.00;0.00}",
                        $"{trace.Trend(trace.Levels - 1).Evaluate(size):0.00}",
                    ])]),
            ],
            Figures = [Draw(trace, Math.Min(at[^1], 4 * largest), residuals, table, options)],
            Remarks = remarks,
            Outputs =
            [
                new MatrixOutput("forecast", $"{at.Length} rows: training size, score in percent", Rows(at.Select(size => new[] { size, last.Evaluate(size) })), ["size", "score"]),
                new MatrixOutput("levels", $"a row for each level from {LearningTrace.FirstTrend + 1} on: training size, score, ceiling, exponent, ε",
                    Rows(Enumerable.Range(LearningTrace.FirstTrend + 1, trace.Levels - LearningTrace.FirstTrend)
                        .Select(l => new[] { sizes[l - 1], scores[l - 1], trace.Trend(l).Asymptote, trace.Trend(l).B, trace.Proximity(l) })),
                    ["size", "score", "ceiling", "exponent", "proximity"]),
            ],
        };

        static string Percent(double score) => $"{score.ToString("0.0", CultureInfo.InvariantCulture)} %";
        static Tensor Rows(IEnumerable<double[]> rows)
        {
            double[][] all = [.. rows];
            return Tensor.Wrap([.. all.SelectMany(row => row)], all.Length, all[0].Length);
        }
    }

    // What the method would have said three quarters of the way, against what came.
    private static double HeldOutError(double[] sizes, double[] scores)
    {
        var known = Math.Max(LearningTrace.FirstTrend, 3 * sizes.Length / 4);
        var trend = SaturatingFit.Power(sizes.AsSpan(0, known), scores.AsSpan(0, known));
        return Enumerable.Range(known, sizes.Length - known).Average(i => Math.Abs(trend.Evaluate(sizes[i]) - scores[i]));
    }

    private static (double[] Sizes, double[] Scores, double Scale) Read(InputTable table, LearningCurveToolOptions options)
    {
        var values = table.Values; // (levels, columns)
        if (values.Columns < 2) throw new ToolException($"{table.Source}: the table has one column only; training sizes and scores are needed, one level a row.");
        int sizeColumn = options.Size is { } size ? table.ColumnIndex(size) : 0, scoreColumn = options.Score is { } score ? table.ColumnIndex(score) : values.Columns - 1;
        if (sizeColumn == scoreColumn) throw new ToolException($"{table.Source}: '{table.NameOf(sizeColumn)}' is given as size and as score. Name two columns.");
        if (values.Rows < FewestLevels) throw new ToolException($"{table.Source}: {values.Rows} levels; three parameters need at least {FewestLevels}. Measure at more training sizes.");
        double[] sizes = values.Column(sizeColumn).ToArray(), scores = values.Column(scoreColumn).ToArray();
        var (sizeName, scoreName) = (table.NameOf(sizeColumn), table.NameOf(scoreColumn));
        for (var i = 0; i < sizes.Length; i++)
        {
            if (sizes[i] <= 0) throw new ToolException($"{table.Source}: row {i + 1}, '{sizeName}': a training size must be above 0, not {Text(sizes[i])}.");
            if (i > 0 && sizes[i] == sizes[i - 1]) throw new ToolException($"{table.Source}: rows {i} and {i + 1} have the same '{sizeName}', {Text(sizes[i])}. Average the scores of repeated runs first.");
            if (i > 0 && sizes[i] < sizes[i - 1]) throw new ToolException($"{table.Source}: row {i + 1}, '{sizeName}': {Text(sizes[i])} comes after {Text(sizes[i - 1])}. Sort the rows by training size.");
            if (scores[i] < 0 || scores[i] > 100) throw new ToolException($"{table.Source}: row {i + 1}, '{scoreName}': {Text(scores[i])} is no score between 0 and 100 (or between 0 and 1). For errors give 100 − error.");
        }
        var scale = scores.Max() <= 1 ? 100.0 : 1.0;
        if (scale == 1 && Array.FindIndex(scores, value => value is > 0 and <= 1) is >= 0 and var odd && scores.Max() > 10)
            throw new ToolException($"{table.Source}: row {odd + 1}, '{scoreName}': {Text(scores[odd])} looks like a share, but other scores are percentages. Use one unit.");
        var third = Math.Max(1, scores.Length / 3);
        double early = scores.Take(third).Average(), late = scores.TakeLast(third).Average();
        if (late < early && scores.Max() == scores.Take(third).Max())
            throw new ToolException($"{table.Source}: '{scoreName}' falls while '{sizeName}' grows (from {Text(early)} to {Text(late)}). Scores must be better when higher; for errors give 100 − error.");
        return (sizes, [.. scores.Select(value => scale * value)], scale);
    }

    private static Figure Draw(LearningTrace trace, double largest, double[] residuals, InputTable table, LearningCurveToolOptions options)
    {
        var label = options.Size ?? (table.Names is null ? "training size" : table.NameOf(0));
        return new Figure
        {
            Title = "Scores, trends and ceilings",
            Description = "First the observed scores with the trends fitted at growing levels, drawn on beyond the data; then the ceiling of each level's trend; then what the last trend leaves over: it should look like noise around zero.",
            Columns = 3,
            Panels =
            [
                LearningCurveFigures.Observations(trace, largest, label),
                LearningCurveFigures.Backbone(trace, label),
                new Panel
                {
                    Title = "residuals of the last trend",
                    X = new Axis(label),
                    Y = new Axis("observed − trend, points"),
                    Legend = false,
                    Marks = [new Scatter([.. trace.Sizes], residuals), new Rule(0)],
                },
            ],
        };
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.LearningCurveModeling;

/// <summary>The figures of study and tool.</summary>
internal static class LearningCurveFigures
{
    /// <summary>The observations of a curve with trends of growing levels, and the backbone with its levels.</summary>
    public static Figure Trace(FollowedCurve item) => new()
    {
        Title = $"A learning trace: {item.Curve.Name}",
        Description = "Left, the observed scores and the trends fitted at four levels, each drawn over the whole range: later trends lie closer to what came. "
            + "Right, the ceiling of the trend of each level, with the working level and the level of the first forecast marked where there are such.",
        Panels = [Observations(item.Trace, item.Curve.Sizes[^1], "training size, items"), Backbone(item.Trace, "training size, items")],
    };

    /// <summary>The observations and some trends up to a size.</summary>
    public static Panel Observations(LearningTrace trace, double largest, string label)
    {
        int[] levels = [.. new[] { trace.Levels / 8, trace.Levels / 4, trace.Levels / 2, trace.Levels }.Select(level => Math.Max(level, LearningTrace.FirstTrend)).Distinct()];
        double first = trace.Sizes[0];
        double[] x = [.. Enumerable.Range(0, 120).Select(i => first + ((largest - first) * i / 119.0))];
        var (low, high) = (trace.Scores.Min(), trace.Scores.Max());
        return new Panel
        {
            Title = "scores and trends",
            X = new Axis(label),
            // Trends of few levels may run far off; the observations set the range.
            Y = new Axis("score, %", Low: low - (0.1 * (high - low)) - 0.1, High: high + (0.35 * (high - low)) + 0.1),
            Marks =
            [
                .. levels.Select(level => new Line(x, [.. x.Select(trace.Trend(level).Evaluate)], Dashed: level < trace.Levels) { Name = $"trend of level {level}" }),
                new Scatter([.. trace.Sizes], [.. trace.Scores]) { Name = "observed" },
            ],
        };
    }

    /// <summary>The asymptotes by level.</summary>
    public static Panel Backbone(LearningTrace trace, string label)
    {
        var levels = Enumerable.Range(LearningTrace.FirstTrend, trace.Levels - LearningTrace.FirstTrend + 1).ToList();
        var last = trace.Scores[^1];
        return new Panel
        {
            Title = "ceilings: the asymptotic backbone",
            X = new Axis(label),
            Y = new Axis("asymptote, %", Low: Math.Min(last - 10, trace.Trend(trace.Levels).Asymptote - 5), High: Math.Min(Math.Max(105, last + 10), Math.Max(last + 25, trace.Trend(trace.Levels).Asymptote + 5))),
            Marks =
            [
                new Line([.. levels.Select(level => trace.Sizes[level - 1])], [.. levels.Select(level => trace.Trend(level).Asymptote)], Points: true) { Name = "asymptote" },
                .. trace.WorkingLevel is { } working ? [new Rule(trace.Sizes[working - 1], Vertical: true, Label: "working level")] : Array.Empty<Mark>(),
                .. trace.ForecastLevel is { } forecast ? [new Rule(trace.Sizes[forecast - 1], Vertical: true, Label: "forecast")] : Array.Empty<Mark>(),
            ],
        };
    }

    /// <summary>Median errors of the forecasts by task.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="errors">For each task: the trend and then each simple forecast.</param>
    public static Figure Errors(string[] tasks, double[][] errors) => new()
    {
        Title = "Forecasts for the later half of the levels",
        Description = "Median over curves and seeds of the mean absolute percentage error, by task: the trend at the first trusted level beside three simple forecasts made from the same observations. Short bars are good.",
        Panels =
        [
            new Panel
            {
                X = new Axis(Categories: tasks),
                Y = new Axis("mean absolute percentage error, %"),
                Marks =
                [
                    new Bars([.. errors.Select(error => error[0])]) { Name = "power-law trend" },
                    .. SimpleForecasts.Names.Select((name, i) => new Bars([.. errors.Select(error => error[i + 1])]) { Name = name }),
                ],
            },
        ],
    };
}

using Praxis.Lab.Figures;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>One estimator's mean and root mean square error, one value for each number of matches.</summary>
internal sealed record Curve(string Name, double[] Mean, double[] Error);

/// <summary>The figures of the study.</summary>
internal static class BalanceFigures
{
    /// <summary>True calibration error against |Balance|.</summary>
    public static Figure Cancellation(IReadOnlyList<ErrorCloud> clouds)
    {
        var farthest = clouds.Max(cloud => cloud.Truth.Max());
        return new Figure
        {
            Title = "Where |Balance| sees nothing",
            Description = "Each point is one draw of 10,000 matches. Models that are over-confident throughout lie on the diagonal, where |Balance| equals the true calibration error. Models whose errors point both ways, or shift all probabilities one way, lie near zero however large their error is.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("true calibration error E|p̂ − p|", Low: 0),
                    Y = new Axis("|Balance|", Low: 0),
                    Marks =
                    [
                        new Line([0, farthest], [0, farthest], Dashed: true) { Name = "equal" },
                        .. clouds.Select(cloud => new Scatter(cloud.Truth, cloud.Magnitude) { Name = cloud.Name }),
                    ],
                },
            ],
        };
    }

    /// <summary>Mean and error against the number of matches.</summary>
    public static Figure Convergence(double[] sizes, double truth, IReadOnlyList<Curve> curves)
    {
        string[] shown = ["|Balance|", "|Balance|, corrected", "5 bins", "10 bins", "50 bins", "10 bins, debiased"];
        List<Curve> drawn = [.. curves.Where(curve => shown.Contains(curve.Name))];
        return new Figure
        {
            Title = "How many matches until the calibration error is right",
            Description = "Model of strength 0.10. Left: the mean of each estimate; |Balance| comes down to the true 0.025 with a few hundred matches, the binned errors start far too high and the more bins, the higher. Right: the root mean square error, in which the difference is smaller.",
            Panels =
            [
                new Panel
                {
                    Title = "mean estimate",
                    X = new Axis("matches", AxisScale.Log),
                    Y = new Axis("mean estimate", AxisScale.Log),
                    Marks = [.. drawn.Select(curve => new Line(sizes, curve.Mean, Points: true) { Name = curve.Name }), new Rule(truth, Label: "true error")],
                },
                new Panel
                {
                    Title = "root mean square error",
                    X = new Axis("matches", AxisScale.Log),
                    Y = new Axis("root mean square error", AxisScale.Log),
                    Marks = [.. drawn.Select(curve => new Line(sizes, curve.Error, Points: true) { Name = curve.Name })],
                },
            ],
        };
    }

    /// <summary>Share of right rankings against the number of bins.</summary>
    public static Figure Ranking(double[] bins, double[] same, double[] apart, double balanceSame, double balanceApart) => new()
    {
        Title = "Which measure ranks strength 0.10 before 0.11",
        Description = "Share of replications with 10,000 matches in which the better model comes first. On the same matches |Balance| is right nearly always, the binned error less often with more bins. On matches of their own both are right only somewhat more often than not.",
        Panels =
        [
            new Panel
            {
                X = new Axis("number of bins"),
                Y = new Axis("share of right rankings", Low: 0.4, High: 1),
                Marks =
                [
                    new Line(bins, same, Points: true) { Name = "binned error, same matches" },
                    new Line(bins, apart, Points: true) { Name = "binned error, matches of their own" },
                    new Line([bins[0], bins[^1]], [balanceSame, balanceSame], Dashed: true) { Name = "|Balance|, same matches" },
                    new Line([bins[0], bins[^1]], [balanceApart, balanceApart], Dashed: true) { Name = "|Balance|, matches of their own" },
                ],
            },
        ],
    };

    /// <summary>Both measures of logistic models on real data.</summary>
    public static Figure Classifiers(IReadOnlyList<string> names, Func<string, IReadOnlyList<(double Balance, double Binned)>> scores)
    {
        return new Figure
        {
            Title = "Logistic models on real data",
            Description = "Mean over seeds, with the range of the seeds, for each data set: |Balance| is below the binned error everywhere, and both are small.",
            Panels =
            [
                new Panel
                {
                    X = new Axis(Categories: names),
                    Y = new Axis("miscalibration", Low: 0),
                    Marks = [Of("|Balance|", score => score.Balance), Of("binned error, 10 bins", score => score.Binned)],
                },
            ],
        };

        Bars Of(string name, Func<(double Balance, double Binned), double> pick) => new(
            [.. names.Select(n => scores(n).Average(pick))], [.. names.Select(n => scores(n).Min(pick))], [.. names.Select(n => scores(n).Max(pick))])
        { Name = name };
    }
}

using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.LowRankQLearning;

/// <summary>The figures of the study.</summary>
internal static class LowRankFigures
{
    /// <summary>Calls against size, and error against calls.</summary>
    public static Figure Calls(int[] sizes, IReadOnlyList<CallCount[]> measured)
    {
        double[] x = [.. sizes.Select(n => (double)n)];
        var largest = measured[^1];
        return new Figure
        {
            Title = "Simulator calls until the largest error is 5 %",
            Description = "Left, log-log: median calls against the number of states and actions n; all pairs need about n² of them, anchors about n. Right: the error of the first seed at the largest n against the calls made, both lines falling to 5 %, the one with anchors after far fewer calls.",
            Panels =
            [
                new Panel
                {
                    Title = "calls to the goal",
                    X = new Axis("states n = actions", AxisScale.Log),
                    Y = new Axis("simulator calls", AxisScale.Log),
                    Marks =
                    [
                        Median("anchors", count => count.Anchored),
                        Median("all pairs", count => count.Full),
                    ],
                },
                new Panel
                {
                    Title = $"one run, n = {sizes[^1]}",
                    X = new Axis("simulator calls", AxisScale.Log),
                    Y = new Axis("largest error, relative", AxisScale.Log),
                    Marks =
                    [
                        Run("anchors", largest[0].AnchoredErrors, largest[0].Anchored),
                        Run("all pairs", largest[0].FullErrors, largest[0].Full),
                        new Rule(0.05, Label: "5 %"),
                    ],
                },
            ],
        };

        Line Median(string name, Func<CallCount, double> value) => new(x, [.. measured.Select(counts => Summary.Median(counts.Select(value)))], Points: true) { Name = name };

        static Line Run(string name, double[] errors, long calls) =>
            new([.. Enumerable.Range(1, errors.Length).Select(sweep => (double)calls * sweep / errors.Length)], errors, Points: true) { Name = name };
    }

    /// <summary>Worst-entry error against noise.</summary>
    public static Figure Noise(double[] levels, IReadOnlyList<(string Name, double[][] Errors)> curves) => new()
    {
        Title = "The worst entry against the noise",
        Description = "Log-log: the largest entry error of the filled table against the largest noise, both relative to the largest entry; medians over seeds with quartiles. Straight lines of slope 1: the factor between them does not depend on the noise. The dashed line is the noise itself.",
        Panels =
        [
            new Panel
            {
                X = new Axis("largest noise, relative", AxisScale.Log),
                Y = new Axis("largest error, relative", AxisScale.Log),
                Marks =
                [
                    .. curves.Select(curve => new Line(
                        levels, [.. At(curve.Errors, 0.5)], [.. At(curve.Errors, 0.25)], [.. At(curve.Errors, 0.75)], Points: true)
                    { Name = curve.Name }),
                    new Line(levels, levels, Dashed: true) { Name = "noise" },
                ],
            },
        ],
    };

    /// <summary>Singular values of the value tables.</summary>
    public static Figure Spectra(IReadOnlyList<(string Name, double[] Values)> spectra) => new()
    {
        Title = "Singular values of Q for the control tasks",
        Description = "Singular values of the table that full value iteration finds, relative to the first, on a logarithmic axis: after a few they are far below a per cent, down to a floor that the noise of one simulation a pair makes.",
        Panels =
        [
            new Panel
            {
                X = new Axis("index"),
                Y = new Axis("singular value, relative", AxisScale.Log),
                Marks = [.. spectra.Select(task => new Line(
                    [.. Enumerable.Range(1, task.Values.Length).Select(i => (double)i)], [.. task.Values.Select(value => value / task.Values[0])], Points: true)
                { Name = task.Name })],
            },
        ],
    };

    private static IEnumerable<double> At(double[][] errors, double share) =>
        Enumerable.Range(0, errors[0].Length).Select(level => Summary.Quantile(errors.Select(seed => seed[level]), share));
}

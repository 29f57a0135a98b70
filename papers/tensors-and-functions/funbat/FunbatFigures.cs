using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>The figures of the study.</summary>
internal static class FunbatFigures
{
    /// <summary>The recovered functions with their bands, over the true ones.</summary>
    public static Figure Functions(StudyContext context, SyntheticDraw draw, FunctionalTuckerOptions options, CancellationToken cancel)
    {
        var model = FunctionalTucker.Fit(draw.Train, options, context.Random(context.Seeds[0], "start, rank 1"), cancel);
        return new Figure
        {
            Title = "The two latent functions, recovered from 650 scattered measurements of their product",
            Description = "Each panel has a recovered function with its 95 % band and, dashed, the true one; the free scale of the recovered function is set by least squares. "
                + "Strokes at the bottom are the coordinates of the training data.",
            Columns = 2,
            Panels = [.. Enumerable.Range(0, 2).Select(Panel)],
        };

        Panel Panel(int mode)
        {
            var (x, truth, found, deviation) = SyntheticExperiment.Align(model, mode);
            double low = truth.Min(), stroke = (truth.Max() - low) / 25;
            return new Panel
            {
                X = new Axis($"coordinate of mode {mode + 1}"),
                Y = new Axis(mode == 0 ? "U¹" : "U²"),
                Marks =
                [
                    new Line(x, found, [.. found.Zip(deviation, (m, s) => m - 1.96 * s)], [.. found.Zip(deviation, (m, s) => m + 1.96 * s)]) { Name = "recovered" },
                    new Line(x, truth, Dashed: true) { Name = "true" },
                    new Segments([.. draw.Train.Modes[mode].Distinct.Select(at => new Segment(at, low - 3 * stroke, at, low - 2 * stroke))]),
                ],
            };
        }
    }

    /// <summary>Time against the number of entries.</summary>
    public static Figure Times(int[] counts, IReadOnlyDictionary<string, double[]> curves, int[] dense, double[] cubic)
    {
        double[] n = [.. counts.Select(count => (double)count)];
        var first = curves.Values.First()[0];
        return new Figure
        {
            Title = "Processor time against the number of entries",
            Description = "Both axes logarithmic. The time of an epoch rises along the dashed line, proportional to N, whether coordinates repeat or not; conditioning a full Gaussian process rises much more steeply.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("entries N", AxisScale.Log),
                    Y = new Axis("processor time (s)", AxisScale.Log),
                    Marks =
                    [
                        .. curves.Select(curve => new Line(n, curve.Value, Points: true) { Name = curve.Key }),
                        new Line([.. dense.Select(count => (double)count)], cubic, Points: true) { Name = "Gaussian process, one fit" },
                        new Line(n, [.. n.Select(count => first * count / n[0])], Dashed: true) { Name = "proportional to N" },
                    ],
                },
            ],
        };
    }
}

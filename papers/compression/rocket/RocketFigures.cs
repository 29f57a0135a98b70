using Praxis.Lab;
using Praxis.Lab.Figures;
using static Praxis.Papers.Compression.Rocket.RocketStudy;

namespace Praxis.Papers.Compression.Rocket;

/// <summary>The figures and the table of the study.</summary>
internal static class RocketFigures
{
    /// <summary>Loss against the share of stored numbers, one line an arm.</summary>
    public static Figure LossAgainstSize(double[] keeps, PlainLosses plain, IReadOnlyList<DrawLosses> draws)
    {
        double[] percent = [.. keeps.Select(keep => 100 * keep)];
        return new Figure
        {
            Title = "Loss on unseen books against the share of numbers kept",
            Description = "Lines over the share of stored numbers, each the mean over calibration draws: whitened SVD with and without the knapsack, ROCKET with and without it, ROCKET with the mask counted, and magnitude pruning with and without its mask counted. The rule is the dense model.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("share of the linear maps' numbers kept, %"),
                    Y = new Axis("loss, nats a token"),
                    Marks =
                    [
                        Of("whitened SVD", draw => draw.Svd),
                        Of("whitened SVD, knapsack", draw => draw.SvdKnapsack),
                        Of("ROCKET, uniform", draw => draw.Uniform),
                        Of("ROCKET", draw => draw.Rocket),
                        Of("ROCKET, mask counted", draw => draw.RocketBits) with { Dashed = true },
                        new Line(percent, plain.Magnitude, Points: true) { Name = "magnitude pruning" },
                        new Line(percent, plain.MagnitudeBits, Dashed: true, Points: true) { Name = "magnitude, mask counted" },
                        new Rule(plain.Dense, Label: "dense"),
                    ],
                },
            ],
        };

        Line Of(string name, Func<DrawLosses, double[]> losses) => new(percent, Means(draws, losses), Points: true) { Name = name };
    }

    /// <summary>The share that the knapsack gives each map, at 20 % and at 50 % compression.</summary>
    public static Figure SharesOfLayers(DrawLosses draw)
    {
        string[] kinds = [.. draw.Layers.Select(Kind).Distinct()];
        string[] blocks = [.. draw.Layers.Select(Block).Distinct()];
        return new Figure
        {
            Title = "What the knapsack keeps of each map",
            Description = "Two maps of colours, rows the kinds of linear maps and columns the blocks: the share of its numbers that each map keeps, in per cent, when 80 % (left) and 50 % (right) of all are kept. One calibration draw.",
            Panels = [Panel("80 % kept", draw.SharesAtAblation), Panel("50 % kept", draw.SharesAtHalf)],
        };

        Panel Panel(string title, double[] shares) => new()
        {
            Title = title,
            X = new Axis("block", Categories: blocks),
            Y = new Axis("", Categories: kinds),
            Marks =
            [
                new HeatMap([.. kinds.Select(kind => (IReadOnlyList<double>)[.. blocks.Select(block => 100 * shares[Array.FindIndex(draw.Layers, name => Kind(name) == kind && Block(name) == block)])])])
                {
                    Low = 25, High = 100, ShowValues = true, ValueLabel = "kept, %",
                },
            ],
        };

        static string Kind(string name) => name[(name.LastIndexOf('.') + 1)..].Replace("_proj", "", StringComparison.Ordinal);

        static string Block(string name) => name.Split('.').First(part => int.TryParse(part, out _));
    }

    /// <summary>Mean losses of all arms, and the share of the dense model's likelihood that ROCKET keeps.</summary>
    public static FindingsTable Losses(double[] keeps, PlainLosses plain, IReadOnlyList<DrawLosses> draws)
    {
        int half = Array.IndexOf(keeps, 0.5);
        return new FindingsTable(
            "Loss on test books in nats a token, means over calibration draws",
            ["kept", "magnitude", "mask counted", "SVD", "whitened SVD", "its knapsack", "K-SVD", "ROCKET uniform", "ROCKET", "its mask counted", "loss added by ROCKET"],
            [.. keeps.Select((keep, k) => (IReadOnlyList<string>)
            [
                $"{100 * keep:0} %", $"{plain.Magnitude[k]:0.000}", $"{plain.MagnitudeBits[k]:0.000}", $"{plain.Svd[k]:0.000}",
                Mean(draw => draw.Svd, k), Mean(draw => draw.SvdKnapsack, k), k == half ? $"{draws.Average(draw => draw.KSvd):0.000}" : "",
                Mean(draw => draw.Uniform, k), Mean(draw => draw.Rocket, k), Mean(draw => draw.RocketBits, k),
                $"{100 * ((draws.Average(draw => draw.Rocket[k]) / plain.Dense) - 1):0.0} %",
            ])]);

        string Mean(Func<DrawLosses, double[]> losses, int k) => $"{Means(draws, losses)[k]:0.000}";
    }

    private static double[] Means(IReadOnlyList<DrawLosses> draws, Func<DrawLosses, double[]> losses) =>
        [.. Enumerable.Range(0, losses(draws[0]).Length).Select(k => draws.Average(draw => losses(draw)[k]))];
}

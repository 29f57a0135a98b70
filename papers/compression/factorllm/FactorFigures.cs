using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.FactorLlm;

/// <summary>Figures and tables of the study.</summary>
internal static class FactorFigures
{
    /// <summary>Loss against the share of hidden units that a token passes.</summary>
    public static Figure Losses(IReadOnlyList<FactorRun> runs, IReadOnlyDictionary<string, double[]> variants, double dense, double frequencies)
    {
        var taught = Points("taught", FactorExperiment.Name(Arm.PriorApproximation));
        var still = Points("static", FactorExperiment.Name(Arm.Static));
        return new Figure
        {
            Title = "Loss against the share of hidden units computed for a token",
            Description = "Loss on test books after the same training, mean over seeds, for 1, 2 and 3 of 4 slices picked by a taught router, and for as many units that are the same for all tokens; at one half also a random router and standard mixture-of-experts training.",
            Panels =
            [
                new Panel
                {
                    X = new Axis("share of hidden units computed"),
                    Y = new Axis("loss, nats a token"),
                    Marks =
                    [
                        new Line(taught.X, taught.Y, Points: true) { Name = "taught by the closest slices" },
                        new Line(still.X, still.Y, Points: true, Dashed: true) { Name = "the same units for all tokens" },
                        new Scatter([0.5], [Mean(runs, Arm.Random)], 9) { Name = "random router" },
                        new Scatter([0.5], [Mean(runs, Arm.Unguided)], 9) { Name = "standard mixture of experts" },
                        new Rule(dense, Label: "dense, as it was"),
                    ],
                },
            ],
        };

        (double[] X, double[] Y) Points(string kind, string arm)
        {
            var points = new[] { 1, 3 }.Where(k => variants.ContainsKey($"{kind}, {k} of 4"))
                .Select(k => (X: k / 4.0, Y: variants[$"{kind}, {k} of 4"].Average()))
                .Append((X: 0.5, Y: runs.Take(variants.Values.First().Length).Average(run => run.Trained[arm])))
                .OrderBy(point => point.X).ToList();
            return ([.. points.Select(point => point.X)], [.. points.Select(point => point.Y)]);
        }
    }

    /// <summary>How often experts are picked.</summary>
    public static Figure Usage(IReadOnlyList<FactorRun> runs)
    {
        return new Figure
        {
            Title = "How often each expert is picked, first seed",
            Description = "Two heat maps of layer against expert: the share of picks for passages of a novel and of the Bible. A quarter would be even use.",
            Panels = [Map("novel", 0), Map("King James Bible", 1)],
        };

        Panel Map(string title, int kind) => new()
        {
            Title = title,
            X = new Axis("expert", Categories: [.. Enumerable.Range(1, FactorExperiment.Experts).Select(expert => $"{expert}")]),
            Y = new Axis("layer", Categories: [.. runs[0].Usage[kind].Select((_, layer) => $"{layer + 1}")]),
            Marks = [new HeatMap([.. runs[0].Usage[kind].Select(shares => (IReadOnlyList<double>)shares)]) { ValueLabel = "share of picks", Low = 0, High = 0.5, ShowValues = true }],
        };
    }

    /// <summary>Losses of all arms.</summary>
    public static FindingsTable Arms(IReadOnlyList<FactorRun> runs, double dense, double frequencies)
    {
        var rows = Enum.GetValues<Arm>().Select(arm => (IReadOnlyList<string>)
            [FactorExperiment.Name(arm), $"{runs.Average(run => run.Untrained[FactorExperiment.Name(arm)]):0.000}", $"{Mean(runs, arm):0.000}", Share(Mean(runs, arm))]).ToList();
        double closest = runs.Average(run => run.Closest);
        rows.Insert(1, ["the same, the closest slices picked at test (not to be had)", "", $"{closest:0.000}", Share(closest)]);
        rows.Add(["dense, as it was", $"{dense:0.000}", "", Share(dense)]);
        rows.Add(["token frequencies", $"{frequencies:0.000}", "", Share(frequencies)]);
        return new FindingsTable("Loss on test books, nats a token, 2 of 4 experts, mean over seeds", ["arm", "before training", "after training", "share of the dense gain"], rows);

        string Share(double loss) => $"{(frequencies - loss) / (frequencies - dense):0.000}";
    }

    /// <summary>Other cuts.</summary>
    public static FindingsTable Variants(IReadOnlyDictionary<string, double[]> variants) => new(
        "Other cuts after the same training, loss on test books, mean over the first seeds",
        ["variant", "loss, nats a token"],
        [.. variants.Select(variant => (IReadOnlyList<string>)[variant.Key, $"{variant.Value.Average():0.000}"])]);

    private static double Mean(IReadOnlyList<FactorRun> runs, Arm arm) => runs.Average(run => run.Trained[FactorExperiment.Name(arm)]);
}

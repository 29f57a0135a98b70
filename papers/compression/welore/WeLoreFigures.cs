using Praxis.Lab;
using Praxis.Lab.Figures;

namespace Praxis.Papers.Compression.WeLore;

/// <summary>Figures and tables of the study.</summary>
internal static class WeLoreFigures
{
    private static readonly string[] Shown = [ReductionMeasures.WeLore, ReductionMeasures.Uniform, ReductionMeasures.SameParameters, ReductionMeasures.Shuffled, ReductionMeasures.EqualError];

    /// <summary>One panel a model.</summary>
    public static Figure LossAgainstReduction(IReadOnlyList<ReductionMeasures> measures) => new()
    {
        Title = "Loss against nominal rank reduction, no fine-tuning",
        Description = "One panel a model: test loss, mean over seeds, against the nominal reduction. 'Same parameters' and 'shuffled' keep as many parameters as WeLore does at that reduction; 'same nominal reduction' takes the share from every matrix and so stands for fewer.",
        Panels = [.. measures.Select((model, i) => new Panel
        {
            Title = model.Model,
            Legend = i == 0, // the same lines in all panels
            X = new Axis("nominal reduction of rank", Low: 0, High: 0.8),
            Y = new Axis("test loss, nats"),
            Marks =
            [
                .. Shown.Select((arm, a) => new Line(model.Reductions, [.. model.Losses[arm].Select(losses => losses.Average())], Points: true) { Name = arm, Color = a }),
                new Rule(model.Whole.Average(), Label: "whole"),
            ],
        })],
    };

    /// <summary>Pruned shares by layer and kind, and against the gradients.</summary>
    public static Figure Map(ReducedModel model, IReadOnlyList<GradientMeasures> gradients)
    {
        double threshold = WeLoreRanks.Threshold(model.Spectra, 0.5);
        double[] pruned = [.. model.Spectra.Select(spectrum => (double)spectrum.Pruned(threshold) / spectrum.FullRank)];
        var kinds = model.Maps.Select(map => Kind(map.Name)).Distinct().ToList();
        int blocks = model.Maps.Count / kinds.Count;
        return new Figure
        {
            Title = $"Ranks and gradients of the maps of {model.Bundled.Name}",
            Description = "Left, the share of rank below the common threshold at a nominal 50 %, by block and kind of map: high in queries, keys and outputs of attention, low in values and most of the feed-forward maps. Right, the same share against the energy that the summed gradients of further training have in the leading tenth of their directions, one colour a shape.",
            Panels =
            [
                new Panel
                {
                    Title = "share of rank pruned at 50 %",
                    X = new Axis("", Categories: kinds),
                    Y = new Axis("block", Categories: [.. Enumerable.Range(1, blocks).Select(block => $"{block}")]),
                    Marks = [new HeatMap([.. Enumerable.Range(0, blocks).Select(double[] (block) => [.. kinds.Select((_, k) => Math.Round(pruned[(block * kinds.Count) + k], 2))])]) { ShowValues = true, Low = 0, High = 1 }],
                },
                new Panel
                {
                    Title = "gradients and ranks",
                    X = new Axis("energy of the summed gradients in the leading tenth"),
                    Y = new Axis("share of rank pruned at 50 %", Low: 0, High: 1),
                    Marks = [.. Enumerable.Range(0, pruned.Length).GroupBy(l => model.Shapes[l]).Select(shape =>
                        new Scatter([.. shape.Select(l => gradients.Average(g => g.Leading[l]))], [.. shape.Select(l => pruned[l])]) { Name = shape.Key })],
                },
            ],
        };
    }

    /// <summary>Losses by model, reduction and arm.</summary>
    public static FindingsTable Table(IReadOnlyList<ReductionMeasures> measures) => new(
        "Test loss in nats, mean over seeds",
        ["model", "nominal reduction", "maps factored", "linear parameters kept", "whole", .. ReductionMeasures.Arms],
        [.. measures.SelectMany(model => model.Reductions.Select((reduction, k) => (IReadOnlyList<string>)
        [
            model.Model, $"{100 * reduction:0} %", $"{model.LowRank[k]}", $"{100 * model.Kept[k]:0.0} %", $"{model.Whole.Average():0.000}",
            .. ReductionMeasures.Arms.Select(arm => $"{model.Losses[arm][k].Average():0.000}"),
        ]))]);

    private static string Kind(string map) => map[(map.LastIndexOf('.') + 1)..].Replace("_proj", "", StringComparison.Ordinal);
}

using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>One perceptron for all budgets on the reader's table: trained with random ranks, shrunk, then cut to smaller and smaller ranks and measured.</summary>
[Paper("maestro")]
public sealed class MaestroTool : ITool<MaestroToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Train one perceptron on a table and cut it to any budget afterwards.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "data/digits.csv.gz --target digit -o layer.npy",
        "table.csv --hidden 128,64 --penalty 3e-3",
    ];

    /// <inheritdoc/>
    public ToolReport Use(MaestroToolOptions options, ToolContext context, CancellationToken cancel)
    {
        int[] hidden = LabelledTable.Hidden(options.Hidden);
        (var data, int classes) = LabelledTable.Read(options.Table, options.Target);
        (var train, var test) = LabelledTable.Split(data, context.Random("split"));

        int[] widths = [data.Inputs.Shape[1], .. hidden, classes];
        var network = new MaestroNetwork(widths, context.Random("weights"));
        long dense = network.WeightParameters(network.FullRanks);
        context.Report("training with random ranks", 0.1);
        try
        {
            MaestroTraining.Train(
                network,
                train,
                new MaestroRecipe { Epochs = options.Epochs, Penalty = options.Penalty, LearningRate = options.LearningRate, Batch = Math.Min(64, train.Count) },
                context.Random("training"),
                cancel);
        }
        catch (LearningException e)
        {
            throw new ToolException($"{options.Table.Path}: {e.Message} Give a smaller --learning-rate.", e);
        }

        context.Report("cutting", 0.9);
        double[] shares = [1, 0.75, 0.5, 0.25];
        var cuts = shares.Select(share =>
        {
            int[] ranks = [.. network.Ranks.Select(rank => Math.Min(rank, Math.Max(1, (int)Math.Round(share * rank))))];
            return (Ranks: ranks, Parameters: network.WeightParameters(ranks), Score: ClassifierTraining.Score(network.Truncated(ranks), test));
        }).ToList();
        return new ToolReport
        {
            Headline = $"A perceptron {string.Join("–", widths)} shrunk to ranks {string.Join(", ", network.Ranks)}, {Numbers.Short(100.0 * cuts[0].Parameters / dense)} % of its weights: {Numbers.Short(100 * cuts[0].Score.Accuracy)} % of {test.Count} held-out examples are right.",
            Guarantee = "None: the theorem on the order of components is about linear maps. Accuracies below are measured on held-out examples.",
            Measures =
            [
                new("accuracy on held-out examples", cuts[0].Score.Accuracy),
                new("cross-entropy on held-out examples", cuts[0].Score.CrossEntropy, "nats"),
                new("accuracy on training examples", ClassifierTraining.Score(network, train).Accuracy),
            ],
            Tables =
            [
                new FindingsTable(
                    "The same network cut further, without training",
                    ["share of the ranks, %", "ranks", "parameters", "% of dense", "held-out accuracy, %"],
                    [.. cuts.Select((cut, i) => (IReadOnlyList<string>)
                        [$"{100 * shares[i]:0}", string.Join(", ", cut.Ranks), $"{cut.Parameters:N0}", $"{100.0 * cut.Parameters / dense:0.0}", $"{100 * cut.Score.Accuracy:0.0}"])]),
            ],
            Remarks = ["Columns were scaled to mean 0 and deviation 1. Outputs are each layer's factors: the first b columns of U and of V are the layer of rank b, W = U Vᵀ."],
            Outputs =
            [
                .. network.Layers.SelectMany((layer, i) => new[] { (Name: $"u{i + 1}", Factor: layer.U), (Name: $"v{i + 1}", Factor: layer.V) }
                    .Where(_ => layer.Rank > 0)
                    .Select(factor => new MatrixOutput(
                        factor.Name, $"layer {i + 1}'s {(factor.Name[0] == 'u' ? "left" : "right")} factor ({factor.Factor.Shape[0]} × {layer.Rank})",
                        factor.Factor.Data.To(DType.F64).Slice(1, 0, layer.Rank).Contiguous()))),
            ],
        };
    }
}

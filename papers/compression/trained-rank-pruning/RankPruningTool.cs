using Praxis.Lab;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>A perceptron on the reader's table, trained with rank pruning and decomposed without fine-tuning, beside one trained normally and cut to the same ranks.</summary>
[Paper("trained-rank-pruning")]
public sealed class RankPruningTool : ITool<RankPruningToolOptions>
{
    /// <inheritdoc/>
    public string Says => "Train a perceptron on a table so that it can be cut to low rank without repair.";

    /// <inheritdoc/>
    public IReadOnlyList<string> Examples { get; } =
    [
        "data/digits.csv.gz --target digit -o layer.npy",
        "table.csv --hidden 128,64 --energy 0.9",
    ];

    /// <inheritdoc/>
    public ToolReport Use(RankPruningToolOptions options, ToolContext context, CancellationToken cancel)
    {
        int[] hidden = LabelledTable.Hidden(options.Hidden);
        if (hidden.Length == 0)
            throw new ToolException("--hidden: without a hidden layer there is nothing to prune; give at least one width.");
        (var data, int classes) = LabelledTable.Read(options.Table, options.Target);
        (var train, var test) = LabelledTable.Split(data, context.Random("split"));
        int[] widths = [data.Inputs.Shape[1], .. hidden, classes];
        var training = new ClassifierRecipe { Epochs = options.Epochs, Batch = Math.Min(64, train.Count), LearningRate = options.LearningRate, Adam = false };
        var recipe = new RankPruningRecipe { Training = training, Scheme = FilterScheme.Channel, Energy = options.Energy, Every = options.Every, Nuclear = options.Nuclear };
        (var pruned, var normal) = (PrunableNetwork.Perceptron(widths, context.Random("weights")), PrunableNetwork.Perceptron(widths, context.Random("weights")));
        try
        {
            context.Report("training with rank pruning", 0.1);
            RankPruning.Train(pruned, train, recipe, context.Random("training"), cancel);
            context.Report("training normally, to compare", 0.6);
            ClassifierTraining.Train(normal, train, training, context.Random("training"), cancel: cancel);
        }
        catch (LearningException e)
        {
            throw new ToolException($"{options.Table.Path}: {e.Message} Give a smaller --learning-rate.", e);
        }

        int[] ranks = RankPruning.Ranks(pruned, FilterScheme.Channel, options.Energy);
        long whole = pruned.Operations(FilterScheme.Channel, null), left = pruned.Operations(FilterScheme.Channel, ranks);
        (double before, double after) = Accuracies(pruned);
        (double normalBefore, double normalAfter) = Accuracies(normal);
        return new ToolReport
        {
            Headline = $"A perceptron {string.Join("–", widths)} at ranks {string.Join(", ", ranks)}: {Numbers.Short((double)whole / left)} times fewer operations, {Numbers.Short(100 * after)} % of {test.Count} held-out examples are right, {Numbers.Short(100 * before)} % before the cut.",
            Guarantee = "None: each truncation leaves out at most 1 − e of a weight's squared norm, which says nothing of the accuracy. Accuracies below are measured on held-out examples.",
            Measures =
            [
                new("held-out accuracy after the decomposition", after),
                new("held-out accuracy before it", before),
                new("operations left", (double)left / whole, Note: "share of the whole network's"),
            ],
            Tables =
            [
                new FindingsTable(
                    "Held-out accuracy, %, at the same ranks", ["trained", "whole", "decomposed"],
                    [["with rank pruning", $"{100 * before:0.0}", $"{100 * after:0.0}"], ["normally", $"{100 * normalBefore:0.0}", $"{100 * normalAfter:0.0}"]]),
                new FindingsTable(
                    "Layers", ["layer", "shape", "rank", "operations whole", "decomposed"],
                    [.. pruned.Prunable.Select((layer, l) => (IReadOnlyList<string>)
                    [
                        layer.Name, $"{layer.Weight.Shape[0]} × {layer.Weight.Shape[1]}", $"{ranks[l]}", $"{FilterMatrix.WholeOperations(layer.Weight.Shape):N0}",
                        $"{Math.Min(FilterMatrix.WholeOperations(layer.Weight.Shape), FilterMatrix.FactoredOperations(layer.Weight.Shape, FilterScheme.Channel, ranks[l])):N0}",
                    ])]),
            ],
            Remarks = ["Columns were scaled to mean 0 and deviation 1. Outputs are the two factors of each layer, W = left · right."],
            Outputs = [.. pruned.Prunable.SelectMany((layer, l) => Factors(layer, l, ranks[l]))],
        };

        (double Before, double After) Accuracies(PrunableNetwork network) =>
            (ClassifierTraining.Score(network, test).Accuracy, ClassifierTraining.Score(network.Decomposed(FilterScheme.Channel, ranks), test).Accuracy);
    }

    private static IEnumerable<ToolOutput> Factors(PrunableLayer layer, int place, int rank)
    {
        var svd = LinearAlgebra.Svd(layer.Weight.Data.To(DType.F64));
        var root = svd.S.Slice(0, 0, rank).Sqrt(); // (rank)
        yield return new MatrixOutput($"left{place + 1}", $"{layer.Name}'s left factor ({layer.Weight.Shape[0]} × {rank})", (svd.U.Slice(1, 0, rank) * root).Contiguous());
        yield return new MatrixOutput(
            $"right{place + 1}", $"{layer.Name}'s right factor ({rank} × {layer.Weight.Shape[1]})", (svd.Vt.Slice(0, 0, rank).Transpose() * root).Transpose().Contiguous());
    }
}

using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>How an ordered network is trained.</summary>
public sealed record MaestroRecipe
{
    /// <summary>Passes over the training inputs; each input goes through the network twice a pass, whole and cut.</summary>
    public required int Epochs { get; init; }

    /// <summary>λ of the hierarchical group lasso.</summary>
    public required double Penalty { get; init; }

    /// <summary>Components of lesser importance are switched off after each epoch (the paper's ε<sub>ps</sub>).</summary>
    public double LeastImportance { get; init; } = 1e-5;

    /// <summary>Inputs a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The highest learning rate of stochastic gradient descent with momentum 0.9; it falls along a cosine to a hundredth of it.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The factor of ‖w‖²/2 in the loss.</summary>
    public double WeightDecay { get; init; } = 1e-4;
}

/// <summary>What an epoch left behind.</summary>
/// <param name="Ranks">Each layer's active rank while the epoch ran.</param>
/// <param name="MultiplyAdds">Multiplications with additions of one input's whole pass at these ranks.</param>
/// <param name="Importance">For each layer ‖U<sub>b:</sub>‖ ‖V<sub>b:</sub>‖ at the epoch's end, before the cut.</param>
public sealed record MaestroEpoch(int[] Ranks, long MultiplyAdds, double[][] Importance);

/// <summary>
/// Training with random ranks and progressive shrinking. A step takes the loss of the whole network against the labels, and that of the
/// network with one layer cut to its first b components against the whole network's own probabilities; the group lasso pulls the tails down,
/// and what has fallen below a threshold by the end of an epoch is cut off.
/// </summary>
public static class MaestroTraining
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">Inputs to scores before softmax.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="recipe">How.</param>
    /// <param name="random">The order of the inputs, and the ranks.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <returns>One entry for each epoch.</returns>
    /// <exception cref="LearningException">The loss is no finite number.</exception>
    public static IReadOnlyList<MaestroEpoch> Train(MaestroNetwork network, LabelledInputs data, MaestroRecipe recipe, RandomStream random, CancellationToken cancel = default)
    {
        List<MaestroEpoch> epochs = [];
        (int[] ranks, long multiplyAdds) = (network.Ranks, network.MultiplyAdds);
        int batches = Math.Max(1, data.Count / recipe.Batch);
        var draws = random.Fork("ranks");
        ClassifierTraining.Train(
            network,
            data,
            new ClassifierRecipe { Epochs = recipe.Epochs, Batch = recipe.Batch, LearningRate = recipe.LearningRate, Adam = false, WeightDecay = recipe.WeightDecay },
            random.Fork("order"),
            loss: (scores, places, labels) => Loss.CrossEntropy(scores, labels) + CutLoss(network, data.At(places).Inputs, scores, draws),
            differentiated: () =>
            {
                foreach (var layer in network.Layers)
                {
                    HierarchicalGroupLasso.AddGradient(layer.U, layer.Rank, recipe.Penalty);
                    HierarchicalGroupLasso.AddGradient(layer.V, layer.Rank, recipe.Penalty);
                }
            },
            stepped: step =>
            {
                if ((step + 1) % batches != 0)
                    return;
                epochs.Add(new MaestroEpoch(ranks, multiplyAdds, [.. network.Layers.Select(layer => layer.Importance())]));
                foreach (var layer in network.Layers)
                    layer.Shrink(layer.Importance().Take(layer.Rank).Count(importance => importance >= recipe.LeastImportance));
                (ranks, multiplyAdds) = (network.Ranks, network.MultiplyAdds);
            },
            cancel: cancel);
        return epochs;
    }

    /// <summary>−Σ p ln q for the whole network's p and the q of the network with one layer cut; 0 if nothing can be cut.</summary>
    private static Variable CutLoss(MaestroNetwork network, Tensor inputs, Variable whole, RandomStream draws)
    {
        int[] ranks = network.Ranks;
        if (RankSampler.Draw(ranks, draws) is not var (layer, rank))
            return Tensor.Zeros(whole.DType);
        ranks[layer] = rank;
        var taught = whole.Data.Softmax();                                               // (batch, classes), no gradient
        return (network.Forward(inputs, ranks).LogSoftmax() * taught).Sum() * (-1.0 / inputs.Shape[0]);
    }
}

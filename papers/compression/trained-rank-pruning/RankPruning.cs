using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>How a network is trained with rank pruning.</summary>
public sealed record RankPruningRecipe
{
    /// <summary>Epochs, batch, rates: as for normal training.</summary>
    public required ClassifierRecipe Training { get; init; }

    /// <summary>How filters are seen as matrices.</summary>
    public required FilterScheme Scheme { get; init; }

    /// <summary>e: the share of the energy that a truncation keeps.</summary>
    public double Energy { get; init; } = 0.98;

    /// <summary>m: truncations are so many steps apart.</summary>
    public int Every { get; init; } = 20;

    /// <summary>The share of all steps before the first truncation, since the first weights are random and of full rank.</summary>
    public double WarmUp { get; init; } = 0.1;

    /// <summary>λ of the nuclear norm; 0 for none.</summary>
    public double Nuclear { get; init; }
}

/// <summary>Ranks after a truncation.</summary>
/// <param name="Step">Steps taken before it.</param>
/// <param name="Ranks">One for each layer.</param>
public sealed record TruncationRanks(int Step, int[] Ranks);

/// <summary>
/// Trained rank pruning: every m steps the weights are replaced by their energy truncation, and training goes on from there at full size,
/// W<sup>t+1</sup> = T(W<sup>t</sup>) − η ∇L(T(W<sup>t</sup>)). With a nuclear norm, λ U<sub>r</sub>V<sub>r</sub>ᵀ of the last truncation is added to
/// every gradient in between. Momentum keeps its parts outside the truncated space, as in the authors' code.
/// </summary>
public static class RankPruning
{
    /// <summary>Trains a network in place.</summary>
    /// <param name="network">A network of which nothing is cut yet.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="recipe">How.</param>
    /// <param name="random">The order of the inputs.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <returns>The ranks after each truncation.</returns>
    /// <exception cref="LearningException">The loss is no finite number.</exception>
    /// <exception cref="NonFiniteException">A weight became one that is no finite number; the message names the layer.</exception>
    public static IReadOnlyList<TruncationRanks> Train(PrunableNetwork network, LabelledInputs data, RankPruningRecipe recipe, RandomStream random, CancellationToken cancel = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(recipe.Every, 1);
        var layers = network.Prunable;
        var subgradients = new Tensor?[layers.Count];
        List<TruncationRanks> course = [];
        int steps = recipe.Training.Epochs * Math.Max(1, data.Count / recipe.Training.Batch);
        int first = (int)Math.Ceiling(recipe.WarmUp * steps);
        ClassifierTraining.Train(
            network,
            data,
            recipe.Training,
            random,
            differentiated: () =>
            {
                for (int l = 0; l < layers.Count; l++)
                    if (subgradients[l] is { } subgradient)
                        layers[l].Weight.Grad!.AddScaled(subgradient, recipe.Nuclear);
            },
            stepped: step =>
            {
                int taken = step + 1; // the next step begins at truncated weights
                if (taken < first || taken % recipe.Every != 0 || taken == steps)
                    return;
                int[] ranks = new int[layers.Count];
                for (int l = 0; l < layers.Count; l++)
                    (ranks[l], subgradients[l]) = Truncate(layers[l], recipe);
                course.Add(new TruncationRanks(taken, ranks));
            },
            cancel: cancel);
        return course;
    }

    /// <summary>The ranks that hold a share of the energy of a network's weights.</summary>
    /// <param name="network">Trained, nothing cut yet.</param>
    /// <param name="scheme">How filters are seen as matrices.</param>
    /// <param name="energy">The share.</param>
    public static int[] Ranks(PrunableNetwork network, FilterScheme scheme, double energy) =>
        [.. network.Prunable.Select(layer => EnergyTruncation.Of(FilterMatrix.Of(layer.Weight.Data, scheme), energy, layer.Name).Rank)];

    /// <summary>The ranks by one share of the energy for all layers, as large as it can be within a number of operations.</summary>
    /// <param name="network">Trained, nothing cut yet.</param>
    /// <param name="scheme">How filters are seen as matrices.</param>
    /// <param name="operations">Multiplications with additions of an example, at most.</param>
    /// <exception cref="ArgumentOutOfRangeException">Rank 1 everywhere takes more.</exception>
    public static int[] RanksWithin(PrunableNetwork network, FilterScheme scheme, long operations)
    {
        const int grid = 1000;
        double[][] values = [.. network.Prunable.Select(layer => LinearAlgebra.SingularValues(FilterMatrix.Of(layer.Weight.Data, scheme)).ToArray())];
        int[] ones = [.. values.Select(_ => 1)];
        ArgumentOutOfRangeException.ThrowIfLessThan(operations, network.Operations(scheme, ones));
        for (int k = grid; k > 0; k--)
        {
            int[] ranks = [.. values.Select(layer => EnergyTruncation.RankOf(layer, (double)k / grid))];
            if (network.Operations(scheme, ranks) <= operations)
                return ranks;
        }

        return ones;
    }

    private static (int Rank, Tensor? Subgradient) Truncate(PrunableLayer layer, RankPruningRecipe recipe)
    {
        var shape = layer.Weight.Shape;
        var truncation = EnergyTruncation.Of(FilterMatrix.Of(layer.Weight.Data, recipe.Scheme), recipe.Energy, layer.Name);
        layer.Weight.Data.CopyFrom(FilterMatrix.ToWeight(truncation.Truncated(), recipe.Scheme, shape).To(layer.Weight.DType));
        return (truncation.Rank, recipe.Nuclear == 0
            ? null
            : FilterMatrix.ToWeight(truncation.NuclearSubgradient(), recipe.Scheme, shape).To(layer.Weight.DType).Clone());
    }
}

using Praxis.Lab;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.TrainedRankPruning;

/// <summary>A network of the study, and how everything is trained on it.</summary>
/// <param name="Name">As in the tables.</param>
/// <param name="AsImages">Whether the digits come as images.</param>
/// <param name="Make">A new network.</param>
/// <param name="Epochs">Of all trainings.</param>
/// <param name="Schemes">How filters are seen as matrices, with a name for each.</param>
/// <param name="Energy">e of the truncations and of the decomposition.</param>
/// <param name="Every">m.</param>
/// <param name="Nuclear">λ.</param>
public sealed record RankPruningTask(
    string Name, bool AsImages, Func<RandomStream, PrunableNetwork> Make, int Epochs, IReadOnlyList<(FilterScheme Scheme, string Name)> Schemes, double Energy, int Every, double Nuclear)
{
    private const double LearningRate = 0.05, TuningRate = 0.02;

    /// <summary>Thresholds of the curves.</summary>
    private static readonly double[] Energies = [0.5, 0.7, 0.8, 0.9, 0.95, 0.99];

    /// <summary>Trains in every way and measures.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="random">Of the seed and the task.</param>
    /// <param name="seed">The seed, for the result.</param>
    /// <param name="withCourse">Whether to keep the course of the ranks.</param>
    /// <param name="cancel">Stops it.</param>
    /// <returns>One entry for each scheme.</returns>
    public RankPruningMeasures[] Run(DataFolder data, RandomStream random, long seed, bool withCourse, CancellationToken cancel)
    {
        var task = ClassificationTask.Digits(data, random.Fork("data"), AsImages);
        var training = new ClassifierRecipe { Epochs = Epochs, LearningRate = LearningRate, Adam = false };
        var normal = Make(random.Fork("weights"));
        ClassifierTraining.Train(normal, task.Train, training, random.Fork("order"), cancel: cancel);
        double whole = ClassifierTraining.Score(normal, task.Test).Accuracy;
        return [.. Schemes.Select(scheme => Measure(scheme.Scheme, scheme.Name))];

        RankPruningMeasures Measure(FilterScheme scheme, string name)
        {
            (var pruned, var course) = Pruned(scheme, 0);
            (var nuclear, var nuclearCourse) = Pruned(scheme, Nuclear);
            var result = Decompose(pruned, scheme, RankPruning.Ranks(pruned, scheme, Energy));
            var nuclearResult = Decompose(nuclear, scheme, RankPruning.Ranks(nuclear, scheme, Energy));

            int[][] candidates = [RankPruning.RanksWithin(normal, scheme, normal.Operations(scheme, result.Ranks)), result.Ranks];
            int[] ranks = candidates.MaxBy(candidate => ClassifierTraining.Score(normal.Decomposed(scheme, candidate), task.Validation).Accuracy)!;
            var tuned = normal.Decomposed(scheme, ranks);
            ClassifierTraining.Train(tuned, task.Train, training with { Epochs = Math.Max(1, Epochs / 4), LearningRate = TuningRate }, random.Fork("tuning"), cancel: cancel);
            return new RankPruningMeasures(
                $"{Name}{name}",
                seed,
                result,
                nuclearResult,
                Decompose(normal, scheme, ranks),
                ClassifierTraining.Score(tuned, task.Test).Accuracy,
                Curve(pruned, scheme),
                Curve(nuclear, scheme),
                Curve(normal, scheme),
                withCourse ? [Course("rank pruning", course), Course("with nuclear norm", nuclearCourse)] : []);
        }

        (PrunableNetwork Network, IReadOnlyList<TruncationRanks> Course) Pruned(FilterScheme scheme, double strength)
        {
            var network = Make(random.Fork("weights"));
            var recipe = new RankPruningRecipe { Training = training, Scheme = scheme, Energy = Energy, Every = Every, Nuclear = strength };
            return (network, RankPruning.Train(network, task.Train, recipe, random.Fork("order"), cancel));
        }

        DecomposedNetwork Decompose(PrunableNetwork network, FilterScheme scheme, int[] ranks) => new(
            ReferenceEquals(network, normal) ? whole : ClassifierTraining.Score(network, task.Test).Accuracy,
            ClassifierTraining.Score(network.Decomposed(scheme, ranks), task.Test).Accuracy,
            Share(network, scheme, ranks),
            ranks);

        CurvePoint[] Curve(PrunableNetwork network, FilterScheme scheme) => [.. Energies.Select(energy =>
        {
            int[] ranks = RankPruning.Ranks(network, scheme, energy);
            return new CurvePoint(Share(network, scheme, ranks), ClassifierTraining.Score(network.Decomposed(scheme, ranks), task.Test).Accuracy);
        })];
    }

    private static double Share(PrunableNetwork network, FilterScheme scheme, int[] ranks) => (double)network.Operations(scheme, ranks) / network.Operations(scheme, null);

    private static RankCourse Course(string name, IReadOnlyList<TruncationRanks> course) => new(
        name, [.. course.Select(entry => (double)entry.Step)], [.. Enumerable.Range(0, course[0].Ranks.Length).Select(l => course.Select(entry => (double)entry.Ranks[l]).ToArray())]);
}

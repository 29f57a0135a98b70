using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Maestro;

/// <summary>A task of the study: data, network, and how long everything is trained.</summary>
/// <param name="Name">As in the tables.</param>
/// <param name="Load">Draws the task's parts.</param>
/// <param name="Widths">Of the perceptron.</param>
/// <param name="Epochs">Passes of ordered training; each input goes twice through the network in a pass, so the baselines get twice as many.</param>
/// <param name="Penalties">Strengths of the group lasso, the weakest first.</param>
public sealed record MaestroTask(string Name, Func<DataFolder, RandomStream, ClassificationTask> Load, int[] Widths, int Epochs, double[] Penalties)
{
    /// <summary>Shares of the final ranks to which the finished networks are cut.</summary>
    public static IReadOnlyList<double> Shares { get; } = [0.75, 0.5, 0.375, 0.25, 0.125];

    /// <summary>The highest rates with which no seed of the pilot diverged; factors of few fixed components bear less than others.</summary>
    private const double NormalRate = 0.05, OrderedRate = 0.04, FactoredRate = 0.02, TuningRate = 0.03;

    /// <summary>Trains the network in every way and measures it.</summary>
    /// <param name="data">The bundled data sets.</param>
    /// <param name="random">Of the seed and the task.</param>
    /// <param name="seed">The seed, for the result.</param>
    /// <param name="withImportance">Whether to keep the course of the first layer's importance.</param>
    /// <param name="cancel">Stops it.</param>
    public TaskMeasures Run(DataFolder data, RandomStream random, long seed, bool withImportance, CancellationToken cancel)
    {
        var task = Load(data, random.Fork("data"));
        int passes = 2 * Epochs, tuning = passes / 4;

        // Baselines: three quarters of the passes dense, then a quarter in factored form; or all of them in factored form.
        var normal = new Mlp(Widths, random.Fork("weights"));
        Train(normal, passes - tuning, NormalRate, "normal");
        var decomposed = new MaestroNetwork(normal);
        double whole = ClassifierTraining.Score(normal, task.Test).Accuracy;
        return new TaskMeasures(Name, seed, whole, [.. Penalties.Select(ForPenalty)]);

        PenaltyMeasures ForPenalty(double penalty, int place)
        {
            var ordered = new MaestroNetwork(Widths, random.Fork("weights"));
            var recipe = new MaestroRecipe { Epochs = Epochs, Penalty = penalty, LearningRate = OrderedRate };
            var epochs = MaestroTraining.Train(ordered, task.Train, recipe, random.Fork($"ordered {place}"), cancel);
            long parameters = Math.Max(ordered.WeightParameters(ordered.Ranks), ordered.WeightParameters([.. Widths[1..].Select(_ => 1)]));

            // The baseline takes whichever ranks serve it better: those of its own energies, or those that ordered training found.
            int[][] candidates = [RankBaselines.ByEnergy(decomposed, parameters), [.. ordered.Ranks.Select(rank => Math.Max(1, rank))]];
            var svd = candidates.Select(decomposed.Truncated).MaxBy(network => ClassifierTraining.Score(network, task.Validation).Accuracy)!;
            var svdMeasure = Measure(svd);
            var tuned = svd.Truncated(svd.Ranks);
            Train(tuned, tuning, TuningRate, $"tuned {place}");

            var factored = new MaestroNetwork(Widths, random.Fork("weights"));
            factored = factored.Truncated(RankBaselines.ByShare(factored, parameters));
            Train(factored, passes, FactoredRate, $"factored {place}");

            int[][] cuts = [.. Shares.Select(share => ordered.Ranks.Select(rank => Math.Min(rank, Math.Max(1, (int)Math.Round(share * rank)))).ToArray())];
            return new PenaltyMeasures(
                penalty,
                ordered.Ranks,
                Measure(ordered),
                svdMeasure,
                Measure(tuned),
                Measure(factored),
                epochs[0].MultiplyAdds,
                epochs[^1].MultiplyAdds,
                epochs.Sum(epoch => 2.0 * epoch.MultiplyAdds) / ((passes - tuning) * (double)DenseParameters),
                [.. cuts.Select(ranks => Measure(ordered.Truncated(ranks)))],
                [.. cuts.Select(ranks => Measure(decomposed.Truncated(ranks)))],
                [.. epochs.Select(epoch => epoch.Ranks)],
                withImportance ? [.. epochs.Select(epoch => epoch.Importance[0])] : []);
        }

        CutNetwork Measure(MaestroNetwork network) =>
            new((double)network.WeightParameters(network.Ranks) / DenseParameters, ClassifierTraining.Score(network, task.Test).Accuracy);

        void Train(Layer network, int epochs, double rate, string purpose) => ClassifierTraining.Train(
            network, task.Train, new ClassifierRecipe { Epochs = epochs, LearningRate = rate, Adam = false }, random.Fork(purpose), cancel: cancel);
    }

    private long DenseParameters => Enumerable.Range(0, Widths.Length - 1).Sum(i => (long)Widths[i] * Widths[i + 1]);
}

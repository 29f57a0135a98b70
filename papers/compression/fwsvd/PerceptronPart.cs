using Praxis.Lab;
using Praxis.Learning.Models;

namespace Praxis.Papers.Compression.Fwsvd;

/// <summary>The study's perceptrons on pictures of clothes: compressed at several ranks (C1), and cut a little and fine-tuned (C3).</summary>
internal static class PerceptronPart
{
    public const string Name = "perceptron";

    /// <summary>Ranks at which the two large matrices are factored.</summary>
    public static int[] Ranks(StudyContext context) => context.Pick<int[]>(smoke: [4, 8], small: [4, 8, 16, 32], full: [4, 8, 16, 32]);

    /// <summary>The shares of the two large matrices that are kept in C3.</summary>
    public static readonly double[] Keeps = [0.9, 0.8, 0.7];

    /// <summary>What both claims need of one seed.</summary>
    /// <param name="Compressed">C1: the wide network at every rank.</param>
    /// <param name="Cut">C3: the compact network, cut and fine-tuned.</param>
    internal sealed record SeedMeasures(NetworkMeasures Compressed, CompactMeasures Cut);

    /// <summary>Trains both networks of a seed on one draw of the pictures and measures them.</summary>
    public static SeedMeasures Measure(StudyContext context, long seed, CancellationToken cancel)
    {
        // The digits are quickly read, and enough to see that everything works.
        var task = context.Scale == Scale.Smoke
            ? ClassificationTask.Digits(context.Data, context.Random(seed, "data"))
            : ClassificationTask.Fashion(
                context.Data, context.Random(seed, "data"),
                train: context.Pick(smoke: 0, small: 3000, full: 5000), validation: 1, test: context.Pick(smoke: 0, small: 2000, full: 4000));
        return new SeedMeasures(Compressed(context, task, seed, cancel), Compact(context, task, seed, cancel));
    }

    private static NetworkMeasures Compressed(StudyContext context, ClassificationTask task, long seed, CancellationToken cancel)
    {
        int[] ranks = Ranks(context);
        var maps = Trained(context, task, seed, context.Pick(smoke: 40, small: 128, full: 128), cancel);
        var statistics = PerceptronMap.Network(maps).Statistics(task.Train.Range(0, Math.Min(1000, task.Train.Count)));
        var original = ClassifierTraining.Score(PerceptronMap.Network(maps), task.Test);
        var errors = new ErrorSums(ranks.Length);
        (var losses, var accuracies) = (new Dictionary<string, double[]>(), new Dictionary<string, double[]>());
        foreach (string method in LowRankMethods.WithData.Append(LowRankMethods.Svd))
        {
            // The last map is the task's head and stays as it is.
            var bases = maps[..^1].Select((map, l) =>
                LowRankMethods.Basis(method, map.Weight, statistics[l], ranks[^1], context.Random(seed, $"permuted importances, layer {l}"))).ToArray();
            (losses[method], accuracies[method]) = (new double[ranks.Length], new double[ranks.Length]);
            for (int k = 0; k < ranks.Length; k++)
            {
                cancel.ThrowIfCancellationRequested();
                LowRankWeight[] forms = [.. bases.Select(basis => basis.Truncate(ranks[k]))];
                for (int l = 0; l < forms.Length; l++)
                    errors.Add(method, l, k, maps[l].Weight, forms[l].ToDense());
                var score = ClassifierTraining.Score(PerceptronMap.Network(maps, forms), task.Test);
                (losses[method][k], accuracies[method][k]) = (score.CrossEntropy, score.Accuracy);
            }
        }

        return new NetworkMeasures(
            Name, seed, original.CrossEntropy, original.Accuracy, losses, accuracies,
            losses.Keys.ToDictionary(method => method, errors.Relative), errors.LeastRatio(LowRankMethods.Fwsvd, LowRankMethods.Svd));
    }

    /// <summary>C3: test accuracies of a compact network after one more epoch.</summary>
    /// <param name="Trained">Before that epoch, not cut.</param>
    /// <param name="Whole">Not cut.</param>
    /// <param name="Fwsvd">Cut by FWSVD to each share.</param>
    /// <param name="Svd">Cut by truncated SVD to each share.</param>
    /// <param name="BeforeTuning">Cut by FWSVD, before the epoch.</param>
    internal sealed record CompactMeasures(double Trained, double Whole, double[] Fwsvd, double[] Svd, double[] BeforeTuning);

    private static CompactMeasures Compact(StudyContext context, ClassificationTask task, long seed, CancellationToken cancel)
    {
        var maps = Trained(context, task, seed, context.Pick(smoke: 24, small: 48, full: 48), cancel);
        var statistics = PerceptronMap.Network(maps).Statistics(task.Train.Range(0, Math.Min(1000, task.Train.Count)));
        double trained = Accuracy(PerceptronMap.Network(maps));
        double whole = Tuned(PerceptronMap.Network(maps));
        (var fwsvd, var svd, var before) = (new double[Keeps.Length], new double[Keeps.Length], new double[Keeps.Length]);
        for (int k = 0; k < Keeps.Length; k++)
        {
            before[k] = Accuracy(Cut(LowRankMethods.Fwsvd, Keeps[k]));
            fwsvd[k] = Tuned(Cut(LowRankMethods.Fwsvd, Keeps[k]));
            svd[k] = Tuned(Cut(LowRankMethods.Svd, Keeps[k]));
        }

        return new CompactMeasures(trained, whole, fwsvd, svd, before);

        Perceptron Cut(string method, double keep) => PerceptronMap.Network(maps, [.. maps[..^1].Select((map, l) =>
        {
            int rank = WeightBudget.Parameters(keep).Rank(map.Weight.Rows, map.Weight.Columns);
            return LowRankMethods.Basis(method, map.Weight, statistics[l], rank, context.Random(seed, "none")).Truncate(rank);
        })]);

        double Accuracy(Perceptron network) => ClassifierTraining.Score(network, task.Test).Accuracy;

        double Tuned(Perceptron network)
        {
            ClassifierTraining.Train(network, task.Train, new ClassifierRecipe { Epochs = 1 }, context.Random(seed, "fine-tuning"), cancel: cancel);
            return Accuracy(network);
        }
    }

    private static PerceptronMap[] Trained(StudyContext context, ClassificationTask task, long seed, int hidden, CancellationToken cancel)
    {
        var network = new Mlp([task.Train.Inputs.Columns, hidden, hidden, task.Classes], context.Random(seed, $"first weights, width {hidden}"));
        ClassifierTraining.Train(
            network, task.Train, new ClassifierRecipe { Epochs = context.Pick(smoke: 2, small: 6, full: 8), LearningRate = 2e-3 },
            context.Random(seed, $"order, width {hidden}"), cancel: cancel);
        return PerceptronMap.Of(network);
    }
}

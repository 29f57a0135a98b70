using System.Text.Json.Serialization;
using Praxis.Lab;

namespace Praxis.Papers.Compression.SpectralStudy;

/// <summary>Trains networks and reduces them by all rules.</summary>
internal static class ReductionPart
{
    /// <summary>A choice that nobody would call usual, to see whether more directions are worth anything; it is no part of the checks.</summary>
    public static readonly VarianceRule Finer = new(0.999);

    private const int Width = 128, Inner = 128, Blocks = 2;

    /// <summary>The data sets.</summary>
    public static string[] Tasks(StudyContext context) => context.Pick<string[]>(smoke: ["digits"], small: ["digits", "clothes"], full: ["digits", "clothes"]);

    /// <summary>One seed.</summary>
    public static ReductionRun Run(StudyContext context, string name, long seed, CancellationToken cancel)
    {
        var random = context.Random(seed, name);
        var task = name == "digits" ? ClassificationTask.Digits(context.Data, random.Fork("data")) : ClassificationTask.Fashion(context.Data, random.Fork("data"), 1500, 500, 1000);
        int width = context.Pick(32, Width, Width), inner = context.Pick(32, Inner, Inner);
        var recipe = new ReductionRecipe { Epochs = context.Pick(1, 3, 3) };
        var network = new StreamPerceptron(task.Train.Inputs.Columns, width, inner, Blocks, task.Classes, random.Fork("weights"));
        ClassifierTraining.Train(network, task.Train, new ClassifierRecipe { Epochs = context.Pick(2, 12, 12), LearningRate = 2e-3 }, random.Fork("training"), cancel: cancel);
        double trained = ClassifierTraining.Score(network, task.Test).Accuracy, all = network.CountParameters();

        var tuned = network.Copy();
        var tuning = random.Fork("tuning");
        for (int place = 0; place < network.Places; place++)
            SelfDistillation.Tune(tuned, tuned.Scores(task.Train.Inputs), task.Train, recipe, tuning.Fork($"tuning {place}"), cancel);

        var points = new List<ReducedPoint>();
        DirectionRule[] rules =
        [
            new OutlierRule(NoiseEstimate.RawMedian), new OutlierRule(NoiseEstimate.LawMedian),
            new VarianceRule(0.9), new VarianceRule(0.95), new VarianceRule(0.99), Finer,
        ];
        foreach (var rule in rules)
            points.Add(Reduce(rule, recipe));
        // Random directions get the widths of the method, whatever they cost on validation.
        points.Add(Reduce(new RandomRule(points[0].Widths), recipe with { LargestDrop = 1 }));
        return new ReductionRun(
            trained,
            ClassifierTraining.Score(tuned, task.Test).Accuracy,
            [.. points],
            [.. SignalSpectrum.Of(network.Stream(task.Train.Inputs, 1)).Eigenvalues],
            task.Train.Count);

        ReducedPoint Reduce(DirectionRule rule, ReductionRecipe how)
        {
            var reduced = StreamReduction.Of(network, task, rule, how, tuning, cancel);
            return new ReducedPoint(rule.Name, reduced.Network.CountParameters() / all, ClassifierTraining.Score(reduced.Network, task.Test).Accuracy, [.. reduced.Widths], reduced.Stopped);
        }
    }

    /// <summary>Observes C1.</summary>
    public static void Observe(FindingsBuilder found, string setting, long seed, ReductionRun run)
    {
        var method = run.Points[0];
        found.Observe("C1", "removed", setting, seed, 1 - method.Kept);
        found.ObservePair("C1", "accuracy", setting, seed, method.Accuracy, run.Trained);
        found.ObservePair("C1", "against-tuned", setting, seed, method.Accuracy, run.Tuned);
        found.ObservePair("C1", "against-pca", setting, seed, method.Accuracy, run.VarianceAt(method.Kept));
        found.ObservePair("C1", "against-random", setting, seed, method.Accuracy, run.Points[^1].Accuracy);
    }
}

/// <summary>What one rule left of a network.</summary>
/// <param name="Rule">Its name.</param>
/// <param name="Kept">The share of parameters left.</param>
/// <param name="Accuracy">On test inputs.</param>
/// <param name="Widths">Of the stream by place.</param>
/// <param name="Stopped">Why it stopped early, or empty.</param>
internal sealed record ReducedPoint(string Rule, double Kept, double Accuracy, int[] Widths, string Stopped)
{
    /// <summary>Whether directions were chosen by a share of the variance.</summary>
    [JsonIgnore]
    public bool ByVariance => Rule.EndsWith("variance", StringComparison.Ordinal);
}

/// <summary>One network and its reductions: the method first, random directions last.</summary>
/// <param name="Trained">Test accuracy of the trained network.</param>
/// <param name="Tuned">After as many epochs of self-distillation.</param>
/// <param name="Points">By rule.</param>
/// <param name="Spectrum">Eigenvalues of its stream behind the first block, descending.</param>
/// <param name="Samples">How many inputs the spectrum is of.</param>
internal sealed record ReductionRun(double Trained, double Tuned, ReducedPoint[] Points, double[] Spectrum, int Samples)
{
    /// <summary>The accuracy of choosing by variance at as many parameters: 90, 95 and 99 %, linear between neighbours, the nearest beyond the ends. The whole network is the largest.</summary>
    /// <param name="kept">The share of parameters.</param>
    public double VarianceAt(double kept)
    {
        (double Kept, double Accuracy)[] known = [.. Points.Where(point => point.ByVariance && point.Rule != ReductionPart.Finer.Name).Select(point => (point.Kept, point.Accuracy)).Append((1, Tuned)).OrderBy(point => point.Item1)];
        if (kept <= known[0].Kept)
            return known[0].Accuracy;
        int right = Array.FindIndex(known, point => point.Kept >= kept);
        if (right < 0)
            return known[^1].Accuracy;
        var (low, high) = (known[right - 1], known[right]);
        return high.Kept - low.Kept < 1e-12 ? high.Accuracy : low.Accuracy + ((high.Accuracy - low.Accuracy) * (kept - low.Kept) / (high.Kept - low.Kept));
    }
}

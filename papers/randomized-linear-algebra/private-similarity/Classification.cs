using System.Diagnostics;
using Praxis.Lab;
using Praxis.Lab.Figures;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.PrivateSimilarity;

/// <summary>Accuracy and time of the classifiers at one ε and seed.</summary>
internal sealed record ClassifierTrial(double Epsilon, long Seed, double Mean, double MeanSeconds, double Kernel, double KernelSeconds, double Descent, double DescentSeconds);

/// <summary>C3: ten digits, 1,257 training points, raw pixels.</summary>
internal static class Classification
{
    private const int Classes = 10;
    private const double Delta = 1e-5;
    private const double Centre = 0.5, Radius = 4; // pixels lie in [0, 1]⁶⁴: within 4 of the middle
    private const int Features = 400;
    private const double Bandwidth = 2;

    /// <summary>Steps, share and rate of DP-SGD for each ε: the best of a grid on seeds above 1,000.</summary>
    private static readonly (double Epsilon, PrivateGradientDescent Descent)[] Tuned =
    [
        (1, new(50, 0.2, 2)), (2, new(150, 0.2, 1)), (4, new(150, 0.2, 2)), (8, new(150, 0.2, 4)),
    ];

    public static IReadOnlyList<ClassifierTrial> Measure(StudyContext context, FindingsBuilder found, CancellationToken cancel)
    {
        var (points, labels) = PrivateSimilarityStudy.Digits(context);
        var tuned = context.Pick(Tuned[1..2], Tuned, Tuned);
        var trials = new List<ClassifierTrial>();
        foreach (var (epsilon, descent) in tuned)
        {
            context.Report($"classification, ε = {epsilon}", 0.75 + 0.06 * trials.Count / context.Seeds.Count);
            // Once without a clock, so that no method pays for compilation.
            Run(context, points, labels, epsilon, descent, context.Seeds[0]);
            foreach (var seed in context.Seeds)
            {
                cancel.ThrowIfCancellationRequested();
                var trial = Run(context, points, labels, epsilon, descent, seed);
                trials.Add(trial);
                found.ObservePair("C3", "accuracy", $"ε = {epsilon}", seed, trial.Mean, trial.Descent);
                found.ObservePair("C3", "time", $"ε = {epsilon}", seed, trial.MeanSeconds, trial.DescentSeconds);
            }
        }
        return trials;
    }

    public static Figure Figure(IReadOnlyList<ClassifierTrial> trials)
    {
        double[] epsilons = [.. trials.Select(trial => trial.Epsilon).Distinct()];
        Line Of(string name, Func<ClassifierTrial, double> value) => new(epsilons,
            [.. epsilons.Select(epsilon => Summary.Median(trials.Where(trial => trial.Epsilon == epsilon).Select(value)))], Points: true)
        { Name = name };
        return new Figure
        {
            Title = "Private classification of digits",
            Description = "Two panels over ε on a logarithmic axis, medians over seeds. Left, accuracy on held-out digits of average squared distance, of average kernel similarity and of logistic regression by DP-SGD; right, milliseconds to train, logarithmic. DP-SGD is the most accurate, average squared distance by far the fastest.",
            Panels =
            [
                new Panel { X = new Axis("ε", AxisScale.Log), Y = new Axis("accuracy", Low: 0, High: 1), Marks = [Of("average squared distance", t => t.Mean), Of("average kernel similarity (δ = 0)", t => t.Kernel), Of("DP-SGD", t => t.Descent)] },
                new Panel { X = new Axis("ε", AxisScale.Log), Y = new Axis("milliseconds", AxisScale.Log), Marks = [Of("average squared distance", t => 1e3 * t.MeanSeconds), Of("average kernel similarity (δ = 0)", t => 1e3 * t.KernelSeconds), Of("DP-SGD", t => 1e3 * t.DescentSeconds)] },
            ],
        };
    }

    public static FindingsTable Table(IReadOnlyList<ClassifierTrial> trials) => new(
        "Accuracy on held-out digits and milliseconds to train (medians over seeds; δ = 10⁻⁵, kernel similarity δ = 0)",
        ["ε", "average squared distance", "average kernel similarity", "DP-SGD", "ms, squared distance", "ms, kernel", "ms, DP-SGD"],
        [.. trials.GroupBy(trial => trial.Epsilon).Select(group => (IReadOnlyList<string>)
        [
            $"{group.Key}",
            .. new Func<ClassifierTrial, double>[] { t => t.Mean, t => t.Kernel, t => t.Descent }.Select(value => Numbers.Fixed(Summary.Median(group.Select(value)), 3)),
            .. new Func<ClassifierTrial, double>[] { t => t.MeanSeconds, t => t.KernelSeconds, t => t.DescentSeconds }.Select(value => Numbers.Fixed(1e3 * Summary.Median(group.Select(value)), 2)),
        ])]);

    private static ClassifierTrial Run(StudyContext context, Tensor points, int[] labels, double epsilon, PrivateGradientDescent descent, long seed)
    {
        var random = context.Random(seed, $"classification, ε = {epsilon}");
        var order = random.Fork("split").Permutation(points.Rows);
        var cut = (int)(0.7 * points.Rows);
        var (train, test) = (points.TakeRows(order.AsSpan(0, cut)).Contiguous(), points.TakeRows(order.AsSpan(cut)).Contiguous());
        int[] known = [.. order.Take(cut).Select(i => labels[i])], asked = [.. order.Skip(cut).Select(i => labels[i])];

        MeanDistanceClassifier? mean = null;
        var meanSeconds = PrivateSimilarityStudy.Seconds(5, () => mean = MeanDistanceClassifier.Train(train, known, Classes, Centre, Radius, epsilon, Delta, random.Fork("mean")));
        var start = Stopwatch.GetTimestamp();
        var features = KernelFeatures.Draw(train.Columns, SimilarityKernel.Gaussian, Bandwidth, Features, null, random.Fork("features"));
        KernelSummary[] summaries = [.. Enumerable.Range(0, Classes).Select(c => KernelSummary.Release(
            train.TakeRows([.. Enumerable.Range(0, cut).Where(i => known[i] == c)]).Contiguous(), features, epsilon, new SeededNoise(random.Fork($"class {c}"))))];
        var kernelSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        double[][] similarities = [.. summaries.Select(summary => summary.Averages(test))];
        int[] byKernel = [.. Enumerable.Range(0, asked.Length).Select(i => Enumerable.Range(0, Classes).MaxBy(c => similarities[c][i]))];

        // The accountant is no part of training; it runs once for a setting.
        var noise = PrivateGradientDescent.NoiseFor(epsilon, Delta, descent.Share, descent.Steps);
        var weights = Tensor.Zeros(1);
        var descentSeconds = PrivateSimilarityStudy.Seconds(3, () => weights = descent.Train(train, known, Classes, noise, random.Fork("descent")));
        return new ClassifierTrial(epsilon, seed, Share(mean!.Predict(test)), meanSeconds, Share(byKernel), kernelSeconds, Share(PrivateGradientDescent.Predict(weights, test)), descentSeconds);

        double Share(int[] predicted) => (double)predicted.Zip(asked).Count(pair => pair.First == pair.Second) / asked.Length;
    }
}

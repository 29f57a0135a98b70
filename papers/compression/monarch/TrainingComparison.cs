using System.Diagnostics;
using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Monarch;

/// <summary>How one way of training ended.</summary>
/// <param name="Name">The way.</param>
/// <param name="CrossEntropy">On the test pictures, nats.</param>
/// <param name="Accuracy">On the test pictures.</param>
/// <param name="Seconds">Steps × median seconds of a step, summed over the phases.</param>
/// <param name="StepSeconds">The median seconds of a step of the first phase.</param>
internal sealed record Outcome(string Name, double CrossEntropy, double Accuracy, double Seconds, double StepSeconds);

/// <summary>Dense, Monarch, low-rank and narrow training, sparse first and dense later, and conversion with fine-tuning: one seed.</summary>
internal sealed class TrainingComparison
{
    public const int Blocks = 4; // the paper's number

    private readonly ClassificationTask _task;
    private readonly RandomStream _random;
    private readonly int _epochs;
    private readonly IReadOnlyDictionary<string, double> _rates;
    private readonly CancellationToken _cancel;

    public TrainingComparison(ClassificationTask task, RandomStream random, int epochs, IReadOnlyDictionary<string, double> rates, CancellationToken cancel) =>
        (_task, _random, _epochs, _rates, _cancel) = (task, random, epochs, rates, cancel);

    /// <summary>The four kinds of networks, of which the last three have as many parameters in their wide maps.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["dense", "Monarch", "low rank", "narrow dense"];

    private int Width => _task.Train.Inputs.Shape[1];

    /// <summary>The narrow network's hidden width: w n + w² at most half of 2 n².</summary>
    public static int NarrowWidth(int width) => (int)((Math.Sqrt(5) - 1) / 2 * width);

    /// <summary>A network with first values.</summary>
    public Sequential Make(string kind)
    {
        var random = _random.Fork("first values");
        return kind switch
        {
            "dense" => Perceptron.Dense(Width, Width, _task.Classes, random),
            "Monarch" => Perceptron.Monarch(Width, Cut, _task.Classes, random),
            "low rank" => Perceptron.LowRank(Width, Blocks * Cut.InnerRank, _task.Classes, random),
            _ => Perceptron.Dense(Width, NarrowWidth(Width), _task.Classes, random),
        };
    }

    // Half the dense parameters: r · 4 · 2 n = n²/2.
    private MonarchBlocks Cut => MonarchBlocks.Square(Blocks, Width / (4 * Blocks));

    /// <summary>Validation loss of each kind at each rate; for seeds that are not reported.</summary>
    public double ValidationLoss(string kind, double rate)
    {
        var network = Make(kind);
        Train(network, rate, _epochs);
        return ClassifierTraining.Score(network, _task.Validation).CrossEntropy;
    }

    /// <summary>Validation loss of a trained dense network, converted and trained for one epoch more at a share of the dense rate; for seeds that are not reported.</summary>
    /// <returns>By form and share.</returns>
    public IReadOnlyDictionary<string, double> FineTunedLosses(IReadOnlyList<double> shares)
    {
        var dense = Make("dense");
        Train(dense, _rates["dense"], _epochs);
        var losses = new Dictionary<string, double>();
        foreach ((string name, var form) in Forms)
            foreach (double share in shares)
            {
                var network = Perceptron.Converted(dense, form);
                Train(network, share * _rates["dense"], 1);
                losses[$"{name} {share}"] = ClassifierTraining.Score(network, _task.Validation).CrossEntropy;
            }

        return losses;
    }

    /// <summary>The forms that a trained dense network is converted to.</summary>
    public IReadOnlyList<(string Name, Func<Tensor, CompressedWeight> Form)> Forms =>
    [
        ("fine-tuned dense", weight => new DenseWeight(weight)),
        ("fine-tuned Monarch", weight => MonarchProjection.Project(weight, Cut)),
        ("fine-tuned SVD", weight => new Baselines.TruncatedSvdCompressor().Compress(
            weight, LayerStatistics.Unknown("map", weight.Columns), WeightBudget.Parameters(0.5), _random)),
    ];

    /// <summary>All ways of training.</summary>
    public IReadOnlyList<Outcome> Run()
    {
        var outcomes = new List<Outcome>();
        Sequential? dense = null;
        foreach (string kind in Kinds)
        {
            var network = Make(kind);
            outcomes.Add(Measured(kind, network, Train(network, _rates[kind], _epochs)));
            if (kind == "dense")
                dense = network;
        }

        // Sparse to dense: the optimizer begins anew, as in the paper, at the rate that one cosine over all steps has reached by then.
        foreach (double share in new[] { 0.5, 0.9 })
        {
            int sparseEpochs = Math.Min((int)Math.Round(share * _epochs), _epochs - 1);
            var network = Make("Monarch");
            var first = Train(network, _rates["Monarch"], sparseEpochs);
            var later = Perceptron.Converted(network, weight => new DenseWeight(weight));
            double reached = (1 + Math.Cos(Math.PI * sparseEpochs / _epochs)) / 2;
            var second = Train(later, _rates["dense"] * reached, _epochs - sparseEpochs);
            outcomes.Add(Measured($"{100 * share:0} % Monarch, then dense", later, first, second));
        }

        // Dense to sparse, and one epoch more for all.
        foreach ((string name, var form) in Forms)
        {
            var network = Perceptron.Converted(dense!, form);
            outcomes.Add(Measured(name, network, Train(network, _rates[name], 1)));
        }

        return outcomes;
    }

    // Steps and the median of their seconds.
    private (int Steps, double StepSeconds) Train(Layer network, double rate, int epochs)
    {
        var seconds = new List<double>();
        long last = Stopwatch.GetTimestamp();
        ClassifierTraining.Train(
            network, _task.Train, new ClassifierRecipe { Epochs = epochs, Batch = 125, LearningRate = rate }, _random.Fork("order"),
            stepped: _ =>
            {
                seconds.Add(Stopwatch.GetElapsedTime(last).TotalSeconds);
                last = Stopwatch.GetTimestamp();
            },
            cancel: _cancel);
        return (seconds.Count, Summary.Median(seconds));
    }

    private Outcome Measured(string name, Layer network, params (int Steps, double StepSeconds)[] phases)
    {
        var score = ClassifierTraining.Score(network, _task.Test);
        return new Outcome(name, score.CrossEntropy, score.Accuracy, phases.Sum(phase => phase.Steps * phase.StepSeconds), phases[0].StepSeconds);
    }
}

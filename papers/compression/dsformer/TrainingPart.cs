using Praxis.Lab;
using Praxis.Learning;
using Praxis.Learning.Models;
using Praxis.Numerics;
using Praxis.Papers.Compression.Baselines;

namespace Praxis.Papers.Compression.Dsformer;

/// <summary>C3 and C4: perceptrons on handwritten digits, compressed and fine-tuned in three ways.</summary>
internal sealed class TrainingPart
{
    /// <summary>The arms, in the order of all arrays.</summary>
    public static readonly string[] Arms = ["low rank", "fixed supports", "straight-through"];

    private const double Keep = 1 / 2.8;
    private const double FrozenFrom = 0.8; // the share of steps after which supports stay

    private static readonly double[] Rates = [1e-3, 3e-3, 1e-2];
    private static readonly double[] Points = [0.25, 0.5, 0.75, 1]; // shares of the training at which the loss is looked at

    private readonly StudyContext _context;
    private readonly int _epochs;
    private readonly CancellationToken _cancel;

    public TrainingPart(StudyContext context, CancellationToken cancel) =>
        (_context, _epochs, _cancel) = (context, context.Pick(smoke: 1, small: 8, full: 8), cancel);

    /// <summary>One perceptron's losses on test images: arrays by arm.</summary>
    /// <param name="Dense">Before compression.</param>
    /// <param name="Start">After compression, before fine-tuning, by arm.</param>
    /// <param name="Final">After fine-tuning, by arm.</param>
    /// <param name="Accuracy">After fine-tuning, by arm.</param>
    /// <param name="Validation">After fine-tuning, on the images by which rates are chosen.</param>
    /// <param name="Curves">On test images at the points of the training, by arm.</param>
    /// <param name="Changed">The share of supports that changed in each epoch of straight-through training.</param>
    /// <param name="Rounded">Straight-through, with numbers of 8 bits.</param>
    internal sealed record NetworkLosses(double Dense, double[] Start, double[] Final, double[] Accuracy, double[] Validation, double[][] Curves, double[] Changed, double Rounded);

    /// <summary>The learning rate of each arm with the least loss on validation images, mean over draws of their own.</summary>
    public double[] TunedRates(int draws)
    {
        double[][] losses = [.. Rates.Select(rate => Enumerable.Range(0, draws)
            .Select(draw => Run(new RandomStream(-1 - draw), [rate, rate, rate]).Validation)
            .Aggregate(new double[Arms.Length], (sums, of) => [.. sums.Zip(of, (sum, loss) => sum + loss)]))];
        return [.. Enumerable.Range(0, Arms.Length).Select(arm => Rates[Enumerable.Range(0, Rates.Length).MinBy(rate => losses[rate][arm])])];
    }

    /// <summary>Trains, compresses and fine-tunes one perceptron.</summary>
    /// <param name="random">Of the seed.</param>
    /// <param name="rates">The learning rate of each arm.</param>
    public NetworkLosses Run(RandomStream random, double[] rates)
    {
        var task = ClassificationTask.Digits(_context.Data, random.Fork("split"));
        var dense = new Mlp([64, 128, 128, 10], random.Fork("weights"));
        ClassifierTraining.Train(dense, task.Train, new ClassifierRecipe { Epochs = _context.Pick(smoke: 3, small: 40, full: 40), LearningRate = 2e-3 }, random.Fork("training"), cancel: _cancel);
        Linear[] layers = [.. dense.NamedChildren().Select(child => (Linear)child.Child)];
        // The last layer has 10 outputs and stays as it is.
        var forms = layers[..2].Select(layer => DenseSparseFactorization.Best(layer.Weight.Data.To(DType.F64), WeightBudget.Parameters(Keep), 8)).ToArray();
        StraightThroughFactorizer[] learned = [.. forms.Select((form, l) => new StraightThroughFactorizer(form, layers[l].Bias!.Data, DType.F32))];
        Layer[] networks =
        [
            Network(layers, l => LowRankBasis.Of(layers[l].Weight.Data, null, WeightBudget.Parameters(Keep).Rank(layers[l].Weight.Shape[0], layers[l].Weight.Shape[1]))
                .Truncate(WeightBudget.Parameters(Keep).Rank(layers[l].Weight.Shape[0], layers[l].Weight.Shape[1])).ToLayer(layers[l].Bias!.Data, DType.F32)),
            Network(layers, l => forms[l].ToLayer(layers[l].Bias!.Data, DType.F32)),
            Network(layers, l => learned[l]),
        ];
        double[] start = [.. networks.Select(network => ClassifierTraining.Score(network, task.Test).CrossEntropy)];
        var changed = new List<double>();
        double[][] curves = [.. networks.Select((network, arm) => Tune(network, task, rates[arm], random.Fork("tuning"), arm == 2 ? learned : [], changed))];
        ClassifierScore[] scores = [.. networks.Select(network => ClassifierTraining.Score(network, task.Test))];
        var rounded = Network(layers, l => EightBits.Of(learned[l].ToForm()).ToLayer(Tuned(networks[2], l), DType.F32), networks[2]);
        return new NetworkLosses(
            ClassifierTraining.Score(dense, task.Test).CrossEntropy,
            start,
            [.. scores.Select(score => score.CrossEntropy)],
            [.. scores.Select(score => score.Accuracy)],
            [.. networks.Select(network => ClassifierTraining.Score(network, task.Validation).CrossEntropy)],
            curves,
            [.. changed],
            ClassifierTraining.Score(rounded, task.Test).CrossEntropy);
    }

    // The trained bias of a layer; parts of a network are layer, activation, layer, activation, layer.
    private static Tensor Tuned(Layer network, int layer) =>
        network.NamedChildren().ElementAt(2 * layer).Child.NamedParameters().Single(named => named.Name == "bias").Parameter.Data;

    // Two layers in another form and the last, copied from the dense network or from one that was tuned.
    private static Sequential Network(Linear[] layers, Func<int, Layer> compressed, Layer? tuned = null)
    {
        var last = (Linear)(tuned?.NamedChildren().Last().Child ?? layers[2]);
        return new(
            compressed(0), new Activation(x => x.Relu()), compressed(1), new Activation(x => x.Relu()),
            new Linear(last.Weight.Data.Clone(), last.Bias!.Data.Clone()));
    }

    // Fine-tunes and returns the test loss at the points; of straight-through layers also what share of supports changed in each epoch.
    private double[] Tune(Layer network, ClassificationTask task, double rate, RandomStream random, StraightThroughFactorizer[] learned, List<double> changed)
    {
        var recipe = new ClassifierRecipe { Epochs = _epochs, LearningRate = rate };
        int batches = task.Train.Count / recipe.Batch, steps = _epochs * batches;
        int[] looks = [.. Points.Select(point => (int)(point * steps) - 1)];
        var curve = new List<double>();
        bool[][] before = [.. learned.Select(Supports)];
        ClassifierTraining.Train(network, task.Train, recipe, random, stepped: step =>
        {
            if (step == (int)(FrozenFrom * steps))
                foreach (var layer in learned)
                    layer.FreezeSupports();
            if (learned.Length > 0 && (step + 1) % batches == 0)
            {
                bool[][] now = [.. learned.Select(Supports)];
                changed.Add((double)now.Zip(before, (mine, was) => mine.Zip(was).Count(pair => pair.First && !pair.Second)).Sum() / now.Sum(mask => mask.Count(kept => kept)));
                before = now;
            }

            if (looks.Contains(step))
                curve.Add(ClassifierTraining.Score(network, task.Test).CrossEntropy);
        }, cancel: _cancel);
        return [.. curve];

        static bool[] Supports(StraightThroughFactorizer layer) => layer.Mask().Contiguous().AsSpan<bool>().ToArray();
    }
}

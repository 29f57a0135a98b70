using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression;

/// <summary>How a classifier is trained.</summary>
public sealed record ClassifierRecipe
{
    /// <summary>Passes over the training inputs.</summary>
    public required int Epochs { get; init; }

    /// <summary>Inputs a step.</summary>
    public int Batch { get; init; } = 64;

    /// <summary>The highest learning rate; it falls along a cosine to a hundredth of it.</summary>
    public double LearningRate { get; init; } = 1e-3;

    /// <summary>Whether to take AdamW, or stochastic gradient descent with a momentum of 0.9.</summary>
    public bool Adam { get; init; } = true;

    /// <summary>The decay of weights: AdamW's own, or the gradient of ‖w‖²/2 for stochastic gradient descent.</summary>
    public double WeightDecay { get; init; } = 1e-4;
}

/// <summary>How a classifier does on labelled inputs.</summary>
/// <param name="CrossEntropy">The mean of −ln p of the right class, in nats.</param>
/// <param name="Accuracy">The share of inputs whose most likely class is the right one, 0 to 1.</param>
public sealed record ClassifierScore(double CrossEntropy, double Accuracy);

/// <summary>Trains and measures classifiers, the same for all methods of a study.</summary>
public static class ClassifierTraining
{
    private const int EvaluationBatch = 500;

    /// <summary>Trains a network in place.</summary>
    /// <param name="network">Inputs to scores before softmax; only parameters that require gradients are trained.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="recipe">How.</param>
    /// <param name="random">The order of the inputs.</param>
    /// <param name="loss">The loss of a batch from its scores, places in <paramref name="data"/> and labels; the cross-entropy if left out.</param>
    /// <param name="differentiated">Called when a step's gradients are there, before they are used: a penalty may add its own.</param>
    /// <param name="stepped">Called after each step with its number from 0 on.</param>
    /// <param name="cancel">Looked at before each step.</param>
    /// <exception cref="LearningException">The loss is no finite number.</exception>
    public static void Train(
        Layer network,
        LabelledInputs data,
        ClassifierRecipe recipe,
        RandomStream random,
        Func<Variable, int[], Tensor, Variable>? loss = null,
        Action? differentiated = null,
        Action<int>? stepped = null,
        CancellationToken cancel = default)
    {
        Variable[] parameters = [.. network.Parameters().Where(parameter => parameter.RequiresGrad)];
        Optimizer optimizer = recipe.Adam
            ? new AdamW(parameters, recipe.LearningRate, weightDecay: recipe.WeightDecay)
            : new Sgd(parameters, recipe.LearningRate, momentum: 0.9, weightDecay: recipe.WeightDecay);
        int batches = Math.Max(1, data.Count / recipe.Batch), steps = recipe.Epochs * batches;
        var rate = Schedules.Cosine(recipe.LearningRate, steps, recipe.LearningRate / 100);
        for (int epoch = 0; epoch < recipe.Epochs; epoch++)
        {
            int[] order = random.Fork(epoch).Permutation(data.Count);
            for (int batch = 0; batch < batches; batch++)
            {
                cancel.ThrowIfCancellationRequested();
                int step = (epoch * batches) + batch;
                using (TensorScope.Begin())
                {
                    network.Train();
                    optimizer.LearningRate = rate(step);
                    int[] places = order[(batch * recipe.Batch)..Math.Min((batch + 1) * recipe.Batch, order.Length)];
                    var taken = data.At(places);
                    var scores = network.Forward(new Variable(taken.Inputs)); // (batch, classes)
                    var value = loss?.Invoke(scores, places, taken.Labels) ?? Loss.CrossEntropy(scores, taken.Labels);
                    if (!double.IsFinite(value.ToScalar()))
                        throw new LearningException($"The loss of step {step + 1} is no finite number: the learning rate {recipe.LearningRate:g3} is too high.");
                    value.Backward();
                    differentiated?.Invoke();
                    optimizer.Step();
                    optimizer.ZeroGrad();
                }

                stepped?.Invoke(step);
            }
        }

        network.Eval();
    }

    /// <summary>Measures a network as it is for evaluation.</summary>
    /// <param name="network">Inputs to scores before softmax.</param>
    /// <param name="data">What it is measured on.</param>
    public static ClassifierScore Score(Layer network, LabelledInputs data)
    {
        network.Eval();
        double nats = 0;
        int right = 0;
        for (int start = 0; start < data.Count; start += EvaluationBatch)
        {
            using var memory = TensorScope.Begin();
            using var still = NoGradient.Scope();
            var part = data.Range(start, Math.Min(EvaluationBatch, data.Count - start));
            var scores = network.Forward(new Variable(part.Inputs)); // (batch, classes)
            nats += part.Count * Loss.CrossEntropy(scores, part.Labels).ToScalar();
            var best = scores.Data.ArgMax(1).AsSpan<long>();
            var labels = part.Labels.AsSpan<long>();
            for (int i = 0; i < labels.Length; i++)
                right += best[i] == labels[i] ? 1 : 0;
        }

        return new ClassifierScore(nats / data.Count, (double)right / data.Count);
    }
}

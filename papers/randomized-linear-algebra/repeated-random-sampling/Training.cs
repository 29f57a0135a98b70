using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RepeatedRandomSampling;

/// <summary>Training examples and held-out ones.</summary>
/// <param name="X">(n, features), standardised.</param>
/// <param name="Labels">Classes from 0: (n).</param>
/// <param name="TestX">(test, features), standardised as the training examples.</param>
/// <param name="TestLabels">(test).</param>
/// <param name="Classes">How many classes there are.</param>
public sealed record LabelledData(Tensor X, int[] Labels, Tensor TestX, int[] TestLabels, int Classes)
{
    /// <summary>Splits and standardises: four fifths to train, by their means and deviations.</summary>
    /// <param name="features">(rows, features).</param>
    /// <param name="labels">Classes from 0.</param>
    /// <param name="random">Decides who is held out.</param>
    /// <exception cref="ArgumentException">Fewer than ten rows, or not one label for each.</exception>
    public static LabelledData Split(Tensor features, int[] labels, RandomStream random)
    {
        if (labels.Length != features.Rows) throw new ArgumentException($"{features.Rows} rows need as many labels, not {labels.Length}.", nameof(labels));
        if (labels.Length < 10) throw new ArgumentException($"{labels.Length} rows are too few to train and to test; at least 10 are needed.", nameof(features));
        var order = random.Permutation(labels.Length);
        var held = labels.Length / 5;
        int[] test = order[..held], train = order[held..];
        var x = features.TakeRows(train);
        var mean = x.Mean(0);
        x -= mean;
        // A column without variance stays as it is: zero.
        var deviation = (x * x).Mean(0).Map(v => v > 0 ? Math.Sqrt(v) : 1);
        return new LabelledData(x / deviation, [.. train.Select(i => labels[i])], (features.TakeRows(test) - mean) / deviation, [.. test.Select(i => labels[i])], labels.Max() + 1);
    }

    /// <summary>The same with a share of the training labels replaced by wrong ones.</summary>
    public LabelledData WithWrongLabels(double share, RandomStream random)
    {
        var labels = (int[])Labels.Clone();
        foreach (var i in random.Choose((int)(share * labels.Length), labels.Length)) labels[i] = (labels[i] + 1 + random.Next(Classes - 1)) % Classes;
        return this with { Labels = labels };
    }
}

/// <summary>How to train.</summary>
public sealed record TrainingOptions
{
    /// <summary>X: rounds, each one pass over its subset.</summary>
    public int Rounds { get; init; } = 30;

    /// <summary>b.</summary>
    public int Batch { get; init; } = 32;

    /// <summary>lr₀; it falls as a cosine to 0 over all steps.</summary>
    public double Rate { get; init; } = 0.1;

    /// <summary>Hidden units; 0 for softmax regression.</summary>
    public int Hidden { get; init; }

    /// <summary>Whether to test after every round; otherwise after the last.</summary>
    public bool TestEveryRound { get; init; } = true;
}

/// <summary>What training gave.</summary>
/// <param name="Network">The network after the last round.</param>
/// <param name="Accuracies">Test accuracy after each round, or after the last only.</param>
/// <param name="RoundCost">Multiplications of one round's steps.</param>
public sealed record Trained(Perceptron Network, double[] Accuracies, double RoundCost);

/// <summary>Training on a subset in each round, the same for every way of choosing it.</summary>
public static class Trainer
{
    /// <summary>Trains a fresh network.</summary>
    /// <param name="data">Examples.</param>
    /// <param name="subset">The examples of a round, from its number and the network so far. All rounds have equally many.</param>
    /// <param name="options">Rounds, batch, rate, hidden units.</param>
    /// <param name="random">Initial weights and the order within rounds.</param>
    /// <param name="afterRound">Called with the network after each round.</param>
    /// <param name="cancel">Stops the training.</param>
    public static Trained Train(
        LabelledData data, Func<int, Perceptron, int[]> subset, TrainingOptions options, RandomStream random,
        Action<Perceptron>? afterRound = null, CancellationToken cancel = default)
    {
        var network = new Perceptron(data.X.Columns, options.Hidden, data.Classes, random.Fork("weights"));
        var accuracies = new List<double>();
        var (step, cost) = (0, 0.0);
        for (var round = 0; round < options.Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            var examples = subset(round, network);
            var shuffled = random.Fork("order").Fork(round).Permutation(examples.Length);
            var batches = (examples.Length + options.Batch - 1) / options.Batch;
            for (var b = 0; b < batches; b++, step++)
            {
                int[] batch = [.. Enumerable.Range(b * options.Batch, Math.Min(options.Batch, examples.Length - b * options.Batch)).Select(k => examples[shuffled[k]])];
                // The cosine runs over the steps that are really taken, X·⌈|subset|/b⌉.
                var rate = options.Rate * 0.5 * (1 + Math.Cos(Math.PI * step / (options.Rounds * batches)));
                network.Step(data.X.TakeRows(batch), [.. batch.Select(i => data.Labels[i])], rate);
            }
            cost = 3.0 * network.ForwardCost * examples.Length;
            if (options.TestEveryRound || round == options.Rounds - 1) accuracies.Add(network.Accuracy(data.TestX, data.TestLabels));
            afterRound?.Invoke(network);
        }
        return new Trained(network, [.. accuracies], cost);
    }
}

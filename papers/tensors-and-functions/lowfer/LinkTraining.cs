using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LowFer;

/// <summary>How models are trained.</summary>
public sealed record LinkTrainingOptions
{
    /// <summary>Passes over the training pairs.</summary>
    public int Epochs { get; init; } = 40;

    /// <summary>Pairs of subject and relation in a batch.</summary>
    public int Batch { get; init; } = 128;

    /// <summary>Adam's first learning rate.</summary>
    public double LearningRate { get; init; } = 0.1;

    /// <summary>The share of it that is left after the last epoch; it falls by the same factor in each.</summary>
    public double LastShare { get; init; } = 0.1;

    /// <summary>How far targets move from 0 and 1 towards 1/n_e.</summary>
    public double Smoothing { get; init; } = 0.1;
}

/// <summary>1-N training: for each known pair of subject and relation, all entities are told apart into objects and others by binary cross-entropy.</summary>
public static class LinkTraining
{
    /// <summary>Trains a model on the training part and its inverses.</summary>
    /// <param name="model">The model.</param>
    /// <param name="split">The facts.</param>
    /// <param name="options">Epochs, rates.</param>
    /// <param name="random">The order of the pairs.</param>
    /// <param name="afterEpoch">Told the epoch, from 1, and its mean loss.</param>
    /// <param name="cancel">Stops between batches.</param>
    public static void Train(
        LinkModel model, TripleSplit split, LinkTrainingOptions options, RandomStream random, Action<int, double>? afterEpoch = null, CancellationToken cancel = default)
    {
        var known = split.Objects(split.Train);
        var pairs = known.Keys.OrderBy(pair => pair.Relation).ThenBy(pair => pair.Subject).ToArray();
        var optimizer = new Adam(model.Parameters(), options.LearningRate);
        var low = (float)(options.Smoothing / split.Entities);
        var high = (float)(1 - options.Smoothing) + low;
        model.Train();
        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            var order = random.Fork(epoch).Permutation(pairs.Length);
            double sum = 0;
            for (var at = 0; at < order.Length; at += options.Batch)
            {
                cancel.ThrowIfCancellationRequested();
                using var scope = TensorScope.Begin();
                var batch = order[at..Math.Min(at + options.Batch, order.Length)];
                if (batch.Length < 2) continue; // batch norm needs two rows
                var targets = Tensor.Full(low, DType.F32, batch.Length, split.Entities); // (batch, n_e)
                var cells = targets.AsSpan<float>();
                for (var i = 0; i < batch.Length; i++)
                    foreach (var place in known[pairs[batch[i]]])
                        cells[i * split.Entities + place] = high;
                var logits = model.Score(Numbers(batch, i => pairs[i].Subject), Numbers(batch, i => pairs[i].Relation)); // (batch, n_e)
                var loss = Loss.BinaryCrossEntropyWithLogits(logits, targets);
                model.ZeroGrad();
                loss.Backward();
                optimizer.Step();
                sum += loss.ToScalar() * batch.Length;
            }
            optimizer.LearningRate = options.LearningRate * Math.Pow(options.LastShare, (double)epoch / options.Epochs);
            afterEpoch?.Invoke(epoch, sum / order.Length);
        }
        model.Eval();
    }

    private static Tensor Numbers(int[] batch, Func<int, long> number) => Tensor.FromArray([.. batch.Select(number)]);
}

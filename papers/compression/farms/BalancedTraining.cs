using Praxis.Learning;
using Praxis.Numerics;

namespace Praxis.Papers.Compression.Farms;

/// <summary>
/// Training with a learning rate for each layer by its tail exponent, made anew each epoch (TempBalance): between half the rate for the least exponent and one
/// and a half times for the largest. The first and the last layer keep the common rate.
/// </summary>
public static class BalancedTraining
{
    private const double Spread = 0.5;
    private const double Momentum = 0.9;

    /// <summary>The factors of the learning rates of some layers.</summary>
    /// <param name="exponents">Their α; a layer without one gets 1.</param>
    public static double[] Factors(IReadOnlyList<double?> exponents)
    {
        double[] known = [.. exponents.OfType<double>()];
        if (known.Length < 2)
            return [.. exponents.Select(_ => 1.0)];
        var scaled = new Queue<double>(BlockSparsity.Scaled(known, Spread));
        return [.. exponents.Select(exponent => exponent is null ? 1 : scaled.Dequeue())];
    }

    /// <summary>Trains a classifier of linear layers in place by stochastic gradient descent with momentum; the common rate falls along a cosine to zero.</summary>
    /// <param name="network">Inputs to scores.</param>
    /// <param name="layers">Its linear layers in order.</param>
    /// <param name="data">What it learns from.</param>
    /// <param name="epochs">Passes over it.</param>
    /// <param name="rate">The highest common rate.</param>
    /// <param name="exponent">α of a weight; null: all layers at the common rate.</param>
    /// <param name="random">The order of the inputs.</param>
    /// <param name="cancel">Looked at before each step.</param>
    public static void Train(
        Layer network, IReadOnlyList<Linear> layers, LabelledInputs data, int epochs, double rate, Func<Tensor, double?>? exponent, RandomStream random, CancellationToken cancel)
    {
        const int batch = 64;
        Sgd[] optimizers = [.. layers.Select(layer => new Sgd(layer.Parameters(), rate, momentum: Momentum))];
        int batches = data.Count / batch;
        var schedule = Schedules.Cosine(rate, epochs * batches, 0);
        network.Train();
        for (int epoch = 0; epoch < epochs; epoch++)
        {
            double[] factors = [1, .. exponent is null ? Enumerable.Repeat(1.0, layers.Count - 2) : Factors([.. layers.Skip(1).SkipLast(1).Select(layer => exponent(layer.Weight.Data))]), 1];
            int[] order = random.Fork(epoch).Permutation(data.Count);
            for (int step = 0; step < batches; step++)
            {
                cancel.ThrowIfCancellationRequested();
                using var memory = TensorScope.Begin();
                var taken = data.At(order[(step * batch)..((step + 1) * batch)]);
                Loss.CrossEntropy(network.Forward(new Variable(taken.Inputs)), taken.Labels).Backward();
                for (int l = 0; l < optimizers.Length; l++)
                {
                    optimizers[l].LearningRate = factors[l] * schedule((epoch * batches) + step);
                    optimizers[l].Step();
                    optimizers[l].ZeroGrad();
                }
            }
        }

        network.Eval();
    }
}

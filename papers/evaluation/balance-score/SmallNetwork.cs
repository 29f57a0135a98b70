using Praxis.Numerics;

namespace Praxis.Papers.Evaluation.BalanceScore;

/// <summary>A network with one hidden layer of tanh units, trained on all rows at once by Adam (Kingma and Ba 2015).</summary>
internal sealed class SmallNetwork : ILogitModel
{
    private const int Hidden = 8;
    private const int Steps = 150;
    private const double Rate = 0.03;

    private readonly int _features;
    private readonly double[] _parameters; // input weights (h, d), hidden biases (h), output weights (h), output bias

    private SmallNetwork(int features)
    {
        _features = features;
        _parameters = new double[Hidden * features + 2 * Hidden + 1];
    }

    /// <summary>Trains a network.</summary>
    /// <param name="rows">Standardised features: (n, d).</param>
    /// <param name="outcomes">(n).</param>
    /// <param name="random">For the first weights.</param>
    public static SmallNetwork Fit(double[][] rows, bool[] outcomes, RandomStream random)
    {
        var network = new SmallNetwork(rows[0].Length);
        var w = network._parameters;
        for (var j = 0; j < Hidden * network._features; j++) w[j] = random.NextNormal() / Math.Sqrt(network._features);
        for (var j = 0; j < Hidden; j++) w[Hidden * network._features + Hidden + j] = random.NextNormal() / Math.Sqrt(Hidden);

        var (mean, square, gradient) = (new double[w.Length], new double[w.Length], new double[w.Length]);
        for (var step = 1; step <= Steps; step++)
        {
            network.Gradient(rows, outcomes, gradient);
            for (var j = 0; j < w.Length; j++)
            {
                mean[j] = 0.9 * mean[j] + 0.1 * gradient[j];
                square[j] = 0.999 * square[j] + 0.001 * gradient[j] * gradient[j];
                w[j] -= Rate * mean[j] / (1 - Math.Pow(0.9, step)) / (Math.Sqrt(square[j] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }
        return network;
    }

    /// <inheritdoc/>
    public double Logit(ReadOnlySpan<double> features) => Forward(features, stackalloc double[Hidden]);

    private double Forward(ReadOnlySpan<double> features, Span<double> hidden)
    {
        var w = _parameters;
        var logit = w[^1];
        for (var h = 0; h < Hidden; h++)
        {
            var sum = w[Hidden * _features + h] + System.Numerics.Tensors.TensorPrimitives.Dot(w.AsSpan(h * _features, _features), features);
            hidden[h] = Math.Tanh(sum);
            logit += w[Hidden * _features + Hidden + h] * hidden[h];
        }
        return logit;
    }

    /// <summary>The gradient of the mean log-loss.</summary>
    private void Gradient(double[][] rows, bool[] outcomes, double[] gradient)
    {
        Array.Clear(gradient);
        var w = _parameters;
        Span<double> hidden = stackalloc double[Hidden];
        for (var i = 0; i < rows.Length; i++)
        {
            var error = (Sigmoid.Of(Forward(rows[i], hidden)) - (outcomes[i] ? 1 : 0)) / rows.Length;
            gradient[^1] += error;
            for (var h = 0; h < Hidden; h++)
            {
                var outward = Hidden * _features + Hidden + h;
                gradient[outward] += error * hidden[h];
                var inward = error * w[outward] * (1 - hidden[h] * hidden[h]);
                gradient[Hidden * _features + h] += inward;
                var part = gradient.AsSpan(h * _features, _features);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(rows[i], inward, part, part);
            }
        }
    }
}

using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.RepeatedRandomSampling;

/// <summary>
/// A classifier with a hand-written gradient: softmax regression, or one hidden layer of rectified units before it. Trained by
/// stochastic gradient descent with momentum and weight decay on the mean cross-entropy.
/// </summary>
public sealed class Perceptron
{
    private readonly Tensor[] _weights;  // (in, out) of each layer
    private readonly Tensor[] _biases;   // (out)
    private readonly Tensor[] _velocity; // of weights, then of biases

    /// <summary>Draws a network: weights N(0, 2/in), biases 0.</summary>
    /// <param name="inputs">Features.</param>
    /// <param name="hidden">Hidden units, or 0 for softmax regression.</param>
    /// <param name="classes">Classes, at least 2.</param>
    /// <param name="random">Where the weights come from.</param>
    /// <exception cref="ArgumentOutOfRangeException">No features, fewer than two classes, a negative number of units.</exception>
    public Perceptron(int inputs, int hidden, int classes, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputs, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(hidden);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        int[] sizes = hidden == 0 ? [inputs, classes] : [inputs, hidden, classes];
        _weights = [.. Enumerable.Range(0, sizes.Length - 1).Select(l => random.Normal(sizes[l], sizes[l + 1]) * Math.Sqrt(2.0 / sizes[l]))];
        _biases = [.. _weights.Select(w => Tensor.Zeros(w.Columns))];
        _velocity = [.. Parameters.Select(p => Tensor.Zeros(p.Shape))];
    }

    /// <summary>Weights of each layer (in, out), then biases of each layer (out).</summary>
    public IReadOnlyList<Tensor> Parameters => [.. _weights, .. _biases];

    /// <summary>Multiplications of one example's way forward; backward takes twice as many.</summary>
    public long ForwardCost => _weights.Sum(w => (long)w.Length);

    /// <summary>softmax(z) of each example.</summary>
    /// <param name="x">(examples, features).</param>
    /// <returns>(examples, classes).</returns>
    public Tensor Probabilities(Tensor x) => Forward(x).Probabilities;

    /// <summary>The share of examples whose most probable class is theirs.</summary>
    /// <param name="x">(examples, features).</param>
    /// <param name="labels">Classes from 0: (examples).</param>
    public double Accuracy(Tensor x, int[] labels)
    {
        var probabilities = Probabilities(x);
        return Enumerable.Range(0, labels.Length).Count(i => TensorPrimitives.IndexOfMax<double>(probabilities.RowSpan(i)) == labels[i]) / (double)labels.Length;
    }

    /// <summary>The mean cross-entropy and its gradient, in the order of <see cref="Parameters"/>.</summary>
    /// <param name="x">(batch, features).</param>
    /// <param name="labels">Classes from 0: (batch).</param>
    public (double Loss, Tensor[] Gradient) LossAndGradient(Tensor x, int[] labels)
    {
        var (hidden, probabilities) = Forward(x);
        var loss = -Enumerable.Range(0, labels.Length).Average(i => Math.Log(Math.Max(probabilities[i, labels[i]], 1e-300)));

        var delta = probabilities.Clone(); // ∂L/∂z = (softmax(z) − onehot(y))/batch: (batch, classes)
        for (var i = 0; i < labels.Length; i++) delta[i, labels[i]] -= 1;
        delta /= labels.Length;
        var gradient = new Tensor[2 * _weights.Length];
        for (var l = _weights.Length - 1; l >= 0; l--)
        {
            gradient[l] = LinearAlgebra.MatMul(l == 0 ? x : hidden!, delta, true, false); // (in, out)
            gradient[_weights.Length + l] = delta.Sum(0);                                // (out)
            if (l == 0) break;
            delta = LinearAlgebra.MatMul(delta, _weights[l], false, true);               // (batch, hidden)
            var (active, backward) = (hidden!, delta);
            for (var i = 0; i < delta.Rows; i++)
                for (var j = 0; j < delta.Columns; j++)
                    if (active[i, j] <= 0) backward[i, j] = 0; // the unit was off
        }
        return (loss, gradient);
    }

    /// <summary>One step: v ← 0.9·v + g + 5·10⁻⁴·w, w ← w − rate·v.</summary>
    /// <param name="x">(batch, features).</param>
    /// <param name="labels">Classes from 0: (batch).</param>
    /// <param name="rate">The learning rate of this step.</param>
    public void Step(Tensor x, int[] labels, double rate)
    {
        const double momentum = 0.9, decay = 5e-4;
        var (_, gradient) = LossAndGradient(x, labels);
        var parameters = Parameters;
        for (var k = 0; k < gradient.Length; k++)
        {
            var v = _velocity[k].AsSpan();
            TensorPrimitives.MultiplyAdd(v, momentum, gradient[k].Contiguous().AsSpan(), v);
            TensorPrimitives.MultiplyAdd(parameters[k].AsSpan(), decay, v, v);
            TensorPrimitives.MultiplyAdd(v, -rate, parameters[k].AsSpan(), parameters[k].AsSpan());
        }
    }

    /// <summary>The features that the last layer sees: the hidden units, or the inputs where there are none.</summary>
    /// <param name="x">(examples, features).</param>
    public Tensor LastFeatures(Tensor x) => Forward(x).Hidden ?? x;

    private (Tensor? Hidden, Tensor Probabilities) Forward(Tensor x)
    {
        var hidden = _weights.Length == 1 ? null : LinearAlgebra.MatMul(x, _weights[0]) + _biases[0]; // (batch, hidden)
        if (hidden is not null) TensorPrimitives.Max(hidden.AsSpan(), 0, hidden.AsSpan());
        var z = LinearAlgebra.MatMul(hidden ?? x, _weights[^1]) + _biases[^1];                       // (batch, classes)
        for (var i = 0; i < z.Rows; i++) TensorPrimitives.SoftMax<double>(z.RowSpan(i), z.RowSpan(i));
        return (hidden, z);
    }
}

using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>
/// A tanh perceptron with one output whose weights lie in one array, layer by layer: a matrix (outputs, inputs), then the offsets. At some hundred
/// weights and points its arithmetic is some microseconds, less than a general graph of operations needs to be set up. One instance serves one fit at a time.
/// </summary>
public sealed class Perceptron
{
    private readonly int[] _widths;
    private double[][][] _values = []; // by layer and neuron, one value for each point; the first layer is the input
    private double[][][] _errors = []; // ∂loss/∂(what enters the neuron's tanh), likewise

    /// <summary>A perceptron with the widths from input to output, such as [2, 20, 10, 1].</summary>
    public Perceptron(params int[] widths)
    {
        _widths = widths;
        Weights = Enumerable.Range(1, widths.Length - 1).Sum(layer => widths[layer] * (widths[layer - 1] + 1));
    }

    /// <summary>The number of weights and offsets.</summary>
    public int Weights { get; }

    /// <summary>First weights uniform in ±√(6/(inputs + outputs)) (Glorot and Bengio), offsets too.</summary>
    public double[] Glorot(RandomStream random) => Draw(random, (inputs, outputs) => Math.Sqrt(6.0 / (inputs + outputs)));

    /// <summary>First weights uniform in ±1/√inputs, offsets too.</summary>
    public double[] ByInputs(RandomStream random) => Draw(random, (inputs, _) => 1 / Math.Sqrt(inputs));

    /// <summary>Whether each weight is one, and no offset.</summary>
    public bool[] IsWeight()
    {
        var mask = new List<bool>(Weights);
        for (var layer = 1; layer < _widths.Length; layer++)
        {
            mask.AddRange(Enumerable.Repeat(true, _widths[layer] * _widths[layer - 1]));
            mask.AddRange(Enumerable.Repeat(false, _widths[layer]));
        }
        return [.. mask];
    }

    /// <summary>The output at some points.</summary>
    /// <param name="weights">(Weights).</param>
    /// <param name="inputs">Point by point: (points · inputs).</param>
    public double[] Evaluate(double[] weights, double[] inputs) => [.. Forward(weights, inputs)];

    /// <summary>The mean squared error and its gradient.</summary>
    /// <param name="weights">(Weights).</param>
    /// <param name="inputs">Point by point: (points · inputs).</param>
    /// <param name="targets">(points).</param>
    /// <param name="gradient">Is overwritten: (Weights).</param>
    public double MeanSquare(double[] weights, double[] inputs, double[] targets, double[] gradient)
    {
        var outputs = Forward(weights, inputs);
        var errors = _errors[^1][0];
        TensorPrimitives.Subtract(outputs, targets, errors);
        var mean = TensorPrimitives.SumOfSquares(errors) / targets.Length;
        TensorPrimitives.Multiply(errors, 2.0 / targets.Length, errors);
        Backward(weights, gradient);
        return mean;
    }

    private double[] Draw(RandomStream random, Func<int, int, double> bound)
    {
        var weights = new double[Weights];
        var place = 0;
        for (var layer = 1; layer < _widths.Length; layer++)
        {
            var size = bound(_widths[layer - 1], _widths[layer]);
            for (var end = place + (_widths[layer] * (_widths[layer - 1] + 1)); place < end; place++) weights[place] = size * ((2 * random.NextDouble()) - 1);
        }
        return weights;
    }

    // A neuron's values at all points lie side by side, so that every operation runs over the points.
    private double[] Forward(double[] weights, double[] inputs)
    {
        var points = inputs.Length / _widths[0];
        if (_values.Length == 0 || _values[0][0].Length != points)
        {
            _values = [.. _widths.Select(width => Enumerable.Range(0, width).Select(_ => new double[points]).ToArray())];
            _errors = [.. _widths.Select(width => Enumerable.Range(0, width).Select(_ => new double[points]).ToArray())];
        }
        for (var i = 0; i < points; i++)
            for (var k = 0; k < _widths[0]; k++) _values[0][k][i] = inputs[(i * _widths[0]) + k];
        var place = 0;
        for (var layer = 1; layer < _widths.Length; layer++)
        {
            double[][] from = _values[layer - 1], to = _values[layer];
            for (var j = 0; j < to.Length; j++)
            {
                Array.Fill(to[j], weights[place + (to.Length * from.Length) + j]);
                for (var k = 0; k < from.Length; k++) TensorPrimitives.MultiplyAdd(from[k], weights[place + (j * from.Length) + k], to[j], to[j]);
                if (layer < _widths.Length - 1) TensorPrimitives.Tanh(to[j], to[j]);
            }
            place += to.Length * (from.Length + 1);
        }
        return _values[^1][0];
    }

    private void Backward(double[] weights, double[] gradient)
    {
        var place = weights.Length;
        for (var layer = _widths.Length - 1; layer >= 1; layer--)
        {
            double[][] from = _values[layer - 1], errors = _errors[layer], before = _errors[layer - 1];
            place -= errors.Length * (from.Length + 1);
            for (var j = 0; j < errors.Length; j++)
            {
                for (var k = 0; k < from.Length; k++) gradient[place + (j * from.Length) + k] = TensorPrimitives.Dot(errors[j], from[k]);
                gradient[place + (errors.Length * from.Length) + j] = TensorPrimitives.Sum(errors[j]);
            }
            if (layer == 1) return; // nobody asks for the gradient in the inputs
            for (var k = 0; k < from.Length; k++)
            {
                Array.Clear(before[k]);
                for (var j = 0; j < errors.Length; j++) TensorPrimitives.MultiplyAdd(errors[j], weights[place + (j * from.Length) + k], before[k], before[k]);
                double[] value = from[k], error = before[k];
                for (var i = 0; i < error.Length; i++) error[i] *= 1 - (value[i] * value[i]);
            }
        }
    }
}

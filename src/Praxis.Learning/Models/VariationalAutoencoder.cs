using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>
/// A variational autoencoder (Kingma and Welling, 2014) for values from 0 to 1: a normal distribution of codes for every input, and a Bernoulli
/// distribution of outputs for every code, each by a perceptron with one hidden layer.
/// </summary>
public sealed class VariationalAutoencoder : Module
{
    private readonly Linear _encoder;
    private readonly Linear _mean;
    private readonly Linear _logVariance;
    private readonly Linear _decoderHidden;
    private readonly Linear _decoder;

    /// <summary>An autoencoder with weights uniform in ±1/√inputs.</summary>
    /// <param name="inputs">The width of the input.</param>
    /// <param name="hidden">The width of the hidden layers.</param>
    /// <param name="codes">The width of a code.</param>
    /// <param name="random">Where the first values come from.</param>
    /// <param name="dtype">F32 or F64.</param>
    public VariationalAutoencoder(int inputs, int hidden, int codes, RandomStream random, DType dtype = DType.F32)
    {
        _encoder = AddChild("fc1", new Linear(inputs, hidden, random.Fork(1), dtype: dtype));
        _mean = AddChild("fc21", new Linear(hidden, codes, random.Fork(2), dtype: dtype));
        _logVariance = AddChild("fc22", new Linear(hidden, codes, random.Fork(3), dtype: dtype));
        _decoderHidden = AddChild("fc3", new Linear(codes, hidden, random.Fork(4), dtype: dtype));
        _decoder = AddChild("fc4", new Linear(hidden, inputs, random.Fork(5), dtype: dtype));
    }

    /// <summary>The distribution of codes.</summary>
    /// <param name="x">(batch, inputs).</param>
    /// <returns>Its mean and the logarithm of its variance, (batch, codes) each.</returns>
    public (Variable Mean, Variable LogVariance) Encode(Variable x)
    {
        var hidden = _encoder.Forward(x).Relu();                         // (batch, hidden)
        return (_mean.Forward(hidden), _logVariance.Forward(hidden));
    }

    /// <summary>The log-odds of the outputs.</summary>
    /// <param name="code">(batch, codes).</param>
    /// <returns>(batch, inputs).</returns>
    public Variable Decode(Variable code) => _decoder.Forward(_decoderHidden.Forward(code).Relu());

    /// <summary>
    /// The negative evidence lower bound, mean over the batch: cross-entropy of the outputs for one drawn code, plus the divergence of the codes
    /// from the standard normal distribution (equation 10).
    /// </summary>
    /// <param name="x">(batch, inputs), from 0 to 1.</param>
    /// <param name="random">Where the codes come from.</param>
    public Variable Loss(Variable x, RandomStream random)
    {
        (var mean, var logVariance) = Encode(x);
        var code = mean + ((logVariance * 0.5).Exp() * random.Normal(mean.Shape).To(x.DType)); // (batch, codes)
        var logits = Decode(code);
        var misfit = (logits.Softplus() - (logits * x)).Sum(1);          // (batch)
        var divergence = (mean.Square() + logVariance.Exp() - logVariance - 1).Sum(1) * 0.5;
        return (misfit + divergence).Mean();
    }
}

using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>
/// A perceptron fitted to one object. By L-BFGS: hidden layers of 20 and 10, at most 90 iterations (stopping early is what keeps it smooth),
/// loss ½·mean (y − ŷ)² + α/(2n)·‖w‖² with α = 10⁻⁴. By Adam: one hidden layer of 20, 1,000 steps of rate 0.01 on the mean squared error.
/// The error is that of the training residuals, the same everywhere.
/// </summary>
public sealed class PerceptronModel : ILightCurveModel
{
    private const double Decay = 1e-4;
    private readonly bool _adam;
    private readonly int _iterations;

    private PerceptronModel(string name, bool adam, int iterations) => (Name, _adam, _iterations) = (name, adam, iterations);

    /// <summary>Fitted by L-BFGS.</summary>
    public static PerceptronModel ByLbfgs(int iterations = 90) => new("perceptron (L-BFGS)", adam: false, iterations);

    /// <summary>Fitted by Adam.</summary>
    public static PerceptronModel ByAdam(int steps = 1000) => new("perceptron (Adam)", adam: true, steps);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public ILightCurveFit Fit(LightCurve observations, RandomStream random)
    {
        var scaling = new CurveScaling(observations);
        double[] x = scaling.Inputs(observations.Times, observations.Wavelengths), y = scaling.Scale(observations.Fluxes);
        var network = _adam ? new Perceptron(2, 20, 1) : new Perceptron(2, 20, 10, 1);
        double[] weights;
        if (_adam)
        {
            weights = network.ByInputs(random);
            var gradient = new double[network.Weights];
            var search = new AdamSearch(weights.Length, rate: 0.01);
            for (var step = 0; step < _iterations; step++)
            {
                network.MeanSquare(weights, x, y, gradient);
                search.Step(weights, gradient);
            }
        }
        else
        {
            var decays = network.IsWeight();
            var strength = Decay / y.Length;
            (weights, _) = LimitedMemoryBfgs.Minimize((w, gradient) =>
            {
                var loss = network.MeanSquare(w, x, y, gradient) / 2;
                for (var i = 0; i < w.Length; i++)
                {
                    gradient[i] /= 2;
                    if (!decays[i]) continue;
                    loss += strength / 2 * w[i] * w[i];
                    gradient[i] += strength * w[i];
                }
                return loss;
            }, network.Glorot(random), _iterations);
        }
        var residual = Math.Sqrt(network.Evaluate(weights, x).Zip(y, (fitted, seen) => (fitted - seen) * (fitted - seen)).Average());
        return new Fitted(scaling, network, weights, residual * scaling.FluxUnit);
    }

    private sealed record Fitted(CurveScaling Scaling, Perceptron Network, double[] Weights, double Residual) : ILightCurveFit
    {
        public FluxEstimate Predict(double[] times, double[] wavelengths)
        {
            double[] mean = [.. Network.Evaluate(Weights, Scaling.Inputs(times, wavelengths)).Select(Scaling.Flux)];
            return new(mean, [.. mean.Select(_ => Residual)]);
        }
    }
}

using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>
/// A perceptron with one hidden layer of 20 whose weights are independent normal variables (mean-field variational inference): loss = mean squared
/// error of one draw of the weights + 10⁻⁴ · mean KL(q ‖ N(0, 0.1²)), 3,000 steps of Adam. Predictions are mean and deviation of 100 draws.
/// </summary>
public sealed class BayesianNetworkModel : ILightCurveModel
{
    private const double Prior = 0.1;
    private const double DivergenceWeight = 1e-4;
    private const int Draws = 100;
    private readonly int _steps;

    /// <summary>A Bayesian network.</summary>
    /// <param name="steps">Steps of Adam.</param>
    public BayesianNetworkModel(int steps = 3000) => _steps = steps;

    /// <inheritdoc/>
    public string Name => "Bayesian network";

    /// <inheritdoc/>
    public ILightCurveFit Fit(LightCurve observations, RandomStream random)
    {
        var scaling = new CurveScaling(observations);
        double[] x = scaling.Inputs(observations.Times, observations.Wavelengths), y = scaling.Scale(observations.Fluxes);
        var network = new Perceptron(2, 20, 1);
        var n = network.Weights;
        // Means, then logarithms of deviations.
        double[] parameters = [.. network.ByInputs(random), .. Enumerable.Repeat(Math.Log(Prior), n)];
        double[] gradient = new double[2 * n], noise = new double[n], drawn = new double[n], drawnGradient = new double[n];
        var search = new AdamSearch(2 * n, rate: 0.01);
        for (var step = 0; step < _steps; step++)
        {
            random.FillNormal(noise);
            for (var i = 0; i < n; i++) drawn[i] = parameters[i] + (Math.Exp(parameters[n + i]) * noise[i]);
            network.MeanSquare(drawn, x, y, drawnGradient);
            for (var i = 0; i < n; i++)
            {
                // KL of one weight: ln(σ₀/σ) + (σ² + μ²)/(2σ₀²) − ½.
                var deviation = Math.Exp(parameters[n + i]);
                gradient[i] = drawnGradient[i] + (DivergenceWeight / n * parameters[i] / (Prior * Prior));
                gradient[n + i] = (drawnGradient[i] * noise[i] * deviation) + (DivergenceWeight / n * ((deviation * deviation / (Prior * Prior)) - 1));
            }
            search.Step(parameters, gradient);
        }
        double[][] samples = [.. Enumerable.Range(0, Draws).Select(_ =>
        {
            random.FillNormal(noise);
            return Enumerable.Range(0, n).Select(i => parameters[i] + (Math.Exp(parameters[n + i]) * noise[i])).ToArray();
        })];
        return new Fitted(scaling, network, samples);
    }

    private sealed record Fitted(CurveScaling Scaling, Perceptron Network, double[][] Samples) : ILightCurveFit
    {
        public FluxEstimate Predict(double[] times, double[] wavelengths)
        {
            var inputs = Scaling.Inputs(times, wavelengths);
            double[] sum = new double[times.Length], squares = new double[times.Length];
            foreach (var weights in Samples)
                foreach (var (i, value) in Network.Evaluate(weights, inputs).Index())
                {
                    sum[i] += value / Samples.Length;
                    squares[i] += value * value / Samples.Length;
                }
            return new([.. sum.Select(Scaling.Flux)], [.. sum.Zip(squares, (mean, square) => Scaling.FluxUnit * Math.Sqrt(Math.Max(0, square - (mean * mean))))]);
        }
    }
}

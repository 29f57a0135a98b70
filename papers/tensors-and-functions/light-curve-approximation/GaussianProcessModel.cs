using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.LightCurveApproximation;

/// <summary>
/// The standard: a Gaussian process in (t, log λ) with covariance C·exp(−½(Δt²/ℓ_t² + Δλ²/ℓ_λ²)) and white noise, whose four parameters maximise
/// the likelihood: L-BFGS with analytic gradients from one start and several random restarts.
/// </summary>
public sealed class GaussianProcessModel : ILightCurveModel
{
    // In logarithms of C, ℓ_t, ℓ_λ and the noise variance, all in standard units.
    private static readonly double[] Lowest = [Math.Log(1e-3), Math.Log(1e-2), Math.Log(1e-2), Math.Log(1e-5)];
    private static readonly double[] Highest = [Math.Log(1e3), Math.Log(1e2), Math.Log(1e3), Math.Log(1e1)];

    private readonly int _restarts;

    /// <summary>A Gaussian process.</summary>
    /// <param name="restarts">Random starts beside the fixed one.</param>
    /// <param name="usesErrors">Whether the stated errors σ² are added to the noise of each point.</param>
    public GaussianProcessModel(int restarts = 5, bool usesErrors = false) => (_restarts, UsesErrors) = (restarts, usesErrors);

    /// <summary>Whether the stated errors are noise of their own; the deviation of a prediction is then without them.</summary>
    public bool UsesErrors { get; }

    /// <inheritdoc/>
    public string Name => UsesErrors ? "Gaussian process with errors" : _restarts == 0 ? "Gaussian process, one start" : $"Gaussian process, {_restarts + 1} starts";

    /// <inheritdoc/>
    public ILightCurveFit Fit(LightCurve observations, RandomStream random)
    {
        var scaling = new CurveScaling(observations);
        var likelihood = new GaussianLikelihood(
            scaling.Inputs(observations.Times, observations.Wavelengths), scaling.Scale(observations.Fluxes),
            [.. observations.Errors.Select(error => UsesErrors ? error * error / (scaling.FluxUnit * scaling.FluxUnit) : 0)]);
        double[]? best = null;
        var least = double.PositiveInfinity;
        for (var start = 0; start <= _restarts; start++)
        {
            double[] first = start == 0 ? [0, 0, 0, Math.Log(0.1)] : [.. Enumerable.Range(0, 4).Select(i => (i == 3 ? -2 : 0) + (2 * ((2 * random.NextDouble()) - 1)))];
            var (place, value) = LimitedMemoryBfgs.Minimize(Bounded, first, iterations: 200);
            if (!(value < least) && best is not null) continue;
            (best, least) = (place, value);
        }
        return new Fitted(scaling, likelihood.Posterior([.. best!.Select((value, i) => Math.Clamp(value, Lowest[i], Highest[i]))]));

        // Outside its bounds a parameter stands at the bound and pays a parabola, so that the search comes back.
        double Bounded(double[] at, double[] gradient)
        {
            double[] inside = [.. at.Select((value, i) => Math.Clamp(value, Lowest[i], Highest[i]))];
            var value = likelihood.Negative(inside, gradient);
            for (var i = 0; i < at.Length; i++)
                if (at[i] - inside[i] is var outside && outside != 0)
                {
                    value += outside * outside;
                    gradient[i] = 2 * outside;
                }
            return value;
        }
    }

    private sealed record Fitted(CurveScaling Scaling, GaussianPosterior Posterior) : ILightCurveFit
    {
        public FluxEstimate Predict(double[] times, double[] wavelengths)
        {
            var (mean, variance) = Posterior.Predict(Scaling.Inputs(times, wavelengths));
            return new([.. mean.Select(Scaling.Flux)], [.. variance.Select(value => Scaling.FluxUnit * Math.Sqrt(value))]);
        }
    }
}

/// <summary>The likelihood of standardised fluxes under a Gaussian process, and its derivatives.</summary>
/// <param name="inputs">Point by point: (2n).</param>
/// <param name="targets">y: (n).</param>
/// <param name="noise">Known variances beside the white noise: (n).</param>
public sealed class GaussianLikelihood(double[] inputs, double[] targets, double[] noise)
{
    private readonly int _n = targets.Length;

    /// <summary>−ln p(y) = ½ yᵀK⁻¹y + ½ ln det K + n/2 ln 2π, and its gradient in the logarithms of C, ℓ_t, ℓ_λ and the noise variance.</summary>
    public double Negative(double[] logarithms, double[] gradient)
    {
        var (smooth, k) = Covariance(logarithms);                                        // (n, n) without and with noise
        var l = LinearAlgebra.Cholesky(k);                                               // (n, n)
        var half = LinearAlgebra.SolveTriangular(l, Tensor.Identity(_n), lower: true);   // L⁻¹: (n, n)
        var inverse = LinearAlgebra.MatMul(half, half, transposeA: true, transposeB: false); // K⁻¹: (n, n)
        var alpha = LinearAlgebra.MatVec(inverse, Tensor.FromArray(targets)).ToArray();  // K⁻¹ y: (n)
        double value = 0.5 * _n * Math.Log(2 * Math.PI);
        for (var i = 0; i < _n; i++) value += (0.5 * targets[i] * alpha[i]) + Math.Log(l[i, i]);

        // ∂/∂θ = ½ tr((K⁻¹ − ααᵀ) ∂K/∂θ)
        double scaleT = Math.Exp(-2 * logarithms[1]), scaleW = Math.Exp(-2 * logarithms[2]), white = Math.Exp(logarithms[3]);
        double amplitude = 0, time = 0, wavelength = 0, trace = 0;
        for (var i = 0; i < _n; i++)
        {
            var inverseRow = inverse.RowSpan(i);
            var smoothRow = smooth.RowSpan(i);
            for (var j = 0; j < _n; j++)
            {
                var weight = (inverseRow[j] - (alpha[i] * alpha[j])) * smoothRow[j];
                double dt = inputs[2 * i] - inputs[2 * j], dw = inputs[(2 * i) + 1] - inputs[(2 * j) + 1];
                amplitude += weight;
                time += weight * dt * dt * scaleT;
                wavelength += weight * dw * dw * scaleW;
            }
            trace += inverseRow[i] - (alpha[i] * alpha[i]);
        }
        (gradient[0], gradient[1], gradient[2], gradient[3]) = (0.5 * amplitude, 0.5 * time, 0.5 * wavelength, 0.5 * white * trace);
        return value;
    }

    /// <summary>What is known after the observations.</summary>
    public GaussianPosterior Posterior(double[] logarithms)
    {
        var l = LinearAlgebra.Cholesky(Covariance(logarithms).Noisy);
        var half = LinearAlgebra.SolveTriangular(l, Tensor.Identity(_n), lower: true);
        var inverse = LinearAlgebra.MatMul(half, half, transposeA: true, transposeB: false);
        return new GaussianPosterior(inputs, inverse, LinearAlgebra.MatVec(inverse, Tensor.FromArray(targets)), logarithms);
    }

    private (Tensor Smooth, Tensor Noisy) Covariance(double[] logarithms)
    {
        double c = Math.Exp(logarithms[0]), scaleT = -0.5 * Math.Exp(-2 * logarithms[1]), scaleW = -0.5 * Math.Exp(-2 * logarithms[2]), white = Math.Exp(logarithms[3]);
        var smooth = Tensor.Zeros(_n, _n);
        for (var i = 0; i < _n; i++)
        {
            var row = smooth.RowSpan(i);
            for (var j = 0; j <= i; j++)
            {
                double dt = inputs[2 * i] - inputs[2 * j], dw = inputs[(2 * i) + 1] - inputs[(2 * j) + 1];
                row[j] = c * Math.Exp((scaleT * dt * dt) + (scaleW * dw * dw));
            }
        }
        var span = smooth.AsSpan();
        for (var i = 0; i < _n; i++)
            for (var j = i + 1; j < _n; j++) span[(i * _n) + j] = span[(j * _n) + i];
        var noisy = smooth.Clone();
        for (var i = 0; i < _n; i++) noisy[i, i] += white + noise[i];
        return (smooth, noisy);
    }
}

/// <summary>A Gaussian process after the observations.</summary>
/// <param name="Inputs">Of the observations: (2n).</param>
/// <param name="Inverse">K⁻¹: (n, n).</param>
/// <param name="Alpha">K⁻¹ y: (n).</param>
/// <param name="Logarithms">Of C, ℓ_t, ℓ_λ and the noise variance.</param>
public sealed record GaussianPosterior(double[] Inputs, Tensor Inverse, Tensor Alpha, double[] Logarithms)
{
    /// <summary>Mean and variance of new observations, white noise included.</summary>
    public (double[] Mean, double[] Variance) Predict(double[] inputs)
    {
        double c = Math.Exp(Logarithms[0]), scaleT = -0.5 * Math.Exp(-2 * Logarithms[1]), scaleW = -0.5 * Math.Exp(-2 * Logarithms[2]);
        int n = Alpha.Length, m = inputs.Length / 2;
        var cross = Tensor.Zeros(m, n);
        for (var i = 0; i < m; i++)
        {
            var row = cross.RowSpan(i);
            for (var j = 0; j < n; j++)
            {
                double dt = inputs[2 * i] - Inputs[2 * j], dw = inputs[(2 * i) + 1] - Inputs[(2 * j) + 1];
                row[j] = c * Math.Exp((scaleT * dt * dt) + (scaleW * dw * dw));
            }
        }
        var mean = LinearAlgebra.MatVec(cross, Alpha).ToArray();
        var explained = (LinearAlgebra.MatMul(cross, Inverse) * cross).Sum(1).ToArray(); // (m)
        return (mean, [.. explained.Select(value => Math.Max(0, c - value) + Math.Exp(Logarithms[3]))]);
    }
}

using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>The parameters of <see cref="ScatteredGaussianProcess"/>; the variance follows from them and the data.</summary>
/// <param name="LengthScales">ℓ of each mode, in the unit of its coordinate.</param>
/// <param name="Noise">The variance of the noise over that of the function.</param>
public sealed record GaussianProcessParameters(IReadOnlyList<double> LengthScales, double Noise);

/// <summary>The baseline: regression with a full Gaussian process whose kernel is a product of Matérn-3/2 kernels, one for each mode. Cubic in the number of entries.</summary>
public sealed class ScatteredGaussianProcess
{
    private readonly Tensor _coordinates, _weights;
    private readonly double _shift;
    private readonly GaussianProcessParameters _parameters;

    private ScatteredGaussianProcess(Tensor coordinates, Tensor weights, double shift, GaussianProcessParameters parameters, double logLikelihood) =>
        (_coordinates, _weights, _shift, _parameters, LogLikelihood) = (coordinates, weights, shift, parameters, logLikelihood);

    /// <summary>The logarithm of the marginal likelihood, the variance at its best.</summary>
    public double LogLikelihood { get; }

    /// <summary>Conditions the process on data.</summary>
    public static ScatteredGaussianProcess Fit(ScatteredData data, GaussianProcessParameters parameters)
    {
        var shift = data.Values.Mean();
        var y = data.Values - shift;
        var kernel = Kernel(data.Coordinates, data.Coordinates, parameters); // (N, N)
        for (var n = 0; n < data.Count; n++) kernel[n, n] += parameters.Noise;
        var factor = LinearAlgebra.Cholesky(kernel);
        var half = LinearAlgebra.SolveTriangular(factor, y, lower: true);
        var weights = LinearAlgebra.SolveTriangular(factor, half, lower: true, transpose: true);
        // σ² = yᵀ(C + νI)⁻¹y/N maximises the likelihood for given length scales and ν.
        var variance = LinearAlgebra.Dot(half, half) / data.Count;
        double logDeterminant = 0;
        for (var n = 0; n < data.Count; n++) logDeterminant += 2 * Math.Log(factor[n, n]);
        return new(data.Coordinates, weights, shift, parameters, -0.5 * (data.Count * Math.Log(variance) + logDeterminant));
    }

    /// <summary>Length scales and noise by marginal likelihood: a compass search over their logarithms, from several starts.</summary>
    public static GaussianProcessParameters Tune(ScatteredData data, CancellationToken cancel)
    {
        var ranges = data.Modes.Select(mode => mode.High - mode.Low).ToArray();
        (double[] At, double Value) best = ([], double.NegativeInfinity);
        foreach (var start in new[] { 0.02, 0.1, 0.5 })
        {
            double[] at = [.. ranges.Select(range => Math.Log(start * range)), Math.Log(0.01)];
            var value = Likelihood(at);
            for (var step = 1.0; step > 0.1; step /= 2)
                for (var moved = true; moved;)
                {
                    moved = false;
                    for (var i = 0; i < at.Length; i++)
                        foreach (var sign in new[] { 1, -1 })
                        {
                            double[] trial = [.. at];
                            trial[i] = Math.Clamp(at[i] + sign * step, i < ranges.Length ? Math.Log(1e-3 * ranges[i]) : Math.Log(1e-8), i < ranges.Length ? Math.Log(100 * ranges[i]) : Math.Log(100));
                            cancel.ThrowIfCancellationRequested();
                            if (trial[i] == at[i] || Likelihood(trial) is var other && other <= value) continue;
                            (at, value, moved) = (trial, other, true);
                            break;
                        }
                }
            if (value > best.Value) best = (at, value);
        }
        return Parameters(best.At);

        GaussianProcessParameters Parameters(double[] at) => new([.. at[..^1].Select(Math.Exp)], Math.Exp(at[^1]));
        double Likelihood(double[] at) => Fit(data, Parameters(at)).LogLikelihood;
    }

    /// <summary>Expected values: (P, K) to (P).</summary>
    public double[] Predict(Tensor coordinates) => (LinearAlgebra.MatVec(Kernel(coordinates, _coordinates, _parameters), _weights) + _shift).ToArray();

    private static Tensor Kernel(Tensor left, Tensor right, GaussianProcessParameters parameters)
    {
        var kernel = Tensor.Ones(left.Rows, right.Rows);
        var symmetric = ReferenceEquals(left, right);
        for (var mode = 0; mode < left.Columns; mode++)
        {
            var rate = Math.Sqrt(3) / parameters.LengthScales[mode];
            double[] a = left.Column(mode).ToArray(), b = right.Column(mode).ToArray();
            for (var n = 0; n < a.Length; n++)
            {
                var row = kernel.RowSpan(n);
                for (var m = symmetric ? n : 0; m < b.Length; m++)
                {
                    var distance = rate * Math.Abs(a[n] - b[m]);
                    row[m] *= (1 + distance) * Math.Exp(-distance);
                }
            }
        }
        if (symmetric)
            for (var n = 0; n < left.Rows; n++)
                for (var m = 0; m < n; m++) kernel[n, m] = kernel[m, n];
        return kernel;
    }
}

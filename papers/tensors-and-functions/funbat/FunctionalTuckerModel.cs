using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>A fitted functional Tucker decomposition: the posterior of the functions of every mode, of the core and of the noise.</summary>
public sealed class FunctionalTuckerModel
{
    private readonly double _shift, _scale;

    internal FunctionalTuckerModel(IReadOnlyList<ModeFunctions> modes, Tensor core, Tensor coreCovariance, double noisePrecision, double shift, double scale, int epochs)
    {
        (Modes, Core, CoreCovariance, Epochs, _shift, _scale) = (modes, core, coreCovariance, epochs, shift, scale);
        NoiseDeviation = scale / Math.Sqrt(noisePrecision);
    }

    /// <summary>The functions of each mode.</summary>
    public IReadOnlyList<ModeFunctions> Modes { get; }

    /// <summary>E[W]: (r₁, …, r_K), for values in units of <see cref="Scale"/>.</summary>
    public Tensor Core { get; }

    /// <summary>The covariance of vec(W), the last mode fastest: (R, R).</summary>
    public Tensor CoreCovariance { get; }

    /// <summary>1/√E[τ], in the unit of the values.</summary>
    public double NoiseDeviation { get; }

    /// <summary>What was taken off the values.</summary>
    public double Shift => _shift;

    /// <summary>What the values were then divided by.</summary>
    public double Scale => _scale;

    /// <summary>Epochs done.</summary>
    public int Epochs { get; }

    /// <summary>Values at new coordinates. Each coordinate is put into its chain without an observation and smoothed, which is exact.</summary>
    /// <param name="coordinates">(P, K).</param>
    /// <exception cref="ShapeException">The number of columns is not that of the modes.</exception>
    /// <exception cref="NonFiniteException">A coordinate is not finite.</exception>
    public TensorPrediction Predict(Tensor coordinates)
    {
        if (coordinates.Rank != 2 || coordinates.Columns != Modes.Count) throw new ShapeException($"The coordinates have the shape ({string.Join(", ", coordinates.Shape.ToArray())}); rows of {Modes.Count} coordinates are needed.");
        coordinates.EnsureFinite("Predict: the coordinates");
        var (count, size) = (coordinates.Rows, Core.Length);
        double[] mean = new double[count], deviation = new double[count];
        QueryMoments[] queries = [.. Modes.Select((mode, k) => new QueryMoments(mode, coordinates.Column(k).ToArray()))];
        double[] w = Core.ToArray(), second = CoreCovariance.ToArray();
        for (var p = 0; p < size; p++)
            for (var q = 0; q < size; q++) second[p * size + q] += w[p] * w[q];
        double[] z = new double[size], zz = new double[size * size], work = new double[size * size];
        for (var n = 0; n < count; n++)
        {
            Kronecker.OfMoments(queries, n, z, zz, work);
            var value = TensorPrimitives.Dot<double>(w, z);
            // Var f = E[f²] − E[f]², E[f²] = tr(E[w wᵀ] E[b bᵀ])
            var variance = Math.Max(0, TensorPrimitives.Dot<double>(second, zz) - value * value);
            mean[n] = _shift + _scale * value;
            deviation[n] = _scale * Math.Sqrt(variance);
        }
        return new TensorPrediction(Tensor.Wrap(mean, count), Tensor.Wrap(deviation, count), NoiseDeviation);
    }

    private sealed class QueryMoments : IMomentsOfEntries
    {
        private readonly CoordinateAxis _axis;
        private readonly double[] _mean, _second;

        public QueryMoments(ModeFunctions mode, double[] coordinates)
        {
            (_axis, Rank) = (new CoordinateAxis(coordinates), mode.Rank);
            var moments = mode.Posterior(_axis.Distinct);
            (_mean, _second) = (moments.Mean, Kronecker.SecondMoments(moments, Rank));
        }

        public int Rank { get; }

        public ReadOnlySpan<double> MeanOf(int entry) => _mean.AsSpan(_axis.PlaceOf[entry] * Rank, Rank);

        public ReadOnlySpan<double> SecondOf(int entry) => _second.AsSpan(_axis.PlaceOf[entry] * Rank * Rank, Rank * Rank);
    }
}

/// <summary>Predicted values.</summary>
/// <param name="Mean">Expected values: (P).</param>
/// <param name="Deviation">Standard deviations of the noise-free values: (P).</param>
/// <param name="NoiseDeviation">The standard deviation of the noise of a measurement.</param>
public sealed record TensorPrediction(Tensor Mean, Tensor Deviation, double NoiseDeviation)
{
    /// <summary>The standard deviation of a measurement there, noise included.</summary>
    public double DeviationOfMeasurement(int place) => Math.Sqrt(Deviation[place] * Deviation[place] + NoiseDeviation * NoiseDeviation);

    /// <summary>The share of values within the central 95 % of their predicted distribution.</summary>
    /// <param name="values">(P).</param>
    /// <param name="measured">Whether the values have noise.</param>
    public double Coverage(ReadOnlySpan<double> values, bool measured)
    {
        var within = 0;
        for (var p = 0; p < values.Length; p++)
            if (Math.Abs(values[p] - Mean[p]) <= 1.959964 * (measured ? DeviationOfMeasurement(p) : Deviation[p])) within++;
        return (double)within / values.Length;
    }
}

using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>
/// Functional Bayesian Tucker decomposition: yₙ = vec(W)ᵀ[U¹(iₙ¹) ⊗ … ⊗ U^K(iₙ^K)] + noise, where U^k is a vector of r_k Matérn functions and W a
/// small core. Conditional expectation propagation (section 4): the messages of the entries at one coordinate add up to one Gaussian
/// pseudo-observation of the functions there, and a Kalman smoother along the coordinates does the rest.
/// </summary>
/// <remarks>
/// The expectation of a message is taken over everything else, the core's covariance included (the released code puts the core's mean in), so
/// that every step is the optimal one given the others and no damping is needed to keep the epochs from oscillating.
/// Messages are kept as their sums for each coordinate, which is all that is used of them; an epoch costs O(N·(R/r)² + Σ D_k·(R² + r_k³)), R = Π r_k.
/// </remarks>
public sealed class FunctionalTucker
{
    // With a large noise at the start the prior shrinks everything to zero, which is a fixed point: the first epochs believe the data.
    private const double FirstNoisePrecision = 1000;
    private const int EpochsOfFirstNoise = 20;

    private readonly ScatteredData _data;
    private readonly FunctionalTuckerOptions _options;
    private readonly int[] _ranks;
    private readonly double _shift, _scale;
    private readonly double[] _y;
    private readonly ModeState[] _modes;
    private readonly int _size; // R
    private readonly double[] _coreMean, _corePrecision, _coreInformation;
    private double[] _coreSecond; // E[w wᵀ]: (R, R)
    private Tensor _coreCovariance;
    private double _noisePrecision = FirstNoisePrecision;

    /// <summary>A model that is not fitted yet.</summary>
    /// <param name="data">The entries.</param>
    /// <param name="options">Ranks, kernels, epochs.</param>
    /// <param name="random">Where the first functions and the first core come from.</param>
    /// <exception cref="ArgumentException">The options do not fit to the data.</exception>
    public FunctionalTucker(ScatteredData data, FunctionalTuckerOptions options, RandomStream random)
    {
        options.Check(data);
        (_data, _options, _ranks) = (data, options, [.. options.Ranks]);
        var values = data.Values.AsSpan();
        _shift = options.Centre ? TensorPrimitives.Sum<double>(values) / values.Length : 0;
        var centred = values.ToArray();
        TensorPrimitives.Subtract(centred, _shift, centred);
        _scale = Math.Sqrt(TensorPrimitives.SumOfSquares<double>(centred) / centred.Length);
        if (_scale == 0) throw new ArgumentException("All values are the same; there is nothing to fit.", nameof(data));
        TensorPrimitives.Divide(centred, _scale, centred);
        _y = centred;

        _modes = [.. data.Modes.Select((axis, mode) => new ModeState(axis, _ranks[mode], new MaternProcess(options.Smoothness, options.LengthScaleOf(mode))))];
        _size = _ranks.Aggregate(1, (product, rank) => product * rank);
        foreach (var mode in _modes)
        {
            // A draw from the prior: white noise at the coordinates, smoothed by the process itself.
            var precision = new double[mode.Axis.Count * mode.Rank * mode.Rank];
            for (var d = 0; d < mode.Axis.Count; d++)
                for (var i = 0; i < mode.Rank; i++) precision[(d * mode.Rank + i) * mode.Rank + i] = 1;
            var noise = random.Normal(mode.Axis.Count, mode.Rank).ToArray();
            mode.Set(FunctionChain.Smooth(mode.Places, mode.Process, mode.Rank, precision, noise));
        }
        _coreMean = random.Uniform(_size).ToArray();
        _corePrecision = new double[_size * _size];
        _coreInformation = new double[_size];
        _coreCovariance = Tensor.Identity(_size);
        _coreSecond = SecondMoment();
    }

    /// <summary>Fits a model, from several starts, and keeps the one that leaves the smallest error on the data.</summary>
    /// <param name="data">The entries.</param>
    /// <param name="options">Ranks, kernels, epochs.</param>
    /// <param name="random">Where the starts come from.</param>
    /// <param name="cancel">Looked at once an epoch.</param>
    /// <exception cref="ArgumentException">The options do not fit to the data.</exception>
    public static FunctionalTuckerModel Fit(ScatteredData data, FunctionalTuckerOptions options, RandomStream random, CancellationToken cancel = default)
    {
        (FunctionalTucker? Fit, double Error) best = (null, double.PositiveInfinity);
        for (var start = 0; start < options.Starts; start++)
        {
            var fit = new FunctionalTucker(data, options, random.Fork(start));
            double error = double.PositiveInfinity, previous;
            do
            {
                cancel.ThrowIfCancellationRequested();
                (previous, error) = (error, fit.Epoch());
            }
            while (fit.Epochs < options.Epochs && (fit.Epochs <= EpochsOfFirstNoise + 1 || Math.Abs(previous - error) > options.Tolerance * error));
            if (best.Fit is null || error < best.Error) best = (fit, error);
        }
        return best.Fit!.Model();
    }

    /// <summary>Epochs done.</summary>
    public int Epochs { get; private set; }

    /// <summary>One pass over all modes, the core and the noise.</summary>
    /// <returns>The root of the expected mean square error of the data, for values of variance 1.</returns>
    public double Epoch()
    {
        double[] zMean = [], zSecond = [];
        for (var mode = _modes.Length - 1; mode >= 0; mode--)
        {
            (zMean, zSecond) = SumsOverEntries(mode);
            UpdateFunctions(mode, zMean, zSecond);
        }
        // The sums of mode 0 are still those of the other modes' present functions: the core needs no second pass over the entries.
        var error = UpdateCore(zMean, zSecond);
        // τ ~ Gamma(a₀ + N/2, b₀ + E[Σ(y − f)²]/2)
        if (Epochs >= EpochsOfFirstNoise) _noisePrecision = (_options.NoisePrior + 0.5 * _y.Length) / (_options.NoisePrior + 0.5 * error);
        Epochs++;
        return Math.Sqrt(error / _y.Length);
    }

    /// <summary>The model as it stands.</summary>
    public FunctionalTuckerModel Model() => new(
        [.. _modes.Select(mode => new ModeFunctions(mode.Axis.Low, mode.Axis.High, mode.Places, mode.Process, mode.Rank, mode.Precision, mode.Information))],
        Tensor.Wrap(_coreMean.ToArray(), _ranks), _coreCovariance, _noisePrecision, _shift, _scale, Epochs);

    // For every coordinate d of the mode: Σₙ yₙ E[z] and Σₙ E[z zᵀ] over its entries, z = ⊗_{j≠k} U^j(iₙ^j). (D, R/r) and (D, R/r, R/r)
    private (double[] Mean, double[] Second) SumsOverEntries(int mode)
    {
        var (axis, width) = (_modes[mode].Axis, _size / _ranks[mode]);
        double[] mean = new double[axis.Count * width], second = new double[axis.Count * width * width];
        var others = Enumerable.Range(0, _modes.Length).Where(j => j != mode).Select(j => _modes[j]).ToArray();
        double[] z = new double[width], zz = new double[width * width], work = new double[width * width];
        for (var d = 0; d < axis.Count; d++)
        {
            var sum = mean.AsSpan(d * width, width);
            var squares = second.AsSpan(d * width * width, width * width);
            for (var e = axis.First[d]; e < axis.First[d + 1]; e++)
            {
                var n = axis.Entries[e];
                Kronecker.OfMoments(others, n, z, zz, work);
                TensorPrimitives.MultiplyAdd(z, _y[n], sum, sum);
                TensorPrimitives.Add(squares, zz, squares);
            }
        }
        return (mean, second);
    }

    private void UpdateFunctions(int mode, double[] zMean, double[] zSecond)
    {
        var (state, r, width) = (_modes[mode], _ranks[mode], _size / _ranks[mode]);
        var place = Kronecker.Unfolding(_ranks, mode);       // (r, R/r)
        var unfolded = new double[r * width];                // W₍ₖ₎
        for (var i = 0; i < unfolded.Length; i++) unfolded[i] = _coreMean[place[i]];
        var moments = new double[r * r * width * width];     // E[W₍ₖ₎[i, a] W₍ₖ₎[j, b]], (i, j, a, b)
        for (var i = 0; i < r; i++)
            for (var j = 0; j < r; j++)
                for (var a = 0; a < width; a++)
                    for (var b = 0; b < width; b++)
                        moments[((i * r + j) * width + a) * width + b] = _coreSecond[place[i * width + a] * _size + place[j * width + b]];
        var fresh = 1 - _options.Damping;
        for (var d = 0; d < state.Axis.Count; d++)
        {
            var z = zMean.AsSpan(d * width, width);
            var zz = zSecond.AsSpan(d * width * width, width * width);
            var precision = state.Precision.AsSpan(d * r * r, r * r);
            var information = state.Information.AsSpan(d * r, r);
            for (var i = 0; i < r; i++)
            {
                var message = _noisePrecision * TensorPrimitives.Dot(unfolded.AsSpan(i * width, width), z);
                information[i] += fresh * (message - information[i]);
                for (var j = 0; j <= i; j++)
                {
                    var weight = _noisePrecision * TensorPrimitives.Dot(moments.AsSpan((i * r + j) * width * width, width * width), zz);
                    precision[i * r + j] += fresh * (weight - precision[i * r + j]);
                    precision[j * r + i] = precision[i * r + j];
                }
            }
        }
        state.Set(FunctionChain.Smooth(state.Places, state.Process, r, state.Precision, state.Information));
    }

    // b = U¹ ⊗ z: the posterior of the core, and E[Σ(y − f)²] under it.
    private double UpdateCore(double[] zMean, double[] zSecond)
    {
        var (first, r, width) = (_modes[0], _ranks[0], _size / _ranks[0]);
        double[] sum = new double[_size], squares = new double[_size * _size]; // Σ y E[b], Σ E[b bᵀ]
        for (var d = 0; d < first.Axis.Count; d++)
        {
            var z = zMean.AsSpan(d * width, width);
            var zz = zSecond.AsSpan(d * width * width, width * width);
            for (var i = 0; i < r; i++)
            {
                var part = sum.AsSpan(i * width, width);
                TensorPrimitives.MultiplyAdd(z, first.Mean[d * r + i], part, part);
                for (var j = 0; j < r; j++)
                {
                    var weight = first.Second[(d * r + i) * r + j];
                    for (var a = 0; a < width; a++)
                    {
                        var row = squares.AsSpan((i * width + a) * _size + j * width, width);
                        TensorPrimitives.MultiplyAdd(zz.Slice(a * width, width), weight, row, row);
                    }
                }
            }
        }
        var fresh = 1 - _options.Damping;
        for (var p = 0; p < _size; p++) _coreInformation[p] += fresh * (_noisePrecision * sum[p] - _coreInformation[p]);
        for (var p = 0; p < squares.Length; p++) _corePrecision[p] += fresh * (_noisePrecision * squares[p] - _corePrecision[p]);

        var precision = Tensor.Wrap(_corePrecision.ToArray(), _size, _size);
        for (var p = 0; p < _size; p++) precision[p, p] += 1; // vec(W) ~ N(0, I)
        SmallMatrix.Symmetrize(precision.AsSpan(), _size);
        var inverse = LinearAlgebra.SolveTriangular(LinearAlgebra.Cholesky(precision), Tensor.Identity(_size), lower: true);
        _coreCovariance = LinearAlgebra.MatMul(inverse, inverse, transposeA: true, transposeB: false);
        LinearAlgebra.MatVec(_coreCovariance, Tensor.Wrap(_coreInformation, _size)).AsSpan().CopyTo(_coreMean);
        _coreSecond = SecondMoment();
        return Math.Max(0, TensorPrimitives.SumOfSquares<double>(_y) - 2 * TensorPrimitives.Dot<double>(_coreMean, sum) + TensorPrimitives.Dot<double>(_coreSecond, squares));
    }

    private double[] SecondMoment()
    {
        var second = _coreCovariance.ToArray();
        for (var p = 0; p < _size; p++)
            for (var q = 0; q < _size; q++) second[p * _size + q] += _coreMean[p] * _coreMean[q];
        return second;
    }

    /// <summary>What is known of the functions of one mode.</summary>
    private sealed class ModeState(CoordinateAxis axis, int rank, MaternProcess process) : IMomentsOfEntries
    {
        public CoordinateAxis Axis { get; } = axis;
        public int Rank { get; } = rank;
        public MaternProcess Process { get; } = process;
        public double[] Places { get; } = [.. axis.Distinct.Select(axis.Scale)];
        public double[] Precision { get; } = new double[axis.Count * rank * rank];
        public double[] Information { get; } = new double[axis.Count * rank];
        public double[] Mean { get; private set; } = [];
        public double[] Second { get; private set; } = [];

        public void Set(FunctionMoments moments) => (Mean, Second) = (moments.Mean, Kronecker.SecondMoments(moments, Rank));

        public ReadOnlySpan<double> MeanOf(int entry) => Mean.AsSpan(Axis.PlaceOf[entry] * Rank, Rank);
        public ReadOnlySpan<double> SecondOf(int entry) => Second.AsSpan(Axis.PlaceOf[entry] * Rank * Rank, Rank * Rank);
    }
}

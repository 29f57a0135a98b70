using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions.Funbat;

/// <summary>How a tensor is made discrete and factorised.</summary>
/// <param name="Cells">The number of cells of each mode.</param>
/// <param name="Ranks">r₁, …, r_K; for CP all the same.</param>
/// <param name="Ridge">What a squared number of a factor or of the core costs, for values of variance 1.</param>
/// <param name="Canonical">CP: the core is the superdiagonal of ones.</param>
public sealed record BinnedTuckerOptions(IReadOnlyList<int> Cells, IReadOnlyList<int> Ranks, double Ridge, bool Canonical)
{
    /// <summary>Rounds over all factors and the core.</summary>
    public int Sweeps { get; init; } = 100;
}

/// <summary>The baseline: coordinates put into cells of equal width, and Tucker or CP fitted to the present entries by alternating ridge regression.</summary>
/// <remarks>A cell without entries takes the row of the nearest cell that has some.</remarks>
public sealed class BinnedTucker
{
    private readonly BinnedTuckerOptions _options;
    private readonly int[] _ranks;
    private readonly double[] _low, _high;
    private readonly double[][] _factors; // (cells, r) each
    private readonly double[] _core;      // (R)
    private double _shift, _scale;

    private BinnedTucker(ScatteredData data, BinnedTuckerOptions options, RandomStream random)
    {
        (_options, _ranks) = (options, [.. options.Ranks]);
        _low = [.. data.Modes.Select(mode => mode.Low)];
        _high = [.. data.Modes.Select(mode => mode.High)];
        _factors = [.. _ranks.Select((rank, k) => random.Normal(options.Cells[k], rank).ToArray())];
        var size = _ranks.Aggregate(1, (product, rank) => product * rank);
        _core = options.Canonical ? new double[size] : random.Normal(size).ToArray();
        if (options.Canonical)
            for (var i = 0; i < _ranks[0]; i++) _core[_ranks.Aggregate(0, (place, rank) => place * rank + i)] = 1;
    }

    /// <summary>Fits the factors and, for Tucker, the core; with <c>centre</c> the mean of the values is taken off first.</summary>
    public static BinnedTucker Fit(ScatteredData data, BinnedTuckerOptions options, bool centre, RandomStream random)
    {
        var model = new BinnedTucker(data, options, random);
        model.Fit(data, centre);
        return model;
    }

    /// <summary>Values at coordinates: (P, K) to (P).</summary>
    public double[] Predict(Tensor coordinates)
    {
        var z = new double[_core.Length];
        return [.. Enumerable.Range(0, coordinates.Rows).Select(n =>
        {
            Products(mode => CellOf(mode, coordinates[n, mode]), -1, z);
            return _shift + _scale * TensorPrimitives.Dot<double>(_core, z);
        })];
    }

    private void Fit(ScatteredData data, bool centre)
    {
        _shift = centre ? data.Values.Mean() : 0;
        _scale = (data.Values - _shift).FrobeniusNorm() / Math.Sqrt(data.Count);
        var y = ((data.Values - _shift) / _scale).ToArray();
        int[][] cells = [.. _ranks.Select((_, mode) => Enumerable.Range(0, data.Count).Select(n => CellOf(mode, data.Coordinates[n, mode])).ToArray())];
        var previous = double.PositiveInfinity;
        for (var sweep = 0; sweep < _options.Sweeps; sweep++)
        {
            for (var mode = 0; mode < _ranks.Length; mode++) SolveFactor(mode, cells, y);
            if (!_options.Canonical) SolveCore(cells, y);
            var error = Error(cells, y);
            if (Math.Abs(previous - error) <= 1e-6 * error) break;
            previous = error;
        }
        for (var mode = 0; mode < _ranks.Length; mode++) FillEmpty(mode, cells[mode]);
    }

    private void SolveFactor(int mode, int[][] cells, double[] y)
    {
        var (r, width) = (_ranks[mode], _core.Length / _ranks[mode]);
        var place = Kronecker.Unfolding(_ranks, mode); // (r, R/r)
        double[] z = new double[width], features = new double[r];
        var normal = new double[_options.Cells[mode] * r * r];
        var right = new double[_options.Cells[mode] * r];
        for (var n = 0; n < y.Length; n++)
        {
            Products(j => cells[j][n], mode, z);
            for (var i = 0; i < r; i++)
            {
                features[i] = 0;
                for (var a = 0; a < width; a++) features[i] += _core[place[i * width + a]] * z[a]; // W₍ₖ₎ z
            }
            AddSquare(features, y[n], normal.AsSpan(cells[mode][n] * r * r, r * r), right.AsSpan(cells[mode][n] * r, r));
        }
        for (var cell = 0; cell < _options.Cells[mode]; cell++)
        {
            var a = normal.AsSpan(cell * r * r, r * r);
            var b = right.AsSpan(cell * r, r);
            for (var i = 0; i < r; i++) a[i * r + i] += _options.Ridge;
            SmallMatrix.SolveInPlace(a, b, r, 1);
            b.CopyTo(_factors[mode].AsSpan(cell * r));
        }
    }

    private void SolveCore(int[][] cells, double[] y)
    {
        var size = _core.Length;
        double[] normal = new double[size * size], right = new double[size], z = new double[size];
        for (var n = 0; n < y.Length; n++)
        {
            Products(j => cells[j][n], -1, z);
            AddSquare(z, y[n], normal, right);
        }
        for (var i = 0; i < size; i++) normal[i * size + i] += _options.Ridge;
        SmallMatrix.SolveInPlace(normal, right, size, 1);
        right.CopyTo(_core, 0);
    }

    private double Error(int[][] cells, double[] y)
    {
        var z = new double[_core.Length];
        double sum = 0;
        for (var n = 0; n < y.Length; n++)
        {
            Products(j => cells[j][n], -1, z);
            var residual = y[n] - TensorPrimitives.Dot<double>(_core, z);
            sum += residual * residual;
        }
        return Math.Sqrt(sum / y.Length);
    }

    private static void AddSquare(ReadOnlySpan<double> features, double value, Span<double> normal, Span<double> right)
    {
        for (var i = 0; i < features.Length; i++)
        {
            right[i] += value * features[i];
            for (var j = 0; j < features.Length; j++) normal[i * features.Length + j] += features[i] * features[j];
        }
    }

    // ⊗ of the factors' rows, one mode left out.
    private void Products(Func<int, int> cellOf, int except, Span<double> z)
    {
        z[0] = 1;
        var size = 1;
        for (var mode = 0; mode < _ranks.Length; mode++)
        {
            if (mode == except) continue;
            var r = _ranks[mode];
            var row = _factors[mode].AsSpan(cellOf(mode) * r, r);
            for (var a = size - 1; a >= 0; a--) TensorPrimitives.Multiply(row, z[a], z.Slice(a * r, r));
            size *= r;
        }
    }

    private int CellOf(int mode, double coordinate)
    {
        var cells = _options.Cells[mode];
        return Math.Clamp((int)Math.Floor((coordinate - _low[mode]) / (_high[mode] - _low[mode]) * cells), 0, cells - 1);
    }

    private void FillEmpty(int mode, int[] cells)
    {
        var (r, filled) = (_ranks[mode], cells.Distinct().Order().ToArray());
        for (var cell = 0; cell < _options.Cells[mode]; cell++)
        {
            var nearest = filled.MinBy(other => Math.Abs(other - cell));
            if (nearest != cell) _factors[mode].AsSpan(nearest * r, r).CopyTo(_factors[mode].AsSpan(cell * r));
        }
    }
}

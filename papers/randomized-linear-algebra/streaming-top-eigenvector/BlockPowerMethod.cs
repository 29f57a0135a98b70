using System.Numerics.Tensors;
using Praxis.Numerics;

namespace Praxis.Papers.RandomizedLinearAlgebra.StreamingTopEigenvector;

/// <summary>
/// The top right singular vector of A (n × d) from one pass over its rows in random order, with a few vectors of memory.
/// Consecutive blocks of rows are fair samples of the whole, (n/|B_j|)·B_jᵀB_j ≈ AᵀA, so that each block serves as one step of the
/// power method; rows of large norm, which break that argument, are stored and brought in at the end.
/// </summary>
/// <remarks>
/// The paper also samples moderately large rows by their norm; how that is interleaved with the blocks is not known to us and it is left
/// out: such rows take part as they are. How light and heavy part are joined is our reading of the case split in the proof: the best
/// vector in the span of the light direction and the top directions of the stored rows.
/// </remarks>
public sealed class BlockPowerMethod
{
    private const int HeavyDirections = 3;

    private readonly int _dimension;
    private readonly long _rows;
    private readonly int _blocks;
    private readonly HeavyRows _heavy;
    private readonly bool _store;
    private readonly List<double[]> _givenBack = [];
    private readonly double[] _product; // z = Σ a⟨a, v⟩ of the running block: (d)
    private double[] _direction;        // v_{j−1}: (d)
    private long _seen;
    private int _block;

    // In the last block: the basis W, fixed before it, and B_tᵀB_t·W, gathered while it streams by.
    private double[][] _basis = [];
    private double[][] _basisProducts = [];
    private long _lastBlockRows;

    /// <summary>Prepares for a stream.</summary>
    /// <param name="dimension">d, the length of a row, at least 2.</param>
    /// <param name="rows">n, the number of rows to come.</param>
    /// <param name="random">Draws the starting direction.</param>
    /// <param name="options">Number of blocks, heavy rows.</param>
    /// <exception cref="ArgumentException">d &lt; 2, or fewer rows than two for each block.</exception>
    public BlockPowerMethod(int dimension, long rows, RandomStream random, BlockPowerOptions? options = null)
    {
        options ??= new BlockPowerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 2);
        _dimension = dimension;
        _rows = rows;
        _blocks = options.Blocks ?? DefaultBlocks(dimension, rows);
        if (_blocks < 2 || rows < 2L * _blocks)
            throw new ArgumentException($"{rows} rows cannot be split into {_blocks} blocks: the method needs at least two blocks of two rows.", nameof(rows));
        _heavy = new HeavyRows(dimension, rows, options.HeavyConstant);
        _store = options.StoreHeavyRows;
        _product = new double[dimension];
        _direction = new double[dimension];
        random.FillNormal(_direction);
        Normalise(_direction);
    }

    /// <summary>The number of blocks, t = Θ(log d): the last one joins the parts, each other one is a step of the power method.</summary>
    public int Blocks => _blocks;

    /// <summary>t = ⌈2 ln d⌉ + 1, but no block smaller than 2d rows: below that its spectrum does not concentrate.</summary>
    public static int DefaultBlocks(int dimension, long rows) =>
        (int)Math.Max(2, Math.Min(Math.Ceiling(2 * Math.Log(dimension)) + 1, rows / (2.0 * dimension)));

    /// <summary>Takes the next row.</summary>
    /// <param name="row">The row: (d).</param>
    /// <exception cref="ArgumentException">Another length, a value that is not finite (with its row), or more rows than were announced.</exception>
    public void Add(ReadOnlySpan<double> row)
    {
        if (row.Length != _dimension) throw new ArgumentException($"Row {_seen} has {row.Length} values instead of {_dimension}.", nameof(row));
        if (_seen == _rows) throw new ArgumentException($"More rows came than the {_rows} that were announced.", nameof(row));
        foreach (var value in row)
            if (!double.IsFinite(value)) throw new ArgumentException($"Row {_seen} has the value {value}.", nameof(row));
        while (_block < _blocks - 1 && _seen == _rows * (_block + 1) / _blocks) EndBlock();
        _seen++;

        var heavy = _heavy.Keep(row, _givenBack);
        foreach (var light in _givenBack) AddLight(light);
        _givenBack.Clear();
        if (!heavy) AddLight(row);
        if (_block == _blocks - 1) _lastBlockRows++;
    }

    /// <summary>The direction found.</summary>
    /// <exception cref="InvalidOperationException">Fewer rows came than were announced, or all of them were zero.</exception>
    public TopDirection Finish()
    {
        if (_seen != _rows) throw new InvalidOperationException($"Only {_seen} of {_rows} rows came.");

        // Rayleigh–Ritz on W (d × k) for HᵀH + (n/|B_t|)·B_tᵀB_t.
        var k = _basis.Length;
        var scale = (double)_rows / Math.Max(1, _lastBlockRows);
        var small = Tensor.Zeros(k, k);
        for (var i = 0; i < k; i++)
            for (var j = 0; j < k; j++)
            {
                var value = scale * 0.5 * (TensorPrimitives.Dot<double>(_basis[i], _basisProducts[j]) + TensorPrimitives.Dot<double>(_basis[j], _basisProducts[i]));
                foreach (var row in Stored)
                    value += TensorPrimitives.Dot<double>(row, _basis[i]) * TensorPrimitives.Dot<double>(row, _basis[j]);
                small[i, j] = value;
            }
        var eigen = LinearAlgebra.SymmetricEigen(small);
        if (k == 0 || eigen.Values[k - 1] <= 0) throw new InvalidOperationException("All rows are zero: there is no direction.");

        var direction = new double[_dimension];
        for (var i = 0; i < k; i++)
            TensorPrimitives.MultiplyAdd(_basis[i], eigen.Vectors[i, k - 1], direction, direction);
        Normalise(direction);
        return new TopDirection(
            direction,
            eigen.Values[k - 1],
            k > 1 ? eigen.Values[k - 1] / Math.Max(eigen.Values[k - 2], double.Epsilon) : double.PositiveInfinity,
            _heavy.Count,
            _heavy.Most,
            StoredFloats: (2L + 2 * k + _heavy.Most) * _dimension);
    }

    private IEnumerable<double[]> Stored => _store ? _heavy.Rows : [];

    private void AddLight(ReadOnlySpan<double> row)
    {
        if (_block < _blocks - 1)
        {
            // z += a⟨a, v_{j−1}⟩
            TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot(row, _direction), _product, _product);
            return;
        }
        for (var i = 0; i < _basis.Length; i++)
            TensorPrimitives.MultiplyAdd(row, TensorPrimitives.Dot(row, _basis[i]), _basisProducts[i], _basisProducts[i]);
    }

    private void EndBlock()
    {
        // v_j = z/‖z‖; a block of zeros leaves the direction as it is.
        if (TensorPrimitives.Norm<double>(_product) > 0)
        {
            _direction = (double[])_product.Clone();
            Normalise(_direction);
        }
        Array.Clear(_product);
        if (++_block < _blocks - 1) return;

        // W = orth[v_light, top right singular vectors of the stored rows H]
        var basis = new List<double[]> { _direction };
        double[] stored = [.. Stored.SelectMany(row => row)];
        if (stored.Length > 0)
        {
            var right = LinearAlgebra.Svd(Tensor.Wrap(stored, stored.Length / _dimension, _dimension)).Vt; // (min(h, d), d)
            for (var i = 0; i < Math.Min(HeavyDirections, right.Rows); i++) Orthonormalise(basis, right.Row(i).ToArray());
        }
        _basis = [.. basis];
        _basisProducts = [.. basis.Select(_ => new double[_dimension])];
    }

    private static void Orthonormalise(List<double[]> basis, double[] vector)
    {
        // Twice is enough (Kahan): the second pass removes what rounding left of the first.
        for (var pass = 0; pass < 2; pass++)
            foreach (var q in basis)
                TensorPrimitives.MultiplyAdd(q, -TensorPrimitives.Dot<double>(q, vector), vector, vector);
        if (TensorPrimitives.Norm<double>(vector) < 1e-8) return;
        Normalise(vector);
        basis.Add(vector);
    }

    private static void Normalise(double[] vector) => TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
}

/// <summary>Choices of the block power method.</summary>
public sealed record BlockPowerOptions
{
    /// <summary>The number of blocks, or null for <see cref="BlockPowerMethod.DefaultBlocks"/>.</summary>
    public int? Blocks { get; init; }

    /// <summary>c in the threshold of heavy rows, c·‖A‖_F²/(d·ln d).</summary>
    public double HeavyConstant { get; init; } = 1;

    /// <summary>Whether heavy rows are stored (the method) or left out (only to show what they carry).</summary>
    public bool StoreHeavyRows { get; init; } = true;
}

/// <summary>What one pass found.</summary>
/// <param name="Direction">v, a unit vector: (d). Its sign is arbitrary.</param>
/// <param name="SquaredSingularValue">The estimate of σ₁².</param>
/// <param name="RitzRatio">The ratio of the two largest Ritz values on W; infinite when W has one column. Near 1 the direction is not determined.</param>
/// <param name="HeavyRows">Heavy rows at the end of the stream.</param>
/// <param name="MostHeldRows">The most rows held at the same time.</param>
/// <param name="StoredFloats">Peak number of stored floating-point numbers.</param>
public sealed record TopDirection(double[] Direction, double SquaredSingularValue, double RitzRatio, int HeavyRows, int MostHeldRows, long StoredFloats);

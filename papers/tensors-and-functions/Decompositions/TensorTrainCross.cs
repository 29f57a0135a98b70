using Praxis.Numerics;

namespace Praxis.Papers.TensorsAndFunctions;

/// <summary>How a train is interpolated from single entries.</summary>
public sealed record CrossOptions
{
    /// <summary>ε: the largest error wanted, relative to the largest entry seen; from 1e-13 to below 1.</summary>
    public double Tolerance { get; init; } = 1e-6;

    /// <summary>The largest rank allowed.</summary>
    public int LargestRank { get; init; } = 200;

    /// <summary>The most sweeps over all bonds, at least 1.</summary>
    public int Sweeps { get; init; } = 20;

    /// <summary>Random entries on which the error is measured, at least 1.</summary>
    public int Samples { get; init; } = 1000;

    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    internal void Check()
    {
        if (Tolerance is not (>= 1e-13 and < 1)) throw new ArgumentOutOfRangeException(nameof(Tolerance), Tolerance, "The tolerance must be at least 1e-13 and below 1.");
        ArgumentOutOfRangeException.ThrowIfLessThan(LargestRank, 1, nameof(LargestRank));
        ArgumentOutOfRangeException.ThrowIfLessThan(Sweeps, 1, nameof(Sweeps));
        ArgumentOutOfRangeException.ThrowIfLessThan(Samples, 1, nameof(Samples));
    }
}

/// <summary>A train found from single entries.</summary>
/// <param name="Train">The train.</param>
/// <param name="LargestError">The largest error on random entries, relative to the largest entry seen. It is measured, not promised: no finite number of entries bounds all others.</param>
/// <param name="Reached">Whether that is within the tolerance.</param>
/// <param name="Sweeps">The sweeps done.</param>
/// <param name="EntriesRead">How many different entries were asked for.</param>
public sealed record CrossResult(TensorTrain Train, double LargestError, bool Reached, int Sweeps, long EntriesRead);

/// <summary>
/// Cross interpolation (Oseledets and Tyrtyshnikov 2010; sweeps over pairs of cores as in Savostyanov and Oseledets 2011, pivots by fully pivoted elimination as in
/// tensor cross interpolation, Núñez Fernández et al. 2022): a train from O(d·n²·r²) entries of a tensor that is never formed. Every bond keeps r rows and
/// columns; elimination of the matrix between them, with the two indices beside the bond free, finds better ones and the rank.
/// </summary>
public sealed class TensorTrainCross
{
    private readonly Func<int[], double> _entry;
    private readonly int[] _shape;
    private readonly CrossOptions _options;
    private readonly Dictionary<UInt128, double> _read = [];
    private readonly List<int[]>[] _left;  // _left[l]: indices of the modes before l, r_{l−1} of them
    private readonly List<int[]>[] _right; // _right[l]: indices of the modes from l on, r_{l−1} of them
    private double _largest;

    private TensorTrainCross(int[] shape, Func<int[], double> entry, CrossOptions options)
    {
        (_shape, _entry, _options) = (shape, entry, options);
        _left = [.. Enumerable.Range(0, shape.Length + 1).Select(_ => new List<int[]>())];
        _right = [.. Enumerable.Range(0, shape.Length + 1).Select(_ => new List<int[]>())];
    }

    /// <summary>Interpolates a tensor.</summary>
    /// <param name="shape">n₁, …, n_d, d ≥ 2.</param>
    /// <param name="entry">The entry at an index; the array is only lent.</param>
    /// <param name="random">Random numbers for the first pivots and the entries on which the error is measured.</param>
    /// <param name="options">Tolerance and limits.</param>
    /// <returns>The train; when the tolerance is not reached it is the best found, and <see cref="CrossResult.LargestError"/> says what was.</returns>
    /// <exception cref="ShapeException">There are fewer than two modes, a mode of length 0, or more than 2^127 entries.</exception>
    /// <exception cref="NonFiniteException">An entry is NaN or infinite; the message names its place.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    public static CrossResult Interpolate(IReadOnlyList<int> shape, Func<int[], double> entry, RandomStream random, CrossOptions? options = null)
    {
        options ??= new CrossOptions();
        options.Check();
        if (shape.Count < 2 || shape.Contains(0)) throw new ShapeException("Cross interpolation needs a tensor with at least two modes and no mode of length 0.");
        if (shape.Sum(n => Math.Log2(n)) > 127) throw new ShapeException($"A tensor of shape ({string.Join(", ", shape)}) has more than 2^127 entries, which cannot be numbered.");
        return new TensorTrainCross([.. shape], entry, options).Run(random);
    }

    private CrossResult Run(RandomStream random)
    {
        var samples = Enumerable.Range(0, _options.Samples).Select(_ => _shape.Select(n => random.Next(n)).ToArray()).ToArray();
        double[] expected = [.. samples.Select(Read)];
        AddPivot(samples[Array.IndexOf(expected, expected.MaxBy(Math.Abs))]);
        for (var sweep = 1; ; sweep++)
        {
            int[] before = [.. _right.Select(indices => indices.Count)];
            for (var bond = 0; bond < _shape.Length - 1; bond++) Improve(bond);
            for (var bond = _shape.Length - 2; bond >= 0; bond--) Improve(bond);
            var grown = !before.SequenceEqual(_right.Select(indices => indices.Count));
            if (grown && sweep < _options.Sweeps) continue;

            // The pivots have settled; entries that were no pivots say whether something was overlooked.
            var train = Assemble();
            var found = train.Entries([.. Enumerable.Range(0, _shape.Length).Select(mode => samples.Select(sample => sample[mode]).ToArray())]);
            double[] errors = [.. Enumerable.Range(0, samples.Length).Select(p => Math.Abs(found[p] - expected[p]))];
            var error = _largest > 0 ? errors.Max() / _largest : 0;
            if (error <= _options.Tolerance || sweep >= _options.Sweeps)
                return new CrossResult(train, error, error <= _options.Tolerance, sweep, _read.Count);
            AddPivot(samples[Array.IndexOf(errors, errors.Max())]);
        }
    }

    // Rows and columns of all bonds that meet in one entry.
    private void AddPivot(int[] index)
    {
        for (var bond = 0; bond <= _shape.Length; bond++)
        {
            Add(_left[bond], index[..bond]);
            Add(_right[bond], index[bond..]);
        }

        static void Add(List<int[]> indices, int[] index)
        {
            if (!indices.Any(known => known.AsSpan().SequenceEqual(index))) indices.Add(index);
        }
    }

    // New rows and columns for the bond between modes l and l + 1, from the matrix (left of l, i_l) × (i_{l+1}, right of l + 2).
    private void Improve(int l)
    {
        int[][] rows = [.. from left in _left[l] from i in Enumerable.Range(0, _shape[l]) select (int[])[.. left, i]];
        int[][] columns = [.. from i in Enumerable.Range(0, _shape[l + 1]) from right in _right[l + 2] select (int[])[i, .. right]];
        var matrix = new double[rows.Length, columns.Length];
        for (var i = 0; i < rows.Length; i++)
            for (var j = 0; j < columns.Length; j++) matrix[i, j] = Read([.. rows[i], .. columns[j]]);
        // Errors of all bonds add up along the train.
        var pivots = CrossPivots.Of(matrix, 0.1 * _options.Tolerance * _largest, _options.LargestRank);
        _left[l + 1] = [.. pivots.Select(pivot => rows[pivot.Row])];
        _right[l + 1] = [.. pivots.Select(pivot => columns[pivot.Column])];
    }

    // Cores from the columns that the bonds keep: every bond but the last has its matrix divided by the rows that span it best, which are found on the way so that
    // they are nested; what is left of them after an orthogonal factorisation is well conditioned.
    private TensorTrain Assemble()
    {
        var cores = new Tensor[_shape.Length];
        List<int[]> lefts = [[]];
        for (var l = 0; l < _shape.Length; l++)
        {
            int[][] rows = [.. from left in lefts from i in Enumerable.Range(0, _shape[l]) select (int[])[.. left, i]];
            var rights = l < _shape.Length - 1 ? _right[l + 1] : [[]];
            var matrix = Tensor.Zeros(rows.Length, rights.Count);
            for (var i = 0; i < rows.Length; i++)
                for (var j = 0; j < rights.Count; j++) matrix[i, j] = Read([.. rows[i], .. rights[j]]);
            if (l < _shape.Length - 1)
            {
                var q = LinearAlgebra.Qr(matrix).Q; // (r_{l−1}·n_l, r_l)
                var pivots = CrossPivots.Of(q.ToArray2D(), 0, q.Columns);
                int[] kept = [.. pivots.Select(pivot => pivot.Row)];
                matrix = LinearAlgebra.Solve(q.TakeRows(kept).Contiguous().Transpose(), q.Transpose()).Transpose(); // Q·Q[kept]⁻¹
                rows = [.. kept.Select(row => rows[row])];
            }
            cores[l] = matrix.Contiguous().Reshape(lefts.Count, _shape[l], matrix.Columns);
            lefts = [.. rows];
        }
        return new TensorTrain(cores);
    }

    private double Read(int[] index)
    {
        UInt128 place = 0;
        for (var mode = 0; mode < index.Length; mode++) place = (place * (UInt128)_shape[mode]) + (UInt128)index[mode];
        if (_read.TryGetValue(place, out var value)) return value;
        value = _entry(index);
        if (!double.IsFinite(value)) throw new NonFiniteException($"The entry at ({string.Join(", ", index)}) is {value}; all entries must be finite.");
        _largest = Math.Max(_largest, Math.Abs(value));
        _read.Add(place, value);
        return value;
    }
}

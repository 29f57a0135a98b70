namespace Praxis.Numerics;

/// <summary>
/// A sparse matrix in compressed rows (CSR), in double precision. Immutable; columns ascend within a row. Every entry of a product is
/// summed in one fixed order, whatever the number of threads.
/// </summary>
public sealed partial class SparseMatrix
{
    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly double[] _values;
    private readonly RowTasks _tasks;
    private volatile SparseMatrix? _transpose;

    private SparseMatrix(int rows, int columns, int[] starts, int[] columnIndices, double[] values)
    {
        Rows = rows;
        Columns = columns;
        _starts = starts;
        _columns = columnIndices;
        _values = values;
        _tasks = new RowTasks(starts);
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of stored entries; a stored entry may be zero.</summary>
    public int StoredCount => _values.Length;

    /// <summary>Where each row's entries start, with the end of the last row appended: Rows + 1 numbers.</summary>
    public ReadOnlySpan<int> RowStarts => _starts;

    /// <summary>The columns of all stored entries, row after row.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columns;

    /// <summary>All stored entries, row after row.</summary>
    public ReadOnlySpan<double> Values => _values;

    /// <summary>The entry in row <paramref name="i"/> and column <paramref name="j"/>; zero when not stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the matrix.</exception>
    public double this[int i, int j]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(j);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(j, Columns);
            int place = RowColumns(i).BinarySearch(j);
            return place < 0 ? 0 : RowValues(i)[place];
        }
    }

    /// <summary>The columns of the stored entries of row <paramref name="i"/>, ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<int> RowColumns(int i) => _columns.AsSpan(RowStart(i), _starts[i + 1] - _starts[i]);

    /// <summary>The stored entries of row <paramref name="i"/>, in the order of <see cref="RowColumns"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public ReadOnlySpan<double> RowValues(int i) => _values.AsSpan(RowStart(i), _starts[i + 1] - _starts[i]);

    /// <summary>
    /// The transpose. It is made once and kept, with this matrix as its own transpose, so that products with either run row by row;
    /// the two take twice the memory of one.
    /// </summary>
    public SparseMatrix Transpose()
    {
        if (_transpose is { } kept)
            return kept;
        var made = Transposed();
        made._transpose = this;

        // Two threads may both get here; they make equal matrices, and one of them stays.
        return Interlocked.CompareExchange(ref _transpose, made, null) ?? made;
    }

    /// <summary>The same matrix in compressed columns, sharing memory with <see cref="Transpose"/>.</summary>
    public SparseColumns ToColumns() => new(Transpose());

    /// <summary>The same matrix with every entry written out.</summary>
    public Tensor ToDense()
    {
        var dense = Tensor.Zeros(Rows, Columns);
        for (int i = 0; i < Rows; i++)
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
                dense[i, _columns[k]] = _values[k];
        return dense;
    }

    /// <summary>This matrix, if all its stored entries are finite.</summary>
    /// <param name="what">What the matrix is, for the message.</param>
    /// <exception cref="NonFiniteException">An entry is NaN or infinite; the message names its row and column.</exception>
    public SparseMatrix EnsureFinite(string what)
    {
        for (int i = 0; i < Rows; i++)
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
                if (!double.IsFinite(_values[k]))
                    throw new NonFiniteException($"{what} is {_values[k]} at index ({i}, {_columns[k]}); every value must be finite.");
        return this;
    }

    /// <summary>The shape and the number of stored entries.</summary>
    public override string ToString() => $"SparseMatrix ({Rows} × {Columns}), {StoredCount} stored";

    private int RowStart(int i)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(i);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(i, Rows);
        return _starts[i];
    }

    private SparseMatrix Transposed()
    {
        var starts = new int[Columns + 1];
        foreach (int column in _columns)
            starts[column + 1]++;
        for (int j = 0; j < Columns; j++)
            starts[j + 1] += starts[j];
        int[] next = starts[..Columns];
        var columns = new int[_values.Length];
        var values = new double[_values.Length];
        for (int i = 0; i < Rows; i++)
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
            {
                int place = next[_columns[k]]++;
                columns[place] = i;
                values[place] = _values[k];
            }

        return new SparseMatrix(Columns, Rows, starts, columns, values);
    }
}

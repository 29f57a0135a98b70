namespace Praxis.Numerics;

/// <summary>A sparse matrix in compressed rows (CSR), in double precision. Immutable; columns ascend within a row.</summary>
public sealed class SparseMatrix
{
    private const int RowsPerTask = 256;

    private readonly int[] _starts;
    private readonly int[] _columns;
    private readonly double[] _values;

    private SparseMatrix(int rows, int columns, int[] starts, int[] columnIndices, double[] values)
    {
        Rows = rows;
        Columns = columns;
        _starts = starts;
        _columns = columnIndices;
        _values = values;
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of stored entries; a stored entry may be zero.</summary>
    public int StoredCount => _values.Length;

    /// <summary>Where each row's entries start, with the end of the last row appended: Rows + 1 numbers.</summary>
    public ReadOnlySpan<int> RowStarts => _starts;

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

    /// <summary>Builds a matrix from entries in any order; entries at the same place are added, in the order given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An entry lies outside the matrix; the message names it.</exception>
    public static SparseMatrix FromTriplets(int rows, int columns, IEnumerable<(int Row, int Column, double Value)> entries)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        (int Row, int Column, double Value)[] given = [.. entries];
        var starts = new int[rows + 1];
        foreach ((int row, int column, double value) in given)
        {
            if ((uint)row >= (uint)rows || (uint)column >= (uint)columns)
                throw new ArgumentOutOfRangeException(
                    nameof(entries), $"Entry ({row}, {column}) = {value} is outside a matrix of {rows} × {columns}.");
            starts[row + 1]++;
        }

        for (int i = 0; i < rows; i++)
            starts[i + 1] += starts[i];
        var next = starts.AsSpan(0, rows).ToArray();
        var order = new int[given.Length];
        for (int k = 0; k < given.Length; k++)
            order[next[given[k].Row]++] = k;

        var columnIndices = new List<int>(given.Length);
        var values = new List<double>(given.Length);
        var merged = new int[rows + 1];
        for (int i = 0; i < rows; i++)
        {
            // Sorting by column, then by place, keeps the order of duplicates.
            var row = order.AsSpan(starts[i], starts[i + 1] - starts[i]);
            row.Sort((x, y) => (given[x].Column, x).CompareTo((given[y].Column, y)));
            foreach (int k in row)
            {
                if (columnIndices.Count > merged[i] && columnIndices[^1] == given[k].Column)
                {
                    values[^1] += given[k].Value;
                    continue;
                }

                columnIndices.Add(given[k].Column);
                values.Add(given[k].Value);
            }

            merged[i + 1] = values.Count;
        }

        return new SparseMatrix(rows, columns, merged, [.. columnIndices], [.. values]);
    }

    /// <summary>The entries of a dense matrix that are not zero.</summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    public static SparseMatrix FromDense(Tensor matrix)
    {
        if (matrix.Rank != 2)
            throw ShapeException.Of("FromDense", matrix.Shape, "a matrix has rank 2");
        return FromTriplets(matrix.Rows, matrix.Columns, Entries(matrix));

        static IEnumerable<(int, int, double)> Entries(Tensor source)
        {
            for (int i = 0; i < source.Rows; i++)
                for (int j = 0; j < source.Columns; j++)
                    if (source[i, j] != 0)
                        yield return (i, j, source[i, j]);
        }
    }

    /// <summary>The columns of the stored entries of row <paramref name="i"/>, ascending.</summary>
    public ReadOnlySpan<int> RowColumns(int i) => _columns.AsSpan(_starts[i], _starts[i + 1] - _starts[i]);

    /// <summary>The stored entries of row <paramref name="i"/>, in the order of <see cref="RowColumns"/>.</summary>
    public ReadOnlySpan<double> RowValues(int i) => _values.AsSpan(_starts[i], _starts[i + 1] - _starts[i]);

    /// <summary>A x for a vector, or A X for a matrix.</summary>
    /// <param name="x">Columns entries, or Columns × k.</param>
    /// <returns>Rows entries, or Rows × k.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Multiply(Tensor x)
    {
        if (x.Rank is not (1 or 2) || x.Shape[0] != Columns)
            throw ShapeException.Between("Sparse multiply", [Rows, Columns], x.Shape, "the inner dimensions must agree");
        var dense = x.To(DType.F64).Contiguous();
        double[] input = dense.Buffer<double>();
        int offset = dense.Offset;
        int width = x.Rank == 1 ? 1 : x.Columns;
        var output = new double[Rows * width];
        Blocks.ForEach(Rows, RowsPerTask, (start, count) =>
        {
            for (int i = start; i < start + count; i++)
            {
                var columns = RowColumns(i);
                var values = RowValues(i);
                if (width == 1)
                {
                    double sum = 0;
                    for (int k = 0; k < columns.Length; k++)
                        sum += values[k] * input[offset + columns[k]];
                    output[i] = sum;
                    continue;
                }

                var row = output.AsSpan(i * width, width);
                for (int k = 0; k < columns.Length; k++)
                    System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(
                        input.AsSpan(offset + (columns[k] * width), width), values[k], row, row);
            }
        });
        return x.Rank == 1 ? Tensor.Wrap(output, Rows) : Tensor.Wrap(output, Rows, width);
    }

    /// <summary>Aᵀ x for a vector, or Aᵀ X for a matrix.</summary>
    /// <param name="x">Rows entries, or Rows × k.</param>
    /// <returns>Columns entries, or Columns × k.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor MultiplyTransposed(Tensor x)
    {
        if (x.Rank is not (1 or 2) || x.Shape[0] != Rows)
            throw ShapeException.Between("Sparse multiply transposed", [Rows, Columns], x.Shape, "the number of rows must agree");
        var input = x.To(DType.F64).Contiguous().AsSpan();
        int width = x.Rank == 1 ? 1 : x.Columns;
        var output = new double[Columns * width];
        for (int i = 0; i < Rows; i++)
        {
            var columns = RowColumns(i);
            var values = RowValues(i);
            var row = input.Slice(i * width, width);
            for (int k = 0; k < columns.Length; k++)
            {
                var target = output.AsSpan(columns[k] * width, width);
                System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(row, values[k], target, target);
            }
        }

        return x.Rank == 1 ? Tensor.Wrap(output, Columns) : Tensor.Wrap(output, Columns, width);
    }

    /// <summary>The transpose, as a matrix of its own.</summary>
    public SparseMatrix Transpose()
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

    /// <summary>The same matrix with every entry written out.</summary>
    public Tensor ToDense()
    {
        var dense = Tensor.Zeros(Rows, Columns);
        for (int i = 0; i < Rows; i++)
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
                dense[i, _columns[k]] = _values[k];
        return dense;
    }
}

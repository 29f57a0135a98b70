using Praxis.Numerics;

namespace Praxis.Learning.Models;

/// <summary>Which entries of a matrix are kept: in compressed rows, columns ascending, and the same by columns for the way back.</summary>
public sealed class SparsityPattern
{
    private readonly int[] _starts;
    private readonly int[] _columns;

    /// <summary>A pattern in compressed rows.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowStarts">Where each row's entries start, with the end of the last row appended: rows + 1 numbers.</param>
    /// <param name="columnIndices">The columns of the kept entries, row after row, ascending within a row.</param>
    /// <exception cref="ArgumentException">The numbers are no such pattern.</exception>
    public SparsityPattern(int rows, int columns, ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(rows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        (Rows, Columns, _starts, _columns) = (rows, columns, rowStarts.ToArray(), columnIndices.ToArray());
        if (_starts.Length != rows + 1 || _starts[0] != 0 || _starts[^1] != _columns.Length)
            throw new ArgumentException($"A pattern of {rows} rows and {_columns.Length} entries needs {rows + 1} starts from 0 to {_columns.Length}.", nameof(rowStarts));
        for (int i = 0; i < rows; i++)
        {
            if (_starts[i + 1] < _starts[i])
                throw new ArgumentException($"Row {i} ends before it starts.", nameof(rowStarts));
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
                if (_columns[k] < 0 || _columns[k] >= columns || (k > _starts[i] && _columns[k] <= _columns[k - 1]))
                    throw new ArgumentException($"The columns of row {i} must ascend and be less than {columns}.", nameof(columnIndices));
        }

        ByRows = new SparseLines(_starts, _columns, null);
        ByColumns = Turned();
    }

    /// <summary>The number of rows.</summary>
    public int Rows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The number of kept entries.</summary>
    public int Count => _columns.Length;

    /// <summary>Where each row's entries start, with the end of the last row appended.</summary>
    public ReadOnlySpan<int> RowStarts => _starts;

    /// <summary>The columns of the kept entries, row after row.</summary>
    public ReadOnlySpan<int> ColumnIndices => _columns;

    /// <summary>The entries of each row.</summary>
    internal SparseLines ByRows { get; }

    /// <summary>The entries of each column.</summary>
    internal SparseLines ByColumns { get; }

    /// <summary>The entries where a mask is true.</summary>
    /// <param name="mask">Bool, (rows, columns).</param>
    /// <exception cref="ArgumentException">The mask is no matrix of truth values.</exception>
    public static SparsityPattern OfMask(Tensor mask)
    {
        if (mask.Rank != 2 || mask.DType != DType.Bool)
            throw new ArgumentException($"A mask is Bool of shape (rows, columns), not {mask.DType} of shape {ShapeException.Describe(mask.Shape)}.", nameof(mask));
        var kept = mask.Contiguous().AsSpan<bool>();
        var starts = new int[mask.Rows + 1];
        var columns = new List<int>();
        for (int i = 0; i < mask.Rows; i++)
        {
            for (int j = 0; j < mask.Columns; j++)
                if (kept[(i * mask.Columns) + j])
                    columns.Add(j);
            starts[i + 1] = columns.Count;
        }

        return new SparsityPattern(mask.Rows, mask.Columns, starts, [.. columns]);
    }

    /// <summary>The kept entries of a matrix, row after row.</summary>
    /// <param name="matrix">(rows, columns).</param>
    /// <returns>(count), of the matrix's type.</returns>
    /// <exception cref="ShapeException">The matrix has another shape.</exception>
    public Tensor Take(Tensor matrix)
    {
        if (matrix.Rank != 2 || matrix.Rows != Rows || matrix.Columns != Columns)
            throw ShapeException.Between("SparsityPattern.Take", [Rows, Columns], matrix.Shape, "the shapes must agree");
        double[] dense = matrix.ToArray(), taken = new double[Count];
        long[] places = FlatPlaces();
        for (int k = 0; k < taken.Length; k++)
            taken[k] = dense[places[k]];
        return Tensor.Wrap(taken, Count).To(matrix.DType);
    }

    /// <summary>The matrix with given entries, and zeros elsewhere.</summary>
    /// <param name="values">(count), row after row.</param>
    /// <returns>(rows, columns), F64.</returns>
    /// <exception cref="ShapeException">There are more or fewer values.</exception>
    public Tensor ToDense(Tensor values)
    {
        if (values.Rank != 1 || values.Length != Count)
            throw ShapeException.Of("SparsityPattern.ToDense", values.Shape, $"{Count} values are needed");
        var dense = new double[Rows * Columns];
        double[] kept = values.ToArray();
        long[] places = FlatPlaces();
        for (int k = 0; k < kept.Length; k++)
            dense[places[k]] = kept[k];
        return Tensor.Wrap(dense, Rows, Columns);
    }

    /// <summary>Where each entry stands in the matrix written row after row.</summary>
    internal long[] FlatPlaces()
    {
        var places = new long[Count];
        for (int i = 0; i < Rows; i++)
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
                places[k] = ((long)i * Columns) + _columns[k];
        return places;
    }

    private SparseLines Turned()
    {
        var starts = new int[Columns + 1];
        foreach (int column in _columns)
            starts[column + 1]++;
        for (int j = 0; j < Columns; j++)
            starts[j + 1] += starts[j];
        int[] next = starts[..Columns], rows = new int[Count], places = new int[Count];
        for (int i = 0; i < Rows; i++)
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
            {
                int place = next[_columns[k]]++;
                (rows[place], places[place]) = (i, k);
            }

        return new SparseLines(starts, rows, places);
    }
}

/// <summary>The entries of a sparse matrix line by line, by rows or by columns.</summary>
/// <param name="Starts">Where each line's entries start, with the end of the last appended.</param>
/// <param name="Met">For each entry the line of the other kind that it meets.</param>
/// <param name="Places">Where the entry's value stands among the values row after row; null: in the same place.</param>
internal sealed record SparseLines(int[] Starts, int[] Met, int[]? Places);

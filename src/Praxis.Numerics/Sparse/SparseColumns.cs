namespace Praxis.Numerics;

/// <summary>A sparse matrix in compressed columns (CSC), in double precision. Immutable; rows ascend within a column.</summary>
public sealed class SparseColumns
{
    // The transpose's rows are this matrix's columns.
    private readonly SparseMatrix _transpose;

    internal SparseColumns(SparseMatrix transpose) => _transpose = transpose;

    /// <summary>The number of rows.</summary>
    public int Rows => _transpose.Columns;

    /// <summary>The number of columns.</summary>
    public int Columns => _transpose.Rows;

    /// <summary>The number of stored entries; a stored entry may be zero.</summary>
    public int StoredCount => _transpose.StoredCount;

    /// <summary>Where each column's entries start, with the end of the last column appended: Columns + 1 numbers.</summary>
    public ReadOnlySpan<int> ColumnStarts => _transpose.RowStarts;

    /// <summary>The rows of all stored entries, column after column.</summary>
    public ReadOnlySpan<int> RowIndices => _transpose.ColumnIndices;

    /// <summary>All stored entries, column after column.</summary>
    public ReadOnlySpan<double> Values => _transpose.Values;

    /// <summary>The entry in row <paramref name="i"/> and column <paramref name="j"/>; zero when not stored.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index is outside the matrix.</exception>
    public double this[int i, int j] => _transpose[j, i];

    /// <summary>Builds a matrix from entries in any order; entries at the same place are added, in the order given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An entry lies outside the matrix; the message names it, column first.</exception>
    public static SparseColumns FromTriplets(int rows, int columns, IEnumerable<(int Row, int Column, double Value)> entries) =>
        new(SparseMatrix.FromTriplets(columns, rows, entries.Select(entry => (entry.Column, entry.Row, entry.Value))));

    /// <summary>Builds a matrix from its compressed columns, which are checked and copied.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="columnStarts">Where each column's entries start, ascending from 0, with the number of entries appended.</param>
    /// <param name="rowIndices">The row of each entry, ascending strictly within a column.</param>
    /// <param name="values">The entries.</param>
    /// <exception cref="ArgumentException">The lists do not fit together; the message counts the columns as rows of the transpose.</exception>
    public static SparseColumns FromCompressedColumns(
        int rows, int columns, ReadOnlySpan<int> columnStarts, ReadOnlySpan<int> rowIndices, ReadOnlySpan<double> values) =>
        new(SparseMatrix.FromCompressedRows(columns, rows, columnStarts, rowIndices, values));

    /// <summary>The rows of the stored entries of column <paramref name="j"/>, ascending.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<int> ColumnRows(int j) => _transpose.RowColumns(j);

    /// <summary>The stored entries of column <paramref name="j"/>, in the order of <see cref="ColumnRows"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public ReadOnlySpan<double> ColumnValues(int j) => _transpose.RowValues(j);

    /// <summary>Some neighbouring columns, as a matrix of their own.</summary>
    /// <exception cref="ShapeException">The columns are not all there; the shape named is the transpose's.</exception>
    public SparseColumns SliceColumns(int start, int count) => new(_transpose.SliceRows(start, count));

    /// <summary>A x for a vector, or A X for a matrix. The first call makes the compressed rows, which are kept.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor Multiply(Tensor x) => ToRows().Multiply(x);

    /// <summary>Aᵀ x for a vector, or Aᵀ X for a matrix.</summary>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public Tensor MultiplyTransposed(Tensor x) => ToRows().MultiplyTransposed(x);

    /// <summary>The same matrix in compressed rows, made once and kept.</summary>
    public SparseMatrix ToRows() => _transpose.Transpose();

    /// <summary>The transpose, in compressed rows, without a copy.</summary>
    public SparseMatrix TransposeRows() => _transpose;

    /// <summary>The same matrix with every entry written out.</summary>
    public Tensor ToDense() => ToRows().ToDense();

    /// <summary>The shape and the number of stored entries.</summary>
    public override string ToString() => $"SparseColumns ({Rows} × {Columns}), {StoredCount} stored";
}

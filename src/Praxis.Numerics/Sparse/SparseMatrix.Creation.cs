namespace Praxis.Numerics;

public sealed partial class SparseMatrix
{
    /// <summary>Builds a matrix from entries in any order; entries at the same place are added, in the order given.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An entry lies outside the matrix; the message names it.</exception>
    public static SparseMatrix FromTriplets(int rows, int columns, IEnumerable<(int Row, int Column, double Value)> entries)
    {
        ArgumentNullException.ThrowIfNull(entries);
        (int Row, int Column, double Value)[] given = [.. entries];
        var rowIndices = new int[given.Length];
        var columnIndices = new int[given.Length];
        var values = new double[given.Length];
        for (int k = 0; k < given.Length; k++)
            (rowIndices[k], columnIndices[k], values[k]) = given[k];
        return FromTriplets(rows, columns, rowIndices, columnIndices, values);
    }

    /// <summary>Builds a matrix from entries in any order, given as three lists; entries at the same place are added, in the order given.</summary>
    /// <exception cref="ArgumentException">The lists differ in length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An entry lies outside the matrix; the message names it.</exception>
    public static SparseMatrix FromTriplets(
        int rows, int columns, ReadOnlySpan<int> rowIndices, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (rowIndices.Length != values.Length || columnIndices.Length != values.Length)
            throw new ArgumentException($"{rowIndices.Length} rows, {columnIndices.Length} columns and {values.Length} values are given; each entry needs all three.");
        var starts = new int[rows + 1];
        for (int k = 0; k < values.Length; k++)
        {
            if ((uint)rowIndices[k] >= (uint)rows || (uint)columnIndices[k] >= (uint)columns)
                throw new ArgumentOutOfRangeException(
                    nameof(rowIndices), $"Entry ({rowIndices[k]}, {columnIndices[k]}) = {values[k]} is outside a matrix of {rows} × {columns}.");
            starts[rowIndices[k] + 1]++;
        }

        for (int i = 0; i < rows; i++)
            starts[i + 1] += starts[i];

        // One key holds column and place: sorting it keeps the order of entries at the same place.
        int[] next = starts[..rows];
        var keys = new ulong[values.Length];
        for (int k = 0; k < values.Length; k++)
            keys[next[rowIndices[k]]++] = ((ulong)(uint)columnIndices[k] << 32) | (uint)k;
        return Merged(rows, columns, starts, keys, values);
    }

    /// <summary>Builds a matrix from its compressed rows, which are checked and copied.</summary>
    /// <param name="rows">The number of rows.</param>
    /// <param name="columns">The number of columns.</param>
    /// <param name="rowStarts">Where each row's entries start, ascending from 0, with the number of entries appended: rows + 1 numbers.</param>
    /// <param name="columnIndices">The column of each entry, ascending strictly within a row.</param>
    /// <param name="values">The entries.</param>
    /// <exception cref="ArgumentException">The lists do not fit together; the message names the first place where they do not.</exception>
    public static SparseMatrix FromCompressedRows(
        int rows, int columns, ReadOnlySpan<int> rowStarts, ReadOnlySpan<int> columnIndices, ReadOnlySpan<double> values)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(rows);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (rowStarts.Length != rows + 1 || rowStarts[0] != 0 || rowStarts[^1] != values.Length || columnIndices.Length != values.Length)
            throw new ArgumentException(
                $"Compressed rows of a {rows} × {columns} matrix need {rows + 1} starts from 0 to the number of entries, and as many columns as values.");
        for (int i = 0; i < rows; i++)
        {
            if (rowStarts[i + 1] < rowStarts[i] || rowStarts[i + 1] > values.Length)
                throw new ArgumentException($"Row {i} ends at entry {rowStarts[i + 1]}, which is not between its start {rowStarts[i]} and {values.Length}.");
            for (int k = rowStarts[i]; k < rowStarts[i + 1]; k++)
                if ((uint)columnIndices[k] >= (uint)columns || (k > rowStarts[i] && columnIndices[k] <= columnIndices[k - 1]))
                    throw new ArgumentException($"Entry {k}, in row {i}, has column {columnIndices[k]}; columns ascend strictly within a row and are below {columns}.");
        }

        return new SparseMatrix(rows, columns, rowStarts.ToArray(), columnIndices.ToArray(), values.ToArray());
    }

    /// <summary>The entries of a dense matrix that are not zero.</summary>
    /// <exception cref="ShapeException">The tensor is no matrix.</exception>
    public static SparseMatrix FromDense(Tensor matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        if (matrix.Rank != 2)
            throw ShapeException.Of("FromDense", matrix.Shape, "a matrix has rank 2");
        var starts = new int[matrix.Rows + 1];
        var columns = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                double value = matrix[i, j];
                if (value == 0)
                    continue;
                columns.Add(j);
                values.Add(value);
            }

            starts[i + 1] = values.Count;
        }

        return new SparseMatrix(matrix.Rows, matrix.Columns, starts, [.. columns], [.. values]);
    }

    /// <summary>The identity matrix, n × n.</summary>
    public static SparseMatrix Identity(int n) => Diagonal(Tensor.Ones(n));

    /// <summary>The square matrix with a vector on its diagonal; zeros are stored too.</summary>
    /// <exception cref="ShapeException">The tensor is no vector.</exception>
    public static SparseMatrix Diagonal(Tensor diagonal)
    {
        ArgumentNullException.ThrowIfNull(diagonal);
        if (diagonal.Rank != 1)
            throw ShapeException.Of("Diagonal", diagonal.Shape, "a vector is needed");
        int n = diagonal.Length;
        return new SparseMatrix(n, n, [.. Enumerable.Range(0, n + 1)], [.. Enumerable.Range(0, n)], diagonal.ToArray());
    }

    // Sorts the keys of each row and adds what stands at one place.
    private static SparseMatrix Merged(int rows, int columns, int[] starts, ulong[] keys, ReadOnlySpan<double> values)
    {
        var columnIndices = new int[keys.Length];
        var sums = new double[keys.Length];
        var merged = new int[rows + 1];
        int count = 0;
        for (int i = 0; i < rows; i++)
        {
            var row = keys.AsSpan(starts[i], starts[i + 1] - starts[i]);
            row.Sort();
            int first = count;
            foreach (ulong key in row)
            {
                int column = (int)(key >> 32);
                double value = values[(int)(uint)key];
                if (count > first && columnIndices[count - 1] == column)
                {
                    sums[count - 1] += value;
                    continue;
                }

                columnIndices[count] = column;
                sums[count++] = value;
            }

            merged[i + 1] = count;
        }

        return count == keys.Length
            ? new SparseMatrix(rows, columns, merged, columnIndices, sums)
            : new SparseMatrix(rows, columns, merged, columnIndices[..count], sums[..count]);
    }
}

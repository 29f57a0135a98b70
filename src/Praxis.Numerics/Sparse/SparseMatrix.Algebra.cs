namespace Praxis.Numerics;

public sealed partial class SparseMatrix
{
    /// <summary>The sum of two matrices of equal shape.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static SparseMatrix operator +(SparseMatrix left, SparseMatrix right) => Combine("Sparse sum", left, right, 1);

    /// <summary>The difference of two matrices of equal shape.</summary>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    public static SparseMatrix operator -(SparseMatrix left, SparseMatrix right) => Combine("Sparse difference", left, right, -1);

    /// <summary>The matrix with every entry times a number.</summary>
    public static SparseMatrix operator *(double scale, SparseMatrix matrix)
    {
        ArgumentNullException.ThrowIfNull(matrix);
        return matrix.WithValues([.. matrix._values.Select(value => scale * value)]);
    }

    /// <summary>The product of two sparse matrices, row by row (F. Gustavson, ACM TOMS 4, 1978); sums that cancel are stored as zeros.</summary>
    /// <exception cref="ShapeException">The inner dimensions differ.</exception>
    /// <exception cref="OverflowException">The product has more entries than an array can hold.</exception>
    public static SparseMatrix operator *(SparseMatrix left, SparseMatrix right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Columns != right.Rows)
            throw ShapeException.Between("Sparse product", [left.Rows, left.Columns], [right.Rows, right.Columns], "the inner dimensions must agree");

        // First how many entries each row gets, then the entries: both passes share the rows among threads.
        var starts = new int[left.Rows + 1];
        left._tasks.ForEach((first, end) =>
        {
            var row = new SparseAccumulator(right.Columns);
            for (int i = first; i < end; i++)
                starts[i + 1] = row.Add(left, i, right).Count;
        });
        for (int i = 0; i < left.Rows; i++)
            starts[i + 1] = checked(starts[i + 1] + starts[i]);
        var columns = new int[starts[^1]];
        var values = new double[starts[^1]];
        left._tasks.ForEach((first, end) =>
        {
            var row = new SparseAccumulator(right.Columns);
            for (int i = first; i < end; i++)
                row.Add(left, i, right).CopyTo(columns.AsSpan(starts[i]), values.AsSpan(starts[i]));
        });
        return new SparseMatrix(left.Rows, right.Columns, starts, columns, values);
    }

    /// <summary>Some neighbouring rows, as a matrix of their own.</summary>
    /// <exception cref="ShapeException">The rows are not all there.</exception>
    public SparseMatrix SliceRows(int start, int count)
    {
        if (start < 0 || count < 0 || start > Rows - count)
            throw ShapeException.Of("SliceRows", [Rows, Columns], $"rows {start} to {start + (long)count - 1} are not all there");
        int first = _starts[start];
        int end = _starts[start + count];
        return new SparseMatrix(
            count, Columns, [.. _starts.Skip(start).Take(count + 1).Select(place => place - first)], _columns[first..end], _values[first..end]);
    }

    /// <summary>The rows with the given numbers, in this order and possibly more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public SparseMatrix TakeRows(ReadOnlySpan<int> rows)
    {
        var starts = new int[rows.Length + 1];
        for (int i = 0; i < rows.Length; i++)
            starts[i + 1] = checked(starts[i] + RowColumns(rows[i]).Length);
        var columns = new int[starts[^1]];
        var values = new double[starts[^1]];
        for (int i = 0; i < rows.Length; i++)
        {
            RowColumns(rows[i]).CopyTo(columns.AsSpan(starts[i]));
            RowValues(rows[i]).CopyTo(values.AsSpan(starts[i]));
        }

        return new SparseMatrix(rows.Length, Columns, starts, columns, values);
    }

    /// <summary>The matrix without its stored entries of absolute value at most <paramref name="threshold"/>.</summary>
    public SparseMatrix Prune(double threshold = 0)
    {
        var starts = new int[Rows + 1];
        var columns = new List<int>();
        var values = new List<double>();
        for (int i = 0; i < Rows; i++)
        {
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
            {
                if (Math.Abs(_values[k]) <= threshold)
                    continue;
                columns.Add(_columns[k]);
                values.Add(_values[k]);
            }

            starts[i + 1] = values.Count;
        }

        return new SparseMatrix(Rows, Columns, starts, [.. columns], [.. values]);
    }

    /// <summary>diag(d) A: each row times a number.</summary>
    /// <param name="factors">Rows entries.</param>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public SparseMatrix ScaleRows(Tensor factors)
    {
        double[] scale = Factors("ScaleRows", factors, Rows);
        var values = new double[_values.Length];
        for (int i = 0; i < Rows; i++)
            for (int k = _starts[i]; k < _starts[i + 1]; k++)
                values[k] = scale[i] * _values[k];
        return WithValues(values);
    }

    /// <summary>A diag(d): each column times a number.</summary>
    /// <param name="factors">Columns entries.</param>
    /// <exception cref="ShapeException">The lengths differ.</exception>
    public SparseMatrix ScaleColumns(Tensor factors)
    {
        double[] scale = Factors("ScaleColumns", factors, Columns);
        var values = new double[_values.Length];
        for (int k = 0; k < values.Length; k++)
            values[k] = _values[k] * scale[_columns[k]];
        return WithValues(values);
    }

    /// <summary>The entries on the diagonal, min(Rows, Columns) of them.</summary>
    public Tensor Diagonal()
    {
        var diagonal = Tensor.Zeros(Math.Min(Rows, Columns));
        for (int i = 0; i < diagonal.Length; i++)
            diagonal[i] = this[i, i];
        return diagonal;
    }

    /// <summary>The Euclidean norm of each row, without overflow on the way.</summary>
    /// <returns>Rows entries.</returns>
    public Tensor RowNorms()
    {
        var norms = Tensor.Zeros(Rows);
        for (int i = 0; i < Rows; i++)
            norms[i] = Tensor.Wrap(RowValues(i).ToArray(), RowValues(i).Length).FrobeniusNorm();
        return norms;
    }

    /// <summary>The Euclidean norm of each column. The first call makes the <see cref="Transpose"/>, which is kept.</summary>
    /// <returns>Columns entries.</returns>
    public Tensor ColumnNorms() => Transpose().RowNorms();

    /// <summary>The sum of each row.</summary>
    /// <returns>Rows entries.</returns>
    public Tensor RowSums()
    {
        var sums = Tensor.Zeros(Rows);
        for (int i = 0; i < Rows; i++)
            sums[i] = Summation.Sum(RowValues(i));
        return sums;
    }

    /// <summary>The square root of the sum of all squares.</summary>
    public double FrobeniusNorm() => Tensor.Wrap(_values, _values.Length).FrobeniusNorm();

    private static double[] Factors(string operation, Tensor factors, int count) =>
        factors.Rank == 1 && factors.Length == count
            ? factors.ToArray()
            : throw ShapeException.Of(operation, factors.Shape, $"a vector of {count} entries is needed");

    private static SparseMatrix Combine(string operation, SparseMatrix left, SparseMatrix right, double sign)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        if (left.Rows != right.Rows || left.Columns != right.Columns)
            throw ShapeException.Between(operation, [left.Rows, left.Columns], [right.Rows, right.Columns], "the shapes must be equal");
        var starts = new int[left.Rows + 1];
        var columns = new List<int>(left.StoredCount + right.StoredCount);
        var values = new List<double>(left.StoredCount + right.StoredCount);
        for (int i = 0; i < left.Rows; i++)
        {
            (int p, int q) = (left._starts[i], right._starts[i]);
            (int endP, int endQ) = (left._starts[i + 1], right._starts[i + 1]);
            while (p < endP || q < endQ)
            {
                int columnP = p < endP ? left._columns[p] : int.MaxValue;
                int columnQ = q < endQ ? right._columns[q] : int.MaxValue;
                double value = columnP <= columnQ ? left._values[p++] : 0;
                if (columnQ <= columnP)
                    value += sign * right._values[q++];
                columns.Add(Math.Min(columnP, columnQ));
                values.Add(value);
            }

            starts[i + 1] = values.Count;
        }

        return new SparseMatrix(left.Rows, left.Columns, starts, [.. columns], [.. values]);
    }

    private SparseMatrix WithValues(double[] values) => new(Rows, Columns, _starts, _columns, values);
}

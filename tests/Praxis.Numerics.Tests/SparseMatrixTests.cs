namespace Praxis.Numerics.Tests;

public class SparseMatrixTests
{
    [Fact]
    public void Duplicates_are_added_and_columns_ascend()
    {
        var matrix = SparseMatrix.FromTriplets(2, 4, [(1, 3, 1.0), (1, 0, 2.0), (1, 3, 4.0), (0, 1, -1.0)]);
        Assert.Equal(3, matrix.StoredCount);
        Assert.Equal([0, 3], matrix.RowColumns(1).ToArray());
        Assert.Equal([2.0, 5.0], matrix.RowValues(1).ToArray());
        Assert.Equal(5, matrix[1, 3]);
        Assert.Equal(0, matrix[0, 0]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(30, 7)]
    [InlineData(7, 900)]
    [InlineData(900, 20)]
    [InlineData(0, 5)]
    public void Products_agree_with_the_dense_matrix(int rows, int columns)
    {
        var stream = new RandomStream(rows);
        var entries = Enumerable.Range(0, rows * 3).Select(_ => (stream.Next(rows), stream.Next(columns), stream.NextNormal())).ToArray();
        var sparse = SparseMatrix.FromTriplets(rows, columns, entries);
        var dense = sparse.ToDense();
        var x = stream.Normal(columns, 3);
        var y = stream.Normal(rows, 2);
        Close.Tensors(LinearAlgebra.MatMul(dense, x), sparse.Multiply(x), 1e-12);
        Close.Tensors(LinearAlgebra.MatVec(dense, x.Column(0)), sparse.Multiply(x.Column(0)), 1e-12);
        Close.Tensors(LinearAlgebra.MatMul(dense, y, true, false), sparse.MultiplyTransposed(y), 1e-12);
        Close.Tensors(LinearAlgebra.MatVec(dense.Transpose(), y.Column(1)), sparse.MultiplyTransposed(y.Column(1)), 1e-12);
        Close.Tensors(dense.Transpose(), sparse.Transpose().ToDense(), 0);
        Close.Tensors(dense, SparseMatrix.FromDense(dense).ToDense(), 0);
    }

    [Fact]
    public void Entries_outside_are_named()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => SparseMatrix.FromTriplets(2, 2, [(0, 2, 1.5)]));
        Assert.Contains("(0, 2)", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Wide_blocks_of_every_width_agree_with_vectors()
    {
        var stream = new RandomStream(6);
        var sparse = Random(stream, 60, 45, 300);
        var block = stream.Normal(45, 75);
        foreach (int width in new[] { 0, 1, 7, 8, 31, 32, 75 })
        {
            var x = block.Slice(1, 0, width);
            Close.Tensors(LinearAlgebra.MatMul(sparse.ToDense(), x), sparse.Multiply(x), 1e-12);
        }
    }

    [Theory]
    [InlineData(20, 30, 25)]
    [InlineData(1, 40, 1)]
    [InlineData(0, 3, 4)]
    [InlineData(300, 2, 300)]
    public void Sums_products_slices_and_norms_agree_with_the_dense_matrix(int m, int k, int n)
    {
        var stream = new RandomStream(m);
        var a = Random(stream, m, k, 3 * m);
        var b = Random(stream, m, k, 2 * m);
        var c = Random(stream, k, n, 4 * k);
        Close.Tensors(a.ToDense() + b.ToDense(), (a + b).ToDense(), 1e-15);
        Close.Tensors(a.ToDense() - b.ToDense(), (a - b).ToDense(), 1e-15);
        Close.Tensors(a.ToDense() * -2.5, (-2.5 * a).ToDense(), 0);
        var product = a * c;
        Close.Tensors(LinearAlgebra.MatMul(a.ToDense(), c.ToDense()), product.ToDense(), 1e-13);
        for (int i = 0; i < m; i++)
            Assert.Equal(product.RowColumns(i).ToArray().Distinct().Order(), product.RowColumns(i).ToArray());
        Assert.Equal(0, (a - a).Prune().StoredCount);
        Close.Tensors(a.ToDense().Diagonal(), a.Diagonal(), 0);
        Close.Numbers(a.ToDense().FrobeniusNorm(), a.FrobeniusNorm(), 1e-13);
        for (int i = 0; i < m; i++)
        {
            Close.Numbers(a.ToDense().Row(i).FrobeniusNorm(), a.RowNorms()[i], 1e-14);
            Close.Numbers(a.ToDense().Row(i).Sum(), a.RowSums()[i], 1e-14);
        }

        for (int j = 0; j < k; j++)
            Close.Numbers(a.ToDense().Column(j).FrobeniusNorm(), a.ColumnNorms()[j], 1e-14);
        int half = m / 2;
        Close.Tensors(a.ToDense().Slice(0, half, m - half), a.SliceRows(half, m - half).ToDense(), 0);
        int[] rows = [.. Enumerable.Range(0, m).Reverse().Concat(Enumerable.Range(0, Math.Min(m, 2)))];
        Close.Tensors(a.ToDense().TakeRows(rows), a.TakeRows(rows).ToDense(), 0);
        (var left, var right) = (stream.Normal(m), stream.Normal(k));
        Close.Tensors(a.ToDense() * left.Reshape(m, 1) * right, a.ScaleRows(left).ScaleColumns(right).ToDense(), 1e-15);
        Assert.Throws<ShapeException>(() => a + SparseMatrix.FromTriplets(m + 1, k, []));
        Assert.Throws<ShapeException>(() => a * SparseMatrix.Identity(k + 1));
    }

    [Fact]
    public void Rows_and_columns_convert_both_ways_and_share_their_memory()
    {
        (int, int, double)[] entries = [(2, 0, 1.5), (0, 1, 2), (2, 1, -1), (2, 0, 1)];
        var columns = SparseColumns.FromTriplets(3, 2, entries);
        Assert.Equal([0, 1, 3], columns.ColumnStarts.ToArray());
        Assert.Equal([2, 0, 2], columns.RowIndices.ToArray());
        Assert.Equal([2.5, 2, -1], columns.Values.ToArray());
        Assert.Equal([0, 2], columns.ColumnRows(1).ToArray());
        var rows = SparseMatrix.FromTriplets(3, 2, entries);
        Close.Tensors(rows.ToDense(), columns.ToDense(), 0);
        Close.Tensors(rows.ToDense(), rows.ToColumns().ToRows().ToDense(), 0);
        Assert.Same(rows, rows.Transpose().Transpose());
        Assert.Same(rows, rows.ToColumns().ToRows());
        Close.Tensors(rows.ToDense().Slice(1, 1, 1), columns.SliceColumns(1, 1).ToDense(), 0);
        var x = Tensor.FromArray([1.0, 2, 3]);
        Close.Tensors(rows.MultiplyTransposed(x), columns.MultiplyTransposed(x), 0);
        Assert.Equal(-1, columns[2, 1]);
    }

    [Fact]
    public void Compressed_rows_are_checked()
    {
        Assert.Equal(2, SparseMatrix.FromCompressedRows(2, 3, [0, 2, 2], [0, 2], [1, 2])[0, 2]);
        Assert.Throws<ArgumentException>(() => SparseMatrix.FromCompressedRows(2, 3, [0, 2], [0, 2], [1, 2]));
        Assert.Throws<ArgumentException>(() => SparseMatrix.FromCompressedRows(2, 3, [0, 1, 3], [0, 2], [1, 2]));
        Assert.Contains("Row 0 ends", Assert.Throws<ArgumentException>(() => SparseMatrix.FromCompressedRows(2, 3, [0, 5, 2], [0, 2], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("Entry 1", Assert.Throws<ArgumentException>(() => SparseMatrix.FromCompressedRows(2, 3, [0, 2, 2], [2, 2], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("column 3", Assert.Throws<ArgumentException>(() => SparseMatrix.FromCompressedRows(2, 3, [0, 1, 2], [0, 3], [1, 2])).Message, StringComparison.Ordinal);
        Assert.Contains("3 values", Assert.Throws<ArgumentException>(() => SparseMatrix.FromTriplets(2, 2, [0], [0], [1, 2, 3])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => SparseMatrix.Identity(3).RowColumns(3).Length);
    }

    private static SparseMatrix Random(RandomStream stream, int rows, int columns, int count) => SparseMatrix.FromTriplets(
        rows, columns, Enumerable.Range(0, rows == 0 ? 0 : count).Select(_ => (stream.Next(rows), stream.Next(columns), stream.NextNormal())).ToArray());
}

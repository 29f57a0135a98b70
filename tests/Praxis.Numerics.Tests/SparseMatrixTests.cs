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
}
